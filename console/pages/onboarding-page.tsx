import { useState } from 'react';
import { readOnboarding } from '../api/calls.ts';
import { readAll } from '../api/read-all.ts';
import type { OnboardingOverview } from '../api/shapes.ts';
import { usePages } from '../api/use-pages.ts';
import { CsvButton } from '../ui/csv-button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Learner } from '../ui/learner.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { PagedTable } from '../ui/paged-table.tsx';
import { Time } from '../ui/time.tsx';
import { t, tFor } from '../words/words.ts';

type Counts = OnboardingOverview['counts'];

const LARGEST_PAGE = 200;
const CSV_HEAD = ['username', 'name', 'state', 'since', 'expires_at'];

const day = (at: string | null) => (at === null ? '–' : <Time at={Date.parse(at)} form="day" />);

function States({
  counts,
  state,
  onState,
}: {
  counts: Counts;
  state: string | null;
  onState: (state: string | null) => void;
}) {
  return (
    <fieldset className="tiles">
      <legend className="visually-hidden">{t('onboarding.states')}</legend>
      {Object.entries(counts).map(([name, count]) => (
        <button
          key={name}
          type="button"
          className={`tile tone-ready ${count === 0 ? 'tile-empty' : ''}`}
          aria-pressed={state === name}
          onClick={() => onState(state === name ? null : name)}
        >
          <span className="tile-count numbers">{count}</span>
          <span className="tile-word">{tFor('onboarding.state', name)}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** How far the learners of a course are with onboarding. */
export default function OnboardingPage({ course }: { course: string }) {
  const [state, setState] = useState<string | null>(null);
  const [q, setSearch] = useState('');
  const [counts, setCounts] = useState<Counts | null>(null);
  const pages = usePages(`onboarding ${course} ${state} ${q}`, async (cursor, signal) => {
    const overview = await readOnboarding(course, { state, q, cursor }, signal);
    setCounts(overview.counts);
    return { items: overview.rows, next: overview.next };
  });
  const isWithout = pages.answer.error?.code === 'onboarding_not_found';
  const readLines = async () => {
    const rows = await readAll(async (cursor, signal) => {
      const { rows: items, next } = await readOnboarding(course, { state, q, cursor, limit: LARGEST_PAGE }, signal);
      return { items, next };
    });
    return rows.map(({ learner: [, username, name], state: is, since, expires_at }) => [
      username,
      name,
      is,
      since ?? '',
      expires_at ?? '',
    ]);
  };
  return (
    <div className="page">
      <PageHead title={t('nav.onboarding')} course={course}>
        <CsvButton
          label={t('onboarding.csv')}
          file="onboarding.csv"
          head={CSV_HEAD}
          isDisabled={pages.items.length === 0}
          readLines={readLines}
        />
      </PageHead>
      {isWithout ? (
        <Empty title={t('onboarding.without')} />
      ) : (
        <>
          {counts && <States counts={counts} state={state} onState={setState} />}
          <search className="toolbar">
            <label className="search">
              <span className="visually-hidden">{t('onboarding.search')}</span>
              <input
                type="search"
                className="input"
                placeholder={t('onboarding.search')}
                value={q}
                onChange={(event) => setSearch(event.target.value)}
              />
            </label>
          </search>
          <PagedTable
            pages={pages}
            caption={t('nav.onboarding')}
            keyOf={({ learner: [, username] }) => username}
            empty={<Empty title={t('onboarding.none')} />}
            columns={[
              {
                title: t('column.learner'),
                render: ({ learner, exam, attempt_id: id }) => (
                  <Learner learner={learner} attempt={exam === null || id === null ? null : { course, exam, id }} />
                ),
              },
              { title: t('column.status'), render: ({ state: is }) => tFor('onboarding.state', is) },
              { title: t('onboarding.since'), render: ({ since }) => day(since) },
              { title: t('onboarding.expires'), render: ({ expires_at }) => day(expires_at) },
            ]}
          />
        </>
      )}
    </div>
  );
}
