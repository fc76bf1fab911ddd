import { useState } from 'react';
import { readActs } from '../api/calls.ts';
import type { ActOfPage } from '../api/shapes.ts';
import { usePages } from '../api/use-pages.ts';
import { BulkLink } from '../ui/bulk-link.tsx';
import { Empty } from '../ui/empty.tsx';
import { Learner } from '../ui/learner.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { PagedTable } from '../ui/paged-table.tsx';
import { Time } from '../ui/time.tsx';
import { SearchForm } from '../ui/search-form.tsx';
import { t, tFor } from '../words/words.ts';

function whatWasDone({ kind, from, to, allowance }: ActOfPage): string {
  if (allowance) {
    const { kind: granted, value } = allowance;
    return `${tFor('event', kind)}: ${tFor('allowance', granted)}${value === null ? '' : ` ${value}`}`;
  }
  return to === null || from === to ? tFor('event', kind) : `${tFor('event', kind)} → ${tFor('status', to)}`;
}

/** Who did what. */
export default function LogPage() {
  const [asked, setAsked] = useState('');
  const pages = usePages(`acts ${asked}`, async (cursor, signal) => {
    const { acts, next } = await readActs({ person: asked, cursor }, signal ?? new AbortController().signal);
    return { items: acts, next };
  });
  return (
    <div className="page">
      <PageHead title={t('nav.log')}>
        <SearchForm label={t('log.person')} onSearch={setAsked} />
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
          { title: t('log.reason'), render: ({ reason }) => reason ?? '' },
        ]}
      />
    </div>
  );
}
