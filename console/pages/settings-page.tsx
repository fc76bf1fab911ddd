import { boardPath } from '../ui/addresses.ts';
import { Link } from 'wouter';
import { readExamSettings } from '../api/calls.ts';
import type { ExamConfiguration } from '../api/shapes.ts';
import { useAnswer } from '../api/use-answer.ts';
import { AnswerView } from '../ui/answer-view.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Time } from '../ui/time.tsx';
import { t, tFor, tn } from '../words/words.ts';

type Setting = ExamConfiguration['settings'][number];

const valueText = ({ name, value }: Setting) => {
  if (value === null || value === '') return '–';
  if (name === 'due_at') return <Time at={Date.parse(String(value))} form="day" />;
  if (name === 'type') return tFor('type', String(value));
  return typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value);
};

/** How an exam is registered, and what sets each value. */
export default function SettingsPage({ course, exam }: { course: string; exam: number }) {
  const settings = useAnswer(`settings ${course} ${exam}`, (signal) => readExamSettings({ course, exam }, signal));
  return (
    <div className="page">
      <PageHead title={settings.data?.exam.name ?? t('settings.title')} course={course}>
        <Link className="button" href={boardPath(course, exam)}>
          {t('settings.board')}
        </Link>
      </PageHead>
      <AnswerView answer={settings}>
        {({ settings: all, backend }) => (
          <>
            <DataTable
              caption={t('settings.title')}
              items={all}
              keyOf={({ name }) => name}
              columns={[
                { title: t('settings.name'), render: ({ name }) => tFor('setting', name) },
                { title: t('settings.value'), render: valueText },
                { title: t('settings.source'), render: ({ source }) => tFor('source', source) },
              ]}
            />
            {backend && (
              <section className="section" aria-labelledby="backend-title">
                <h2 id="backend-title">{t('settings.backend', { name: backend.kind })}</h2>
                <dl className="facts">
                  <dt>{t('settings.last_ok')}</dt>
                  <dd>{backend.last_ok === null ? '–' : <Time at={Date.parse(backend.last_ok)} form="day" />}</dd>
                  <dt>{t('settings.last_error')}</dt>
                  <dd>
                    {backend.last_error === null ? (
                      '–'
                    ) : (
                      <>
                        <Time at={Date.parse(backend.last_error.at)} form="day" /> · {backend.last_error.message}
                      </>
                    )}
                  </dd>
                  <dt>{t('settings.breaker')}</dt>
                  <dd className={backend.breaker === 'open' ? 'tone-trouble' : ''}>
                    {t(`settings.breaker.${backend.breaker}`)}
                  </dd>
                  <dt>{t('settings.waiting')}</dt>
                  <dd>
                    {tn('row.pending', backend.pending)}, {tn('row.refused', backend.refused)}
                  </dd>
                </dl>
              </section>
            )}
          </>
        )}
      </AnswerView>
    </div>
  );
}
