import { expect, it } from 'vitest';
import { endOf } from '../../../rules/attempt/clock.ts';
import type { ClockFacts } from '../../../rules/attempt/facts.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { viewOf } from '../../../rules/views/exam-view.ts';
import { anAttemptIn, ENDS_AT, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';
import { viewFacts } from '../../support/view-builders.ts';

const AT = STARTED_AT + 20 * MINUTE;

const correct = (state: AttemptState, endsAt: number, clock: Partial<ClockFacts> = {}, at = AT) =>
  lastOf(state, { name: 'correct-end', payload: { endsAt } }, at, someFacts({ clock }));
const grant = (state: AttemptState, additionalMins: number, clock: Partial<ClockFacts> = {}) =>
  lastOf(state, { name: 'extra-time', payload: { additionalMins } }, AT + MINUTE, someFacts({ clock }));

it.each([
  ['sooner', ENDS_AT - 30 * MINUTE],
  ['later', ENDS_AT + 30 * MINUTE],
  ['to the millisecond', ENDS_AT + 1],
])('an end that is corrected %s is the end', (_, endsAt) => {
  const corrected = correct(anAttemptIn('started'), endsAt);
  expect(endOf(corrected)).toBe(endsAt);
  expect(corrected.allowedTimeLimitMins).toBe(Math.floor((endsAt - STARTED_AT) / MINUTE));
  const expired = lastOf(corrected, { name: 'expire', payload: {} }, endsAt, someFacts());
  expect(expired).toMatchObject({ status: 'submitted', completedAt: endsAt });
});

it('a slip of 150 minutes that is corrected does not come back, and what is granted later adds to the correction', () => {
  const slip = grant(anAttemptIn('started'), 150, { additionalMins: 150 });
  const corrected = correct(slip, ENDS_AT + 15 * MINUTE, { additionalMins: 150 }, AT + 2 * MINUTE);
  expect(endOf(grant(corrected, 150))).toBe(ENDS_AT + 15 * MINUTE);
  expect(endOf(grant(corrected, 15))).toBe(ENDS_AT + 15 * MINUTE);
  expect(endOf(grant(corrected, 160))).toBe(ENDS_AT + 25 * MINUTE);
});

it('extra time that was granted before a correction but arrives after it is part of the correction', () => {
  const grants = [{ additionalMins: 15, at: AT - MINUTE }];
  const corrected = correct(anAttemptIn('started'), ENDS_AT, {}, AT - 2 * MINUTE);
  expect(corrected).toEqual(anAttemptIn('started'));
  const known = correct(anAttemptIn('started'), ENDS_AT + MINUTE, { additionalMins: 15, grants });
  expect(endOf(grant(known, 15))).toBe(ENDS_AT + MINUTE);
});

it('a shortened clock stays short when the due date moves, and carries its seconds into a resume', () => {
  const shortened = correct(anAttemptIn('started'), AT + 10 * MINUTE);
  expect(endOf(grant(shortened, 0, { dueAt: ENDS_AT * 2 }))).toBe(AT + 10 * MINUTE);
  const erred = lastOf(shortened, { name: 'error', payload: {} }, AT + 4 * MINUTE, someFacts());
  expect(erred).toMatchObject({ timeRemainingSeconds: 360, rest: { seconds: 360, additionalMins: 0 } });
});

it('an end that is corrected past the due date holds, and the exam shows its content until then', () => {
  const dueAt = AT + 5 * MINUTE;
  const corrected = correct(anAttemptIn('started'), ENDS_AT, { dueAt });
  const cut = correct({ ...anAttemptIn('started'), allowedSeconds: 25 * 60 }, ENDS_AT, { dueAt });
  for (const attempt of [corrected, cut]) {
    expect(endOf(attempt)).toBe(ENDS_AT);
    expect(viewOf(viewFacts('timed', { attempt, dates: { dueAt } }), ENDS_AT - 1)).toBeNull();
  }
});

it('a pause before a correction does not count into it', () => {
  const facts = someFacts();
  const held = lastOf(anAttemptIn('started'), { name: 'pause', payload: {} }, STARTED_AT + MINUTE, facts);
  const goesOn = lastOf(held, { name: 'unpause', payload: {} }, STARTED_AT + 11 * MINUTE, facts);
  const corrected = correct(goesOn, ENDS_AT);
  expect(endOf(corrected)).toBe(ENDS_AT);
  expect(corrected.allowedSeconds).toBe(80 * 60);
});
