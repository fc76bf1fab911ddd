import type { z } from 'zod';
import type { Attempt } from '../../db/attempts.ts';
import { HEARTBEAT_GAP_MS } from '../../db/heartbeat.ts';
import {
  listEffects,
  readHeartbeats,
  listIgnoredEvents,
  listTransitions,
  type Heartbeats,
  type TimelineEffectRow,
  type TransitionRow,
} from '../../db/timeline.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { endOf } from '../../rules/attempt/clock.ts';
import { isRunning, isStatus } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';
import type { staffTimelineSchema, timelineSchema } from '../schemas/timeline.ts';
import { wireTime, wireTimeOrNull } from '../wire/time.ts';
import { connectionGaps } from './connection-gaps.ts';

/** Effects that the owner is shown: those that reached them or changed their record. */
const NOTICES: readonly string[] = [
  'send-mail',
  'set-credit',
  'override-grade',
  'undo-grade-override',
  'invalidate-certificate',
];

function toTimelineEntry(row: TransitionRow) {
  return {
    at: wireTime(row.at),
    event: row.event,
    from: row.from_status,
    to: row.to_status,
    caused_by: row.actor_kind,
    time_remaining_seconds: row.clock_seconds,
  };
}

/** When a started attempt stopped running, and whether for its silence; what its end will be counts at once. */
function stopOf(attempt: Attempt, transitions: readonly TransitionRow[]) {
  const runs = ({ to_status: to }: TransitionRow) => isStatus(to) && isRunning(to);
  const stop = transitions.slice(transitions.findIndex(runs)).find((row) => !runs(row));
  const end = endOf(attempt) ?? Number.POSITIVE_INFINITY;
  if (stop) return { at: Math.min(stop.at, end), isLost: stop.event === 'heartbeat-lost' };
  return attempt.expiresAt !== null ? null : { at: end, isLost: false };
}

const SECOND = 1000;

function gapsOf(
  attempt: Attempt,
  transitions: readonly TransitionRow[],
  { last_ping_at: lastPingAt, gaps: ended, outages }: Heartbeats,
  now: number,
) {
  const { startedAt, exam } = attempt;
  if (startedAt === null || !exam.isProctored) return [];
  const record = { startedAt, stopped: stopOf(attempt, transitions), lastPingAt, ended, outages, now };
  return connectionGaps(record, HEARTBEAT_GAP_MS).map(({ from, to, length, ours, isLost }) => ({
    from: wireTime(from),
    to: wireTimeOrNull(to),
    seconds: length / SECOND,
    service_outage_seconds: ours / SECOND,
    ended_attempt: isLost,
  }));
}

/** Whether the vendor ever reported the setup as done; null if there is nothing to set up. */
function isSetUpConfirmed({ exam, takingAsProctored }: Attempt, transitions: readonly TransitionRow[]): boolean | null {
  if (!exam.isProctored || !takingAsProctored) return null;
  return transitions.some(({ to_status: to }) => to === 'ready_to_start');
}

async function readTimeline({ pool, clock }: Pick<AppDeps, 'pool' | 'clock'>, attempt: Attempt) {
  const now = clock();
  const [transitions, effects, heartbeats] = await Promise.all([
    listTransitions(pool, attempt.id),
    listEffects(pool, attempt.id),
    readHeartbeats(pool, attempt.id, attempt.startedAt ?? now),
  ]);
  const summary = {
    attempt_id: attempt.id,
    status: attempt.status,
    started_at: wireTimeOrNull(attempt.startedAt),
    ends_at: wireTimeOrNull(endOf(attempt)),
    set_up_confirmed: isSetUpConfirmed(attempt, transitions),
    completed_at: wireTimeOrNull(attempt.completedAt),
    last_heard_at: wireTimeOrNull(heartbeats.last_ping_at),
    connection_gaps: gapsOf(attempt, transitions, heartbeats, now),
    notices: effects
      .filter(({ kind, outcome }) => NOTICES.includes(kind) && outcome !== 'withheld')
      .map((row) => ({ at: wireTime(row.finished_at ?? row.planned_at), kind: row.kind, outcome: row.outcome })),
  };
  return { summary, transitions, effects };
}

/** What happened to an attempt, for its owner: without names, reasons and technical words. */
export async function ownTimeline(deps: AppDeps, attempt: Attempt): Promise<z.output<typeof timelineSchema>> {
  const { summary, transitions } = await readTimeline(deps, attempt);
  return { ...summary, steps: transitions.map(toTimelineEntry) };
}

function workflowUrl({ config }: AppDeps, attempt: Attempt): string | null {
  const { uiUrl, namespace } = config.temporal;
  const id = encodeURIComponent(workflowIdOf(attempt.attemptCode));
  return uiUrl === undefined ? null : `${uiUrl.replace(/\/$/, '')}/namespaces/${namespace}/workflows/${id}`;
}

function effectOf({ tries, retry_requests, ...row }: TimelineEffectRow) {
  return {
    ...row,
    planned_at: wireTime(row.planned_at),
    finished_at: wireTimeOrNull(row.finished_at),
    tries: tries.map((one) => ({
      ...one,
      began_at: wireTime(one.began_at),
      ended_at: wireTimeOrNull(one.ended_at),
    })),
    retry_requests: retry_requests.map(({ at, actor_kind, actor_username, reason }) => ({
      at: wireTime(at),
      caused_by: actor_kind,
      actor: actor_username,
      reason,
    })),
    possibly_delivered_twice: tries.slice(0, -1).some(({ outcome }) => outcome === 'unknown'),
  };
}

/** The same for staff: who did what and why, and every effect with its tries. */
export async function staffTimeline(deps: AppDeps, attempt: Attempt): Promise<z.output<typeof staffTimelineSchema>> {
  const [{ summary, transitions, effects }, ignored] = await Promise.all([
    readTimeline(deps, attempt),
    listIgnoredEvents(deps.pool, attempt.id),
  ]);
  return {
    ...summary,
    attempt_code: attempt.attemptCode,
    steps: transitions.map((row) => ({
      ...toTimelineEntry(row),
      version: row.version,
      actor: row.actor_username,
      reason: row.reason,
      request_id: row.request_id,
    })),
    ignored: ignored.map(({ event, refusal, actor_kind, actor_username, at }) => ({
      at: wireTime(at),
      event,
      refusal,
      caused_by: actor_kind,
      actor: actor_username,
    })),
    effects: effects.map(effectOf),
    workflow_url: workflowUrl(deps, attempt),
  };
}
