import { IMPORTED, type ImportedAttempt, type ImportedStep } from '../../db/imported-attempts.ts';
import { isClockRunning } from '../../rules/attempt/clock.ts';
import { inResumeProcess } from '../../rules/attempt/state.ts';
import { isIncomplete } from '../../rules/attempt/statuses.ts';
import { endUnseen, findUnseenEnd, statusOf, toAttemptState, type AttemptFacts } from './attempt-state.ts';
import { findVendorAttemptId, stepsOf, type RecordedHistory, type Step } from './attempt-steps.ts';
import type { AttemptRow } from './source/rows.ts';

/** What an attempt was registered with, and what is on record about it. */
export interface AttemptSurroundings extends AttemptFacts {
  examExternalId: string | null;
  hasSecretLocator: boolean;
  history: RecordedHistory;
}

const REMOVED = '(deleted)';

/** The codes of attempts fit into ids of workflows. */
const LONGEST_CODE = 255;

function stepRows(row: AttemptRow, steps: readonly Step[]): ImportedStep[] {
  const removal = row.removed_at === null ? [] : [{ status: REMOVED, at: row.removed_at, byUserId: null }];
  const all = [...steps, ...removal];
  return all.map(({ status, at, byUserId }, place) => ({
    event: IMPORTED,
    fromStatus: all[place - 1]?.status ?? null,
    toStatus: status,
    actorKind: byUserId === null ? 'system' : byUserId === row.user_id ? 'learner' : 'staff',
    actorUserId: byUserId,
    at,
  }));
}

/** Whether the original still holds a zero grade for it: only a pass right after the rejection has undone that. */
export function hasStandingOverride(row: AttemptRow, steps: readonly Pick<ImportedStep, 'toStatus'>[]): boolean {
  const rejected = steps.findLastIndex(({ toStatus }) => toStatus === 'rejected');
  const isUndone = steps[rejected + 1]?.toStatus === 'verified';
  return rejected >= 0 && !isUndone && row.removed_at === null && !row.is_sample_attempt;
}

/** Why an attempt cannot be brought over; null if it can. */
function findMisfit(row: AttemptRow): string | null {
  if (!row.attempt_code) return 'it has no attempt code';
  if (row.attempt_code.length > LONGEST_CODE) return 'its attempt code is too long';
  return statusOf(row) === null ? 'its status is not one of edx-proctoring' : null;
}

/** An attempt as it is stored here, with its history, or why it does not fit. */
export function toImportedAttempt(
  row: AttemptRow,
  surroundings: AttemptSurroundings,
): { attempt: ImportedAttempt } | { misfit: string } {
  const { history, examExternalId, hasSecretLocator } = surroundings;
  const misfit = findMisfit(row);
  const status = statusOf(row);
  if (misfit !== null || status === null) return { misfit: misfit ?? 'its status is unknown' };
  const steps = stepRows(row, stepsOf({ ...row, status }, history));
  const state = toAttemptState(row, surroundings, steps.length);
  if (state === null) return { misfit: 'it has no learner' };
  const vendorAttemptId = findVendorAttemptId(row, history);
  const attempt = {
    state,
    steps,
    hasStandingOverride: hasStandingOverride(row, steps),
    examExternalId,
    vendorAttemptId,
  };
  return { attempt: { ...attempt, hasSecretLocator } };
}

/** Whether the attempt takes its learner's only place on the exam. */
export function takesPlace({ state }: ImportedAttempt): boolean {
  return state.deletedAt === null && !state.isSampleAttempt && !inResumeProcess(state);
}

/** Whether its learner, or time, may yet end it. */
export function mayStillEnd({ state }: ImportedAttempt): boolean {
  return state.deletedAt === null && (isIncomplete(state.status) || isClockRunning(state));
}

/** Of two attempts that were made at once the older is kept as a removed one: here, a learner has one place on an exam. */
export function removeOvertaken(row: AttemptRow): AttemptRow {
  const isSuperseded = row.is_sample_attempt || row.ready_to_resume || row.resumed;
  const isLegacy = row.status === 'ready_to_resume' || row.status === 'resumed';
  return row.is_overtaken && !isSuperseded && !isLegacy ? { ...row, removed_at: row.modified } : row;
}

/** The attempt whose time ran out at its end, with that step; as it is where time did not run out before `since`. */
export function endIfUnseen(
  attempt: ImportedAttempt,
  { now, since, allowTimedOutState }: { now: number; since: number; allowTimedOutState: boolean },
): ImportedAttempt {
  const end = findUnseenEnd(attempt.state, now);
  if (end === null || end >= since) return attempt;
  const state = endUnseen(attempt.state, end, allowTimedOutState);
  const step: ImportedStep = {
    event: 'expire',
    fromStatus: attempt.state.status,
    toStatus: state.status,
    actorKind: 'system',
    actorUserId: null,
    at: state.modifiedAt,
  };
  return { ...attempt, state, steps: [...attempt.steps, step] };
}
