import { expect, it } from 'vitest';
import type { ClockFacts } from '../../../rules/attempt/facts.ts';
import { lastOf } from '../../support/attempt-history.ts';
import { anAttemptIn, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';

const START = { name: 'start', payload: {} } as const;
const EXPIRE = { name: 'expire', payload: {} } as const;
const LIMIT = 90;

/** Twenty minutes more, granted an hour before the start, that a clock has which starts before `expiresAt`. */
const until = (expiresAt: number): Partial<ClockFacts> => ({
  additionalMins: 20,
  expiresAt,
  grants: [{ additionalMins: 20, at: STARTED_AT - 60 * MINUTE, expiresAt }],
});
const begin = (clock: Partial<ClockFacts>) => lastOf(anAttemptIn('created'), START, STARTED_AT, someFacts({ clock }));

it('a clock that starts before an allowance expires has it, up to its last millisecond', () => {
  expect(begin(until(STARTED_AT + 1)).allowedSeconds).toBe((LIMIT + 20) * 60);
});

it('a clock that starts when it has expired does not have it, not even at its end', () => {
  const clock = until(STARTED_AT);
  const running = begin(clock);
  expect(running.allowedSeconds).toBe(LIMIT * 60);
  const end = STARTED_AT + LIMIT * MINUTE;
  expect(lastOf(running, EXPIRE, end, someFacts({ clock }))).toMatchObject({ status: 'submitted', completedAt: end });
});

it('what a running clock was given stays, though it expires meanwhile', () => {
  const clock = until(STARTED_AT + MINUTE);
  const end = STARTED_AT + (LIMIT + 20) * MINUTE;
  const ended = lastOf(begin(clock), EXPIRE, end, someFacts({ clock }));
  expect(ended).toMatchObject({ status: 'submitted', completedAt: end });
});
