import type { z } from 'zod';
import type { Attempt } from '../../db/attempts.ts';
import { findGrantOfExtraTime } from '../../db/allowances.ts';
import { HEARTBEAT_GAP_MS } from '../../db/heartbeat.ts';
import { listReports, type LtiReport } from '../../db/lti-reports.ts';
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
import { isNotice, type EffectKind } from '../../rules/attempt/effects.ts';
import { isRunning, isStatus } from '../../rules/attempt/statuses.ts';
import { reasonInWords } from '../../vendors/lti/control-report.ts';
import type { AppDeps } from '../app-deps.ts';
import type { staffTimelineSchema, timelineSchema } from '../schemas/timeline.ts';
import { targetOf } from '../wire/effect-target.ts';
import { wireTime, wireTimeOrNull } from '../wire/time.ts';
import { allowedBecause } from './allowed-because.ts';
import { connectionGaps } from './connection-gaps.ts';
import { pausesOf } from './pauses.ts';
import { staffStepOf, stepOf } from './steps.ts';

/**
 * When a started attempt last stopped running, and whether for its silence; what its end will be counts at once. A stop that
 * was undone is none.
 */
function stopOf(attempt: Attempt, transitions: readonly TransitionRow[]) {
  const runs = ({ toStatus: to }: TransitionRow) => isStatus(to) && isRunning(to);
  const stop = transitions.slice(transitions.findLastIndex(runs)).find((row) => !runs(row));
  const end = endOf(attempt) ?? Number.POSITIVE_INFINITY;
  if (stop) return { at: Math.min(stop.at, end), isLost: stop.event === 'heartbeat-lost' };
  return attempt.expiresAt !== null ? null : { at: end, isLost: false };
}

const SECOND = 1000;

function gapsOf(
  attempt: Attempt,
  transitions: readonly TransitionRow[],
  { lastPingAt, gaps: ended, outages }: Heartbeats,
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
  return transitions.some(({ toStatus: to }) => to === 'ready_to_start');
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
    last_heard_at: wireTimeOrNull(heartbeats.lastPingAt),
    connection_gaps: gapsOf(attempt, transitions, heartbeats, now),
    pauses: pausesOf(transitions).map(({ from, to }) => ({ from: wireTime(from), to: wireTimeOrNull(to) })),
    notices: effects
      .filter(({ kind, outcome }) => isNotice(kind) && outcome !== 'withheld')
      .map((row) => ({ at: wireTime(row.finishedAt ?? row.plannedAt), kind: row.kind, outcome: row.outcome })),
  };
  return { summary, transitions, effects };
}

/** What happened to an attempt, for its owner: without names, reasons and technical words. */
export async function ownTimeline(deps: AppDeps, attempt: Attempt): Promise<z.output<typeof timelineSchema>> {
  const { summary, transitions } = await readTimeline(deps, attempt);
  return { ...summary, steps: transitions.map(stepOf) };
}

function workflowUrl({ config }: AppDeps, attempt: Attempt): string | null {
  const { uiUrl, namespace } = config.temporal;
  const id = encodeURIComponent(workflowIdOf(attempt.attemptCode));
  return uiUrl === undefined ? null : `${uiUrl.replace(/\/$/, '')}/namespaces/${namespace}/workflows/${id}`;
}

function effectOf({ tries, retryRequests, plannedAt, finishedAt, lastError, ...row }: TimelineEffectRow) {
  return {
    ...row,
    target: targetOf(row.kind as EffectKind),
    planned_at: wireTime(plannedAt),
    finished_at: wireTimeOrNull(finishedAt),
    last_error: lastError,
    tries: tries.map(({ beganAt, endedAt, ...one }) => ({
      ...one,
      began_at: wireTime(beganAt),
      ended_at: wireTimeOrNull(endedAt),
    })),
    retry_requests: retryRequests.map(({ at, actorKind, actorUsername, reason }) => ({
      at: wireTime(at),
      caused_by: actorKind,
      actor: actorUsername,
      reason,
    })),
    possibly_delivered_twice: tries.slice(0, -1).some(({ outcome }) => outcome === 'unknown'),
  };
}

function reportOf({ incidentTime, received, reasonCode, reason, extraMinutes, action, severity }: LtiReport) {
  return {
    at: wireTime(incidentTime),
    received_at: wireTime(received),
    action,
    severity,
    reason_code: reasonCode,
    reason: [reasonInWords(reasonCode), reason].filter(Boolean).join(': '),
    minutes: extraMinutes,
  };
}

/** The same for staff: who did what and why, and every effect with its tries. */
export async function staffTimeline(deps: AppDeps, attempt: Attempt): Promise<z.output<typeof staffTimelineSchema>> {
  const [{ summary, transitions, effects }, reports, ignored, granted] = await Promise.all([
    readTimeline(deps, attempt),
    listReports(deps.pool, attempt.attemptCode),
    listIgnoredEvents(deps.pool, attempt.id),
    attempt.grant && findGrantOfExtraTime(deps.pool, { userId: attempt.user.id, examId: attempt.exam.id }),
  ]);
  return {
    ...summary,
    attempt_code: attempt.attemptCode,
    steps: transitions.map(staffStepOf),
    allowed_because: allowedBecause(attempt, transitions, granted).map(({ at, ...given }) => ({
      ...given,
      at: wireTime(at),
    })),
    reports: reports.map(reportOf),
    ignored: ignored.map(({ event, refusal, actorKind, actorUsername, at }) => ({
      at: wireTime(at),
      event,
      refusal,
      caused_by: actorKind,
      actor: actorUsername,
    })),
    effects: effects.map(effectOf),
    workflow_url: workflowUrl(deps, attempt),
  };
}
