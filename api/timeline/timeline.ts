import type { z } from 'zod';
import type { Attempt } from '../../db/attempts.ts';
import { effectsOf, lastPingOf, transitionsOf, type TransitionRow } from '../../db/timeline.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { endOf, remainingSeconds } from '../../workflows/exam-attempt/rules/clock.ts';
import type { AppDeps } from '../ports.ts';
import type { staffTimelineSchema, timelineSchema } from '../schemas/timeline.ts';
import { wireTime, wireTimeOrNull } from '../wire/time.ts';

/** What the owner hears of is what reached him or his record. */
const NOTICES: readonly string[] = [
  'send-mail',
  'set-credit',
  'override-grade',
  'undo-grade-override',
  'invalidate-certificate',
];

function stepOf(attempt: Attempt, row: TransitionRow) {
  const hasStarted = attempt.startedAt !== null && row.at >= attempt.startedAt;
  return {
    at: wireTime(row.at),
    event: row.event,
    from: row.from_status,
    to: row.to_status,
    caused_by: row.actor_kind,
    time_remaining_seconds: hasStarted ? remainingSeconds(attempt, row.at) : null,
  };
}

async function readTimeline(deps: Pick<AppDeps, 'pool'>, attempt: Attempt) {
  const [transitions, effects, lastPingAt] = await Promise.all([
    transitionsOf(deps.pool, attempt.id),
    effectsOf(deps.pool, attempt.id),
    lastPingOf(deps.pool, attempt.id),
  ]);
  const summary = {
    attempt_id: attempt.id,
    status: attempt.status,
    started_at: wireTimeOrNull(attempt.startedAt),
    ends_at: wireTimeOrNull(endOf(attempt)),
    completed_at: wireTimeOrNull(attempt.completedAt),
    last_heard_at: wireTimeOrNull(lastPingAt),
    connection_gaps: transitions
      .filter(({ event }) => event === 'heartbeat-lost')
      .map(({ at }) => ({ last_heard_at: wireTimeOrNull(lastPingAt), noticed_at: wireTime(at) })),
    notices: effects
      .filter(({ kind, outcome }) => NOTICES.includes(kind) && outcome !== 'withheld')
      .map((row) => ({ at: wireTime(row.finished_at ?? row.planned_at), kind: row.kind, outcome: row.outcome })),
  };
  return { summary, transitions, effects };
}

/** What happened to an attempt, for its owner: without names, reasons and technical words. */
export async function ownTimeline(deps: AppDeps, attempt: Attempt): Promise<z.output<typeof timelineSchema>> {
  const { summary, transitions } = await readTimeline(deps, attempt);
  return { ...summary, steps: transitions.map((row) => stepOf(attempt, row)) };
}

function workflowUrl({ config }: AppDeps, attempt: Attempt): string | null {
  const { uiUrl, namespace } = config.temporal;
  const id = encodeURIComponent(workflowIdOf(attempt.attemptCode));
  return uiUrl === undefined ? null : `${uiUrl.replace(/\/$/, '')}/namespaces/${namespace}/workflows/${id}`;
}

/** The same for staff: who did what and why, and every effect with its tries. */
export async function staffTimeline(deps: AppDeps, attempt: Attempt): Promise<z.output<typeof staffTimelineSchema>> {
  const { summary, transitions, effects } = await readTimeline(deps, attempt);
  return {
    ...summary,
    attempt_code: attempt.attemptCode,
    steps: transitions.map((row) => ({
      ...stepOf(attempt, row),
      version: row.version,
      actor: row.actor_username,
      reason: row.reason,
    })),
    effects: effects.map((row) => ({
      ...row,
      planned_at: wireTime(row.planned_at),
      finished_at: wireTimeOrNull(row.finished_at),
    })),
    workflow_url: workflowUrl(deps, attempt),
  };
}
