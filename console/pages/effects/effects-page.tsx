import { useState } from 'react';
import { readEffects } from '../../api/calls.ts';
import { usePages } from '../../api/use-pages.ts';
import type { EffectOfPage } from '../../api/shapes.ts';
import { Choice } from '../../ui/choice.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Time } from '../../ui/time.tsx';
import { t, tFor } from '../../words/words.ts';
import { RetryButtons } from './retry-buttons.tsx';
import { RetryDialog } from './retry-dialog.tsx';
import { TellAgainDialog } from './tell-again-dialog.tsx';

const TARGETS = ['', 'vendor', 'lms', 'mail'] as const;
const OUTCOMES = ['', 'refused', 'pending'] as const;

/** What others have not been told yet, or would not take. */
export default function EffectsPage({ course = null }: { course?: string | null }) {
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('');
  const [target, setTarget] = useState<(typeof TARGETS)[number]>('');
  const [isTelling, setTelling] = useState(false);
  const [asked, setAsked] = useState<EffectOfPage | null>(null);
  const pages = usePages(`effects ${course} ${outcome} ${target}`, async (cursor, signal) => {
    const query = { course, outcome, target, cursor };
    const { effects, next } = await readEffects(query, signal);
    return { items: effects, next };
  });
  return (
    <div className="page">
      <PageHead title={t('effects.page')} {...(course !== null && { course })}>
        <Choice
          label={t('effects.outcome')}
          value={outcome}
          options={OUTCOMES.map((each) => [each, each === '' ? t('all') : tFor('outcome', each)])}
          onChoice={setOutcome}
        />
        <Choice
          label={t('effects.target')}
          value={target}
          options={TARGETS.map((each) => [each, each === '' ? t('all') : tFor('target', each)])}
          onChoice={setTarget}
        />
        <button type="button" className="button" onClick={() => setTelling(true)}>
          {t('effects.tell_lms_again')}
        </button>
      </PageHead>
      <PagedTable
        pages={pages}
        caption={t('effects.page')}
        keyOf={({ key }) => key}
        empty={<Empty title={t('effects.page_none')}>{t('effects.page_none_next')}</Empty>}
        columns={[
          {
            title: t('effects.what'),
            render: ({ kind, target: to }) => (
              <>
                {tFor('effect', kind)} <span className="quiet small">{tFor('target', to)}</span>
              </>
            ),
          },
          {
            title: t('effects.outcome'),
            render: ({ outcome: is, last_error }) => (
              <>
                <span className={is === 'refused' ? 'tone-trouble' : ''}>{tFor('outcome', is)}</span>
                {last_error !== null && <span className="small quiet">{last_error}</span>}
              </>
            ),
          },
          { title: t('effects.since'), render: ({ planned_at }) => <Time at={Date.parse(planned_at)} /> },
          { title: t('effects.tries_title'), render: ({ tries }) => <span className="numbers">{tries}</span> },
          {
            title: t('column.attempt'),
            render: ({ attempt_id }) => t('attempt.number', { id: String(attempt_id) }),
          },
          {
            title: t('column.acts'),
            render: (effect) => (
              <RetryButtons
                effect={effect}
                course={course}
                onDone={pages.answer.reload}
                onAll={() => setAsked(effect)}
              />
            ),
          },
        ]}
      />
      {isTelling && <TellAgainDialog course={course} onClose={() => setTelling(false)} onDone={pages.answer.reload} />}
      {asked !== null && asked.last_error !== null && (
        <RetryDialog
          choice={{
            filter: { target: asked.target, last_error: asked.last_error },
            ...(course !== null && { course }),
          }}
          onClose={() => setAsked(null)}
          onDone={pages.answer.reload}
        />
      )}
    </div>
  );
}
