import { expect, it } from 'vitest';
import { isClockRunning } from '../../../rules/attempt/clock.ts';
import { endUnseen, findUnseenEnd, statusOf, toAttemptState } from '../../../manage/import/attempt-state.ts';
import { findVendorAttemptId, stepsOf } from '../../../manage/import/attempt-steps.ts';
import {
  endIfUnseen,
  hasStandingOverride,
  removeOvertaken,
  toImportedAttempt,
} from '../../../manage/import/imported-attempt.ts';
import { numberPlaces } from '../../../manage/import/source/postgres.ts';
import type { AttemptRow, SnapshotRow } from '../../../manage/import/source/rows.ts';

const MINUTE = 60_000;
const CREATED = Date.parse('2026-01-10T10:00:00Z');
const at = (minutes: number) => CREATED + minutes * MINUTE;
const NO_HISTORY = { snapshots: [], archived: [] };

const row = (changed: Partial<AttemptRow> = {}): AttemptRow => ({
  id: 7,
  attempt_code: 'CODE',
  user_id: 11,
  proctored_exam_id: 5,
  status: 'created',
  external_id: null,
  started_at: null,
  completed_at: null,
  allowed_time_limit_mins: null,
  taking_as_proctored: false,
  is_sample_attempt: false,
  review_policy_id: null,
  is_status_acknowledged: false,
  time_remaining_seconds: null,
  is_resumable: false,
  ready_to_resume: false,
  resumed: false,
  created: CREATED,
  modified: at(50),
  extra_time: null,
  is_overtaken: false,
  removed_at: null,
  ...changed,
});

const STARTED = { started_at: at(10), allowed_time_limit_mins: 60, status: 'started' };

const exam = {
  id: 5,
  courseId: 'course',
  contentId: 'block',
  type: 'timed',
  isProctored: false,
  isPracticeExam: false,
  backend: null,
} as const;

const facts = (now: number) => ({ exam, isReviewed: false, hasResumeFlags: true, now });
const stateOf = (changed: Partial<AttemptRow>, now = at(20)) => {
  const state = toAttemptState(row(changed), facts(now), 1);
  if (!state) throw new Error('It has no state.');
  return state;
};

const was = (status: string, minute: number, by: number | null = null): SnapshotRow => ({
  attempt_code: 'CODE',
  status,
  external_id: null,
  at: at(minute),
  by_user_id: by,
});
const statusesOf = (steps: ReturnType<typeof stepsOf>) =>
  steps.map((step) => [step.status, (step.at - CREATED) / MINUTE]);

it('takes every change of status from a whole history, and no other save', () => {
  const snapshots = [was('created', 0), was('created', 1), was('started', 10, 11), was('submitted', 50)];
  const steps = stepsOf(row({ status: 'submitted' }), { snapshots, archived: [] });
  expect(statusesOf(steps)).toEqual([
    ['created', 0],
    ['started', 10],
    ['submitted', 50],
  ]);
  expect(steps.map(({ byUserId }) => byUserId)).toEqual([null, 11, null]);
});

it('completes a history that began late with what was archived before, or with what the row tells', () => {
  const attempt = row({ ...STARTED, status: 'verified', completed_at: at(40), modified: at(90) });
  const snapshots = [was('verified', 90)];
  expect(statusesOf(stepsOf(attempt, { snapshots, archived: [was('created', 10), was('started', 40)] }))).toEqual([
    ['created', 0],
    ['started', 10],
    ['verified', 90],
  ]);
  expect(statusesOf(stepsOf(attempt, { snapshots, archived: [] }))).toEqual([
    ['created', 0],
    ['started', 10],
    ['submitted', 40],
    ['verified', 90],
  ]);
});

it('knows what the vendor called an attempt that has been declined since', () => {
  const snapshots = [{ ...was('created', 0), external_id: 'theirs' }, was('declined', 1)];
  expect(findVendorAttemptId(row(), { snapshots, archived: [] })).toBe('theirs');
  expect(findVendorAttemptId(row({ external_id: 'mine' }), NO_HISTORY)).toBe('mine');
});

it('gives an error that is or was resumed the status that it has here', () => {
  expect(statusOf(row({ status: 'error' }))).toBe('error');
  expect(statusOf(row({ status: 'error', ready_to_resume: true }))).toBe('ready_to_resume');
  expect(statusOf(row({ status: 'error', ready_to_resume: true, resumed: true }))).toBe('resumed');
  expect(statusOf(row({ status: 'verified', ready_to_resume: true }))).toBe('verified');
  expect(statusOf(row({ status: 'on fire' }))).toBeNull();
});

