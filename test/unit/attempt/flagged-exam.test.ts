import { describe, expect, it } from 'vitest';
import { deadlineOf } from '../../../rules/attempt/deadline.ts';
import type { AttemptEvent } from '../../../rules/attempt/events.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { FLAGS, type Status } from '../../../rules/attempt/statuses.ts';
import { step, transition } from '../../../rules/attempt/transition.ts';
import { viewOf } from '../../../rules/views/exam-view.ts';
import {
  anAttemptIn,
  ENDS_AT,
  MINUTE,
  ONBOARDING,
  PROCTORED,
  someFacts,
  STARTED_AT,
} from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';
import { viewed, viewFacts } from '../../support/view-builders.ts';

// A review that comes while the exam runs is a flag: it neither ends the exam nor stops its clock (differences §1.3).

const NOW = STARTED_AT + 30 * MINUTE;
const FACTS = someFacts();
const plain = <N extends string>(name: N) => ({ name, payload: {} });
const flagged = (status: Status, exam = PROCTORED) =>
  anAttemptIn('started', { exam, status, reviewRevision: 1, modifiedAt: STARTED_AT + MINUTE });

function stepsOf(state: AttemptState, event: AttemptEvent, at: number) {
  return step(state, event, at, FACTS);
}

describe.each(FLAGS)('an exam that is %s while it runs', (status) => {
  it('is handed in by its learner, with all that follows', () => {
    const outcome = transition(flagged(status), plain('submit'), NOW, FACTS);
    expect(outcome).toMatchObject({ outcome: 'changed', state: { status: 'submitted', completedAt: NOW } });
    const kinds = outcome.outcome === 'changed' ? outcome.effects.map(({ kind }) => kind) : [];
    expect(kinds).toEqual(expect.arrayContaining(['complete-unit', 'set-credit', 'send-mail', 'stop-at-vendor']));
  });

  it('ends with its clock, and whatever comes later finds it handed in at the end', () => {
    expect(deadlineOf(flagged(status))).toMatchObject({ at: ENDS_AT, kind: 'end' });
    const [expired, late] = stepsOf(flagged(status), plain('submit'), ENDS_AT + MINUTE);
    expect(expired?.outcome).toMatchObject({ state: { status: 'submitted', completedAt: ENDS_AT } });
    expect(late?.outcome).toMatchObject({ outcome: 'kept', state: { completedAt: ENDS_AT } });
  });

  it('shows its content, and its clock can be lengthened', () => {
    const facts = viewFacts('proctored', { attempt: viewed('started', { status }) });
    expect(viewOf(facts, NOW)).toBeNull();
    const longer = lastOf(flagged(status), { name: 'extra-time', payload: { additionalMins: 15 } }, NOW, FACTS);
    expect(longer.allowedSeconds).toBe(105 * 60);
  });

  it('is stopped by an error, which keeps the seconds', () => {
    const erred = lastOf(flagged(status), plain('error'), NOW, FACTS);
    expect(erred).toMatchObject({ status: 'error', isResumable: true, timeRemainingSeconds: 60 * 60 });
  });

  it('stays as it is once it was handed in', () => {
    const handedIn = { ...flagged(status), completedAt: NOW - MINUTE };
    for (const name of ['submit', 'error', 'decline'] as const) {
      expect(transition(handedIn, plain(name), NOW, FACTS)).toEqual({ outcome: 'kept', state: handedIn });
    }
    expect(deadlineOf(handedIn)?.kind).toBe('retention');
  });

  it('does not run on when the flag came after an error', () => {
    const erred = lastOf(anAttemptIn('started'), plain('error'), NOW, FACTS);
    const reviewed = { ...erred, status };
    expect(deadlineOf(reviewed)?.kind).toBe('retention');
    expect(stepsOf(reviewed, plain('ping'), ENDS_AT + MINUTE)).toHaveLength(1);
    const late = lastOf(reviewed, plain('submit'), ENDS_AT + MINUTE, FACTS);
    expect(late).toMatchObject({ status: 'submitted', completedAt: ENDS_AT });
  });
});

it('a review of an exam that was declined in its middle does not set its clock going again', () => {
  const declined = lastOf(anAttemptIn('started'), plain('decline'), NOW, FACTS);
  const reviewed = lastOf(declined, { name: 'review', payload: { reviewStatus: 'Suspicious' } }, NOW, FACTS);
  expect(reviewed.status).toBe('second_review_required');
  expect(deadlineOf(reviewed)?.kind).toBe('retention');
});

it('a flag in mid-exam, the hand-in and a later pass make a verified attempt', () => {
  const suspicious = { name: 'review', payload: { reviewStatus: 'Suspicious', reviewedBy: null } } as const;
  const passed = { name: 'review', payload: { reviewStatus: 'Clean', reviewedBy: 9 } } as const;
  const seen = lastOf(anAttemptIn('started'), suspicious, NOW, FACTS);
  const handedIn = lastOf(seen, plain('submit'), NOW + MINUTE, FACTS);
  expect([seen.status, handedIn.status, lastOf(handedIn, passed, ENDS_AT, FACTS).status]).toEqual([
    'second_review_required',
    'submitted',
    'verified',
  ]);
});

describe('handing in after an error', () => {
  it('counts, and never as of later than the end', () => {
    const erred = anAttemptIn('error');
    expect(lastOf(erred, plain('submit'), NOW, FACTS)).toMatchObject({
      status: 'submitted',
      completedAt: NOW,
      isResumable: false,
    });
    expect(lastOf(erred, plain('submit'), ENDS_AT + 60 * MINUTE, FACTS).completedAt).toBe(ENDS_AT);
  });

  it.each(['ready_to_resume', 'resumed'] as const)('does not count once the attempt is %s', (status) => {
    const given = anAttemptIn(status);
    expect(transition(given, plain('submit'), NOW, FACTS)).toEqual({ outcome: 'kept', state: given });
    const reviewed = { ...given, status: 'rejected' as const };
    expect(transition(reviewed, plain('submit'), NOW, FACTS)).toEqual({ outcome: 'kept', state: reviewed });
  });
});

describe('the seconds that are left', () => {
  const suspicious = { name: 'review', payload: { reviewStatus: 'Not Reviewed', reviewedBy: null } } as const;
  const byStaff = { name: 'set-status', payload: { status: 'error' } } as const;

  it.each([suspicious, byStaff, plain('error')])('are kept when a running exam errs by $name', (event) => {
    for (const at of [NOW, ENDS_AT - 400, ENDS_AT]) {
      const left = Math.floor((ENDS_AT - at) / 1000);
      expect(lastOf(anAttemptIn('started'), event, at, FACTS)).toMatchObject({
        status: 'error',
        timeRemainingSeconds: left,
      });
    }
  });

  it.each([suspicious, byStaff])('are those of the hand-in when $name calls it an error later', (event) => {
    const handedIn = anAttemptIn('submitted', { exam: ONBOARDING });
    expect(lastOf(handedIn, event, ENDS_AT + MINUTE, FACTS).timeRemainingSeconds).toBe(40 * 60);
  });
});
