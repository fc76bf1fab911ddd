import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACT_NAMES, ACTS, eventOf, roleFor, type Act } from '../../../rules/attempt/acts.ts';
import { STAFF_ROLES, type StaffRole } from '../../../rules/attempt/events.ts';
import { listActs, WHY_NOT_TEXTS } from '../../../rules/attempt/possible-acts.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import { anyAttempt } from '../../support/attempt-arbitraries.ts';
import { anAttemptIn, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';

const NOW = STARTED_AT + 20 * MINUTE;

const whys = (state: Parameters<typeof listActs>[0], role: StaffRole) =>
  Object.fromEntries(listActs(state, [role], NOW).map(({ act, why }) => [act, why])) as Record<Act, string | null>;

describe('what can be done to an attempt', () => {
  it('that runs, by staff of its course', () => {
    expect(whys(anAttemptIn('started'), 'course_staff')).toEqual({
      'mark-ready-to-resume': 'attempt_not_resumable',
      pause: null,
      unpause: 'not_paused',
      'extra-time': null,
      'correct-end': null,
      submit: null,
      error: null,
      'set-status': null,
      reapply: null,
      reset: null,
      delete: null,
    });
  });

  it('that is paused', () => {
    const paused = lastOf(anAttemptIn('started'), { name: 'pause', payload: {} }, NOW, someFacts());
    expect(whys(paused, 'global_staff')).toMatchObject({
      pause: 'already_paused',
      unpause: null,
      'correct-end': 'attempt_paused',
      'extra-time': null,
    });
  });

  it('that has not begun, has failed, or is over', () => {
    expect(whys(anAttemptIn('created'), 'course_staff')).toMatchObject({
      pause: 'attempt_not_begun',
      'extra-time': null,
    });
    expect(whys(anAttemptIn('error'), 'course_staff')).toMatchObject({
      'mark-ready-to-resume': null,
      pause: 'attempt_not_running',
      error: 'already_in_error',
      'extra-time': null,
    });
    expect(whys(anAttemptIn('submitted'), 'course_staff')).toMatchObject({
      submit: 'already_handed_in',
      'extra-time': 'attempt_not_running',
      'set-status': null,
    });
    const over = lastOf(anAttemptIn('started'), { name: 'expire', payload: {} }, NOW + 90 * MINUTE, someFacts());
    expect(whys(over, 'course_staff')).toMatchObject({ pause: 'attempt_not_running' });
  });

  it('by an invigilator, whose extra time is limited, and by a reviewer', () => {
    const given = { ...anAttemptIn('started'), incidentMins: 15 };
    expect(whys(given, 'invigilator')).toEqual({
      'mark-ready-to-resume': 'attempt_not_resumable',
      pause: null,
      unpause: 'not_paused',
      'extra-time': 'extra_time_exceeded',
      'correct-end': 'not_your_role',
      submit: 'not_your_role',
      error: 'not_your_role',
      'set-status': 'not_your_role',
      reapply: 'not_your_role',
      reset: 'not_your_role',
      delete: 'not_your_role',
    });
    const possible = listActs(anAttemptIn('second_review_required'), ['reviewer'], NOW).filter((act) => act.isPossible);
    expect(possible.map(({ act }) => act)).toEqual(['set-status']);
  });
});

it('says why of every act, in words', () => {
  const roles = fc.subarray([...STAFF_ROLES]);
  fc.assert(
    fc.property(anyAttempt, roles, (state, mine) => {
      const acts = listActs(state, mine, NOW);
      expect(acts.map(({ act }) => act)).toEqual(ACT_NAMES);
      for (const { isPossible, why } of acts) expect(why === null ? isPossible : WHY_NOT_TEXTS[why]).toBeTruthy();
    }),
  );
});

it('what is possible changes the attempt, and what the rules refuse is refused for the reason given', () => {
  const plain = ACT_NAMES.filter((act) => act !== 'set-status' && act !== 'correct-end' && act !== 'extra-time');
  fc.assert(
    fc.property(anyAttempt, fc.constantFrom(...plain), (state, act) => {
      const found = listActs(state, ['global_staff'], NOW).find((each) => each.act === act);
      const outcome = transition(state, eventOf({ act }, 'global_staff', state.status), NOW, someFacts());
      if (outcome.outcome === 'refused') expect(found).toEqual({ act, isPossible: false, why: outcome.refusal });
      else expect(found?.isPossible).toBe(outcome.outcome === 'changed');
    }),
  );
});

it('people with several roles act in the most powerful one that may', () => {
  expect(roleFor('set-status', ['reviewer', 'invigilator'])).toBe('reviewer');
  expect(roleFor('pause', ['invigilator', 'course_staff'])).toBe('course_staff');
  expect(roleFor('delete', ['invigilator', 'reviewer'])).toBeNull();
  expect(Object.keys(ACTS)).toEqual(ACT_NAMES);
});
