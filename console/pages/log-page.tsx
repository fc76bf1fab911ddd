import { useState } from 'react';
import { UndoButton } from '../acts/undo-button.tsx';
import { readActs } from '../api/calls.ts';
import { readAll } from '../api/read-all.ts';
import type { ActOfPage } from '../api/shapes.ts';
import { usePages } from '../api/use-pages.ts';
import { BulkLink } from '../ui/bulk-link.tsx';
import { Choice } from '../ui/choice.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Learner } from '../ui/learner.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { PagedTable } from '../ui/paged-table.tsx';
import { Time } from '../ui/time.tsx';
import { SearchForm } from '../ui/search-form.tsx';
import { t, tFor } from '../words/words.ts';

/** What people do, as the log names it. */
const KINDS = [
  '',
  'mark-ready-to-resume',
  'pause',
  'unpause',
  'incident-time',
  'correct-end',
  'submit',
  'error',
  'set-status',
  'reset',
  'delete',
  'undo',
  'note',
  'incident',
  'allowance-created',
  'allowance-updated',
  'allowance-deleted',
] as const;

function whatWasDone({ kind, from, to, allowance }: ActOfPage): string {
  if (allowance) {
    const { kind: granted, value } = allowance;
    return `${tFor('event', kind)}: ${tFor('allowance', granted)}${value === null ? '' : ` ${value}`}`;
  }
  return to === null || from === to ? tFor('event', kind) : `${tFor('event', kind)} → ${tFor('status', to)}`;
}

const LARGEST_PAGE = 200;
const CSV_HEAD = ['at', 'person', 'by', 'kind', 'from', 'to', 'course', 'exam', 'attempt', 'username', 'reason'];

/** A line of the file, with the words of the API. */
const csvLine = ({ at, person, by, kind, from, to, course, exam, attempt_id, learner, reason }: ActOfPage) =>
  [at, person, by, kind, from, to, course, exam, attempt_id, learner[1], reason].map((field) => String(field ?? ''));

/** Who did what. */
export default function LogPage() {
  const [person, setPerson] = useState('');
  const [attempt, setAttempt] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('');
  const filter = { person, attempt, kind };
  const load = async (query: Parameters<typeof readActs>[0], signal: AbortSignal) => {
    const { acts, next } = await readActs({ ...filter, ...query }, signal);
    return { items: acts, next };
  };
  const pages = usePages(`acts ${person} ${attempt} ${kind}`, (cursor, signal) => load({ cursor }, signal));
  const { reload } = pages.answer;
  return (
    <div className="page">
      <PageHead title={t('nav.log')}>
        <SearchForm label={t('log.person')} onSearch={setPerson} />
        <SearchForm label={t('column.attempt')} onSearch={(text) => setAttempt(text.replaceAll(/\D/g, ''))} />
        <Choice
          label={t('log.what')}
          value={kind}
          options={KINDS.map((each) => [each, each === '' ? t('all') : tFor('event', each)])}
          onChoice={setKind}
        />
        <CsvButton
          label={t('log.csv')}
          file="log.csv"
          head={CSV_HEAD}
          isDisabled={pages.items.length === 0}
          readLines={async () =>
            (await readAll((cursor, signal) => load({ cursor, limit: LARGEST_PAGE }, signal))).map(csvLine)
          }
        />
      </PageHead>
      <PagedTable
        pages={pages}
        caption={t('nav.log')}
        keyOf={({ at, attempt_id, exam, learner, kind }) => `${at} ${attempt_id} ${exam} ${learner[0]} ${kind}`}
        empty={<Empty title={t('log.none')} />}
        columns={[
          { title: t('log.at'), render: ({ at }) => <Time at={Date.parse(at)} form="day" /> },
          {
            title: t('log.person'),
            render: ({ person: who, by }) => (
              <>
                {who ?? '–'} <span className="quiet small">{tFor('who', by)}</span>
              </>
            ),
          },
          {
            title: t('log.what'),
            render: (act) => (
              <>
                {whatWasDone(act)} <BulkLink id={act.bulk_id} />
              </>
            ),
          },
          {
            title: t('column.learner'),
            render: ({ learner, course, exam, attempt_id: id }) => (
              <Learner learner={learner} attempt={id === null ? null : { course, exam, id }} />
            ),
          },
          {
            title: t('log.reason'),
            render: ({ reason, undo }) => (
              <>
                {reason ?? ''} {undo && <UndoButton {...undo} onUndone={reload} onOver={reload} />}
              </>
            ),
          },
        ]}
      />
    </div>
  );
}
