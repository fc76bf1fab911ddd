import { expect, it } from 'vitest';
import { endOf } from '../../../rules/attempt/clock.ts';
import { planCreation } from '../../../rules/attempt/creation.ts';
import type { ClockFacts } from '../../../rules/attempt/facts.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import {
  anAttemptIn,
  clockFacts,
  ENDS_AT,
  MINUTE,
  PROCTORED,
  someFacts,
  STARTED_AT,
} from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';

const AT = STARTED_AT + 30 * MINUTE;

const give = (state: AttemptState, minutes: number) =>
  lastOf(state, { name: 'incident-time', payload: { minutes } }, AT, someFacts());
const start = (state: AttemptState, clock: Partial<ClockFacts> = {}) =>
  lastOf(state, { name: 'start', payload: {} }, STARTED_AT, someFacts({ clock }));

it('is given minute by minute, on top of an allowance and of what was given before', () => {
  const twice = give(give(anAttemptIn('started'), 5), 10);
  expect([endOf(twice), twice.incidentMins]).toEqual([ENDS_AT + 15 * MINUTE, 15]);
  const allowed = lastOf(twice, { name: 'extra-time', payload: { additionalMins: 20 } }, AT, someFacts());
  expect([endOf(allowed), allowed.allowedTimeLimitMins]).toEqual([ENDS_AT + 35 * MINUTE, 125]);
});

it('is not cut at the due date, which cuts the rest as before', () => {
  const dueAt = STARTED_AT + 60 * MINUTE;
  expect(endOf(give(start(anAttemptIn('ready_to_start'), { dueAt }), 10))).toBe(dueAt + 10 * MINUTE);
  expect(endOf(start(give(anAttemptIn('ready_to_start'), 10), { dueAt }))).toBe(dueAt + 10 * MINUTE);
  const later = { name: 'extra-time', payload: { additionalMins: 0 } } as const;
  const moved = lastOf(
    give(start(anAttemptIn('ready_to_start'), { dueAt }), 10),
    later,
    AT,
    someFacts({ clock: { dueAt: dueAt + 5 * MINUTE } }),
  );
  expect(endOf(moved)).toBe(dueAt + 15 * MINUTE);
});

it.each(['before the error', 'after it'])('is taken into a resume when it was given %s', (when) => {
  const error = { name: 'error', payload: {} } as const;
  const erred =
    when === 'after it'
      ? give(lastOf(anAttemptIn('started'), error, AT, someFacts()), 10)
      : lastOf(give(anAttemptIn('started'), 10), error, AT, someFacts());
  const latest = { ...erred, readyToResume: true };
  const planned = planCreation(
    { exam: PROCTORED, clock: clockFacts(), latest, courseEndAt: null },
    { takingAsProctored: true, resetting: false },
    AT,
  );
  expect(planned).toMatchObject({ plan: { carriedSeconds: 70 * 60 } });
});

it('is part of an end that is corrected later', () => {
  const given = give(anAttemptIn('started'), 10);
  const corrected = lastOf(given, { name: 'correct-end', payload: { endsAt: ENDS_AT } }, AT, someFacts());
  expect([endOf(corrected), corrected.incidentMins]).toEqual([ENDS_AT, 0]);
  expect(endOf(give(corrected, 5))).toBe(ENDS_AT + 5 * MINUTE);
});

it('is given by an invigilator only up to so many minutes in all', () => {
  const wish = (minutes: number) => ({ name: 'incident-time', payload: { minutes, mostMins: 15 } }) as const;
  const ten = give(anAttemptIn('started'), 10);
  expect(transition(ten, wish(5), AT, someFacts())).toMatchObject({ state: { incidentMins: 15 } });
  expect(transition(ten, wish(6), AT, someFacts())).toEqual({ outcome: 'refused', refusal: 'extra_time_exceeded' });
});