it('reads the flags of a resume from the statuses of old versions', () => {
  const old = { ...facts(at(20)), hasResumeFlags: false };
  expect(toAttemptState(row({ status: 'error' }), old, 1)).toMatchObject({ isResumable: true, readyToResume: false });
  expect(toAttemptState(row({ status: 'resumed' }), old, 1)).toMatchObject({ readyToResume: true, resumed: true });
});

it('keeps the end of a clock whatever extra time was set since, and counts it as known', () => {
  const state = stateOf({ ...STARTED, extra_time: '30' });
  expect(state).toMatchObject({ allowedSeconds: 3600, entitlement: { seconds: 3600, additionalMins: 30 } });
  expect(stateOf({ ...STARTED, allowed_time_limit_mins: -3 }).allowedSeconds).toBe(0);
});

it('keeps the seconds of a resume, but none before the start stand for all of them', () => {
  expect(stateOf({ status: 'error', time_remaining_seconds: 0 })).toMatchObject({
    timeRemainingSeconds: null,
    rest: null,
  });
  expect(stateOf({ ...STARTED, status: 'error', time_remaining_seconds: 0 }).timeRemainingSeconds).toBe(0);
  expect(stateOf({ status: 'created', time_remaining_seconds: 90 }).rest).toEqual({ seconds: 90, additionalMins: 0 });
});

it('lets no clock run on that a decline or an old review has stopped', () => {
  const early = { ...STARTED, status: 'verified' };
  expect(isClockRunning(stateOf(early, at(20)))).toBe(true);
  expect(isClockRunning(stateOf(early, at(100)))).toBe(false);
  expect(stateOf({ ...STARTED, status: 'declined' })).toMatchObject({ hasStoppedClock: true });
});

it('ends what ran out unseen at its very end, as the service is set', () => {
  const state = stateOf(STARTED, at(200));
  expect(findUnseenEnd(state, at(69))).toBeNull();
  expect(findUnseenEnd(state, at(200))).toBe(at(70));
  expect(endUnseen(state, at(70), false)).toMatchObject({ status: 'submitted', completedAt: at(70), version: 2 });
  expect(endUnseen(state, at(70), true)).toMatchObject({ status: 'timed_out', completedAt: null });
});

it('leaves what ran out since a given instant to its workflow', () => {
  const made = toImportedAttempt(row(STARTED), {
    ...facts(at(200)),
    examExternalId: null,
    hasSecretLocator: false,
    history: NO_HISTORY,
  });
  if (!('attempt' in made)) throw new Error(made.misfit);
  const asOf = (since: number) => endIfUnseen(made.attempt, { now: at(200), since, allowTimedOutState: false });
  expect(asOf(at(60)).state.status).toBe('started');
  expect(asOf(at(80)).state.status).toBe('submitted');
  expect(asOf(at(80)).steps.at(-1)).toMatchObject({ event: 'expire', fromStatus: 'started', toStatus: 'submitted' });
});

it('keeps the older of two attempts at once as a removed one, but not one that was superseded', () => {
  expect(removeOvertaken(row({ is_overtaken: true })).removed_at).toBe(at(50));
  expect(removeOvertaken(row({ is_overtaken: true, resumed: true })).removed_at).toBeNull();
  expect(removeOvertaken(row({ is_overtaken: true, is_sample_attempt: true })).removed_at).toBeNull();
});

it('knows that a zero grade stands until a pass right after the rejection', () => {
  const stands = (...statuses: string[]) =>
    hasStandingOverride(
      row(),
      statuses.map((toStatus) => ({ toStatus })),
    );
  expect(stands('submitted', 'rejected')).toBe(true);
  expect(stands('rejected', 'verified')).toBe(false);
  expect(stands('rejected', 'second_review_required', 'verified')).toBe(true);
  expect(stands('submitted', 'verified')).toBe(false);
});

it('says why an attempt does not fit', () => {
  const surroundings = { ...facts(at(20)), examExternalId: null, hasSecretLocator: false, history: NO_HISTORY };
  expect(toImportedAttempt(row({ attempt_code: null }), surroundings)).toEqual({ misfit: 'it has no attempt code' });
  expect(toImportedAttempt(row({ attempt_code: 'x'.repeat(256) }), surroundings)).toEqual({
    misfit: 'its attempt code is too long',
  });
});

it('numbers the places of a statement, with one for each member of a list', () => {
  expect(numberPlaces('a = ? and b in (?) and c = ?', [1, [2, 3], 'x'])).toEqual({
    text: 'a = $1 and b in ($2, $3) and c = $4',
    values: [1, 2, 3, 'x'],
  });
  expect(() => numberPlaces('a = ?', [])).toThrow('more places than values');
});
