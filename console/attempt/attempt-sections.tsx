import { isServed } from '../api/is-served.ts';
import type { Row, StaffTimeline } from '../api/shapes.ts';
import { t } from '../words/words.ts';
import { Connection } from './connection.tsx';
import { Effects } from './effects.tsx';
import { ExtraTime } from './extra-time.tsx';
import { Notes } from './notes.tsx';
import { Reviews } from './reviews.tsx';
import { Strip } from './strip.tsx';
import { Timeline } from './timeline.tsx';

/** What happened to an attempt, part by part. */
export function AttemptSections({
  timeline,
  row,
  course,
}: {
  timeline: StaffTimeline;
  row: Row | undefined;
  course: string | null;
}) {
  const { attempt_id: id, steps, effects, connection_gaps: gaps, workflow_url: workflow } = timeline;
  const isProctored = row?.type !== 'timed';
  return (
    <>
      <Strip timeline={timeline} row={row} />
      <Timeline steps={steps} ignored={timeline.ignored} reports={timeline.reports} effects={effects} />
      <ExtraTime given={timeline.allowed_because} />
      {isProctored && <Connection gaps={gaps} />}
      {isProctored && isServed('/attempts/{attempt_id}/reviews') && <Reviews id={id} />}
      <Effects id={id} course={course} effects={effects} />
      {isServed('/attempts/{attempt_id}/notes') && <Notes id={id} count={row?.notes ?? 0} />}
      <details className="section">
        <summary>{t('attempt.raw')}</summary>
        <pre className="raw">{JSON.stringify(timeline, null, 2)}</pre>
      </details>
      {workflow !== null && (
        <p className="section">
          <a className="button" href={workflow} target="_blank" rel="noreferrer">
            {t('attempt.workflow')}
          </a>
        </p>
      )}
    </>
  );
}
