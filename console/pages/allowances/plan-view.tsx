import type { AllowancePlan } from '../../api/shapes.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { t, tFor } from '../../words/words.ts';

const MOST_SHOWN = 200;

/** What comes of several allowances: how many of each kind, and which are wrong and why. */
export function PlanView({ plan }: { plan: AllowancePlan }) {
  const shown = plan.rows.filter(({ outcome }) => outcome !== 'same');
  const wrongFirst = shown.toSorted((a, b) => Number(b.outcome === 'error') - Number(a.outcome === 'error'));
  return (
    <>
      <output className={plan.errors > 0 ? 'notice notice-warn' : 'notice'}>
        {t('allowances.plan', {
          new: plan.new,
          changed: plan.changed,
          same: plan.same,
          errors: plan.errors,
        })}
      </output>
      {shown.length > 0 && (
        <DataTable
          caption={t('allowances.plan_rows')}
          items={wrongFirst.slice(0, MOST_SHOWN)}
          keyOf={({ line }) => line}
          columns={[
            { title: t('allowances.line'), render: ({ line }) => <span className="numbers">{line}</span> },
            { title: t('column.learner'), render: ({ learner }) => learner },
            { title: t('allowances.exam'), render: ({ exam }) => (exam === '' ? t('allowances.all_exams') : exam) },
            {
              title: t('allowances.outcome'),
              render: ({ outcome, field, code }) => (
                <>
                  <span className={outcome === 'error' ? 'tone-trouble' : ''}>
                    {tFor('allowance_outcome', outcome)}
                  </span>
                  {code !== null && (
                    <span className="small">
                      {' '}
                      {field}: {tFor('allowance_error', code)}
                    </span>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
      {shown.length > MOST_SHOWN && (
        <p className="quiet small">{t('allowances.more_rows', { count: shown.length - MOST_SHOWN })}</p>
      )}
    </>
  );
}
