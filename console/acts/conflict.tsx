import { attentionOf } from '../../rules/board/attention.ts';
import { readTimeline } from '../api/calls.ts';
import type { CallFailed } from '../api/client.ts';
import type { Row } from '../api/shapes.ts';
import { useAnswer } from '../api/use-answer.ts';
import { timelineLines } from '../attempt/timeline-kinds.ts';
import { TimelineStep } from '../attempt/timeline-step.tsx';
import { StatusMark } from '../board/status-cell.tsx';
import { serverNow } from '../time/server-clock.ts';
import { t } from '../words/words.ts';

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && 'v' in value && 'learner' in value;

/** The attempt as it is by now, if an act was refused because it had changed. */
export function rowOfConflict({ status, body }: CallFailed): Row | null {
  if (status !== 412) return null;
  if (isRow(body)) return body;
  const inside = typeof body === 'object' && body !== null && 'attempt' in body ? body.attempt : null;
  return isRow(inside) ? inside : null;
}

/** What happened after the change of this number; nothing while that is not known. */
function Meanwhile({ attempt, since }: { attempt: number; since: number }) {
  const { data } = useAnswer(`meanwhile ${attempt} ${since}`, (signal) => readTimeline(attempt, signal));
  const steps = data?.steps.filter(({ version }) => version > since) ?? [];
  if (steps.length === 0) return null;
  return (
    <ol className="lines">
      {timelineLines({ steps, ignored: [], effects: [], reports: [] }).map((line) => (
        <TimelineStep key={line.key} line={line} />
      ))}
    </ol>
  );
}

/** Says that somebody else was faster, who and how, with the new state. `since`: the version that was seen. */
export function Conflict({ row, since }: { row: Row; since: number }) {
  return (
    <div className="notice notice-warn" role="alert">
      <p className="notice-title">{t('conflict.title')}</p>
      <Meanwhile attempt={row.id} since={since} />
      <p>
        {t('conflict.now')} <StatusMark row={row} attention={attentionOf(row, serverNow(), Number.POSITIVE_INFINITY)} />
      </p>
      <p>{t('conflict.next')}</p>
    </div>
  );
}
