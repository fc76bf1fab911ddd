import { useState } from 'react';
import { Link } from 'wouter';
import { readBulk } from '../../api/calls.ts';
import type { BulkAct } from '../../api/shapes.ts';
import { usePages } from '../../api/use-pages.ts';
import { attemptPath } from '../../ui/addresses.ts';
import { Choice } from '../../ui/choice.tsx';
import { DataTable, type DataColumn } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { t, tFor } from '../../words/words.ts';

type Result = BulkAct['results'][number];

const OUTCOMES = ['', 'failed', 'not_undone', 'done', 'undone'] as const;

const columnsOf = (course: string): DataColumn<Result>[] => [
  {
    title: t('column.learner'),
    render: ({ id, exam, learner: [, username, name] }) => (
      <Link href={attemptPath(course, exam, id)}>{name || username}</Link>
    ),
  },
  {
    title: t('bulk.outcome'),
    render: ({ outcome }) => (
      <span className={outcome === 'failed' || outcome === 'not_undone' ? 'tone-trouble' : ''}>
        {tFor('bulk.outcome', outcome)}
      </span>
    ),
  },
  { title: t('bulk.detail'), render: ({ detail, detail_text: words }) => words ?? detail ?? '–' },
];

const keyOf = ({ id }: Result) => id;

/** Read again whenever something was asked anew. */
function Settled({ bulk: { bulk_id: id, course, finished_at: finished } }: { bulk: BulkAct }) {
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('');
  const pages = usePages(`bulk results ${id} ${finished} ${outcome}`, async (cursor, signal) => {
    const wanted = { cursor, limit: 200, ...(outcome !== '' && { outcome }) };
    const { results, next } = await readBulk(id, wanted, signal);
    return { items: results, next };
  });
  return (
    <>
      <Choice
        label={t('bulk.outcome')}
        value={outcome}
        options={OUTCOMES.map((each) => [each, each === '' ? t('all') : tFor('bulk.outcome', each)])}
        onChoice={setOutcome}
      />
      <PagedTable
        pages={pages}
        caption={t('bulk.results')}
        keyOf={keyOf}
        empty={<Empty title={t('bulk.none')} />}
        columns={columnsOf(course)}
      />
    </>
  );
}

/** What became of each attempt; while the act goes on, of the first ones. */
export function BulkResults({ bulk }: { bulk: BulkAct }) {
  if (bulk.finished_at !== null) return <Settled bulk={bulk} />;
  return <DataTable caption={t('bulk.results')} columns={columnsOf(bulk.course)} items={bulk.results} keyOf={keyOf} />;
}
