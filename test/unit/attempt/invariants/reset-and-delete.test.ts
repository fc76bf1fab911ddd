// Resets and removals by attempt-lifecycle §8. That the reset and the new attempt are one change (37–39), that a removed
// attempt is found by its code alone (43) and that a new one can be had (45): test/workflows/creation.test.ts,
// test/workflows/effects.test.ts, test/api/management.test.ts, test/e2e/conformance.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCreation, type LatestAttempt } from '../../../../rules/attempt/creation.ts';
import type { AttemptState } from '../../../../rules/attempt/state.ts';
import { INCOMPLETE, STATUSES, type Status } from '../../../../rules/attempt/statuses.ts';
import { transition } from '../../../../rules/attempt/transition.ts';
import { clockFacts, ENDS_AT, MINUTE, ONBOARDING, PRACTICE, PROCTORED } from '../../../support/attempt-builders.ts';
import {
  anyAttempt,
  anyEvent,
  anyFacts,
  changeOf,
  factsWith,
  kindsOf,
} from '../../../support/invariant-arbitraries.ts';

const NOW = ENDS_AT + MINUTE;
const RESET = { name: 'reset', payload: {} } as const;
const practiceExam = fc.constantFrom(PRACTICE, ONBOARDING);
const practice = (statuses: readonly Status[]) => anyAttempt(statuses, practiceExam);
const UNRESETTABLE: readonly Status[] = [...INCOMPLETE, 'verified'];
const latestOf = (attempt: AttemptState): LatestAttempt => attempt;

describe('a reset', () => {
  it('37: is allowed iff the exam is practice and the status neither incomplete nor verified', () => {
    fc.assert(
      fc.property(anyAttempt(), anyFacts, (attempt, facts) => {
        const outcome = transition(attempt, RESET, NOW, facts);
        const allowed = attempt.exam.isPracticeExam && !UNRESETTABLE.includes(attempt.status);
        expect(outcome.outcome !== 'refused').toBe(allowed);
      }),
    );
  });

  it('37: leaves room for exactly the one new attempt', () => {
    const resettable = practice(STATUSES.filter((status) => !UNRESETTABLE.includes(status)));
    fc.assert(
      fc.property(resettable, fc.boolean(), (attempt, takingAsProctored) => {
        const facts = { exam: attempt.exam, clock: clockFacts(), latest: latestOf(attempt), courseEndAt: null };
        expect(planCreation(facts, { takingAsProctored, resetting: true }, NOW)).toHaveProperty('plan');
      }),
    );
  });

  it('38: removes a submitted attempt, and leaves any other as onboarding_reset', () => {
    const superseded = STATUSES.filter((status) => !UNRESETTABLE.includes(status) && status !== 'onboarding_reset');
    fc.assert(
      fc.property(practice(superseded), anyFacts, (attempt, facts) => {
        const { state, effects } = changeOf(transition(attempt, RESET, NOW, facts));
        const isRemoved = attempt.status === 'submitted';
        expect([state.status, state.deletedAt]).toEqual(isRemoved ? ['submitted', NOW] : ['onboarding_reset', null]);
        expect(effects.at(-1)).toMatchObject({ kind: 'track', verb: 'attempt.reset_practice_exam' });
        if (!isRemoved) expect(effects).toHaveLength(1);
      }),
    );
  });

  it('39: of a past-due exam is refused by the check that comes before it (differences §1.8: nothing is lost)', () => {
    fc.assert(
      fc.property(practice(STATUSES), fc.nat(1_000_000), (attempt, agoMs) => {
        const clock = clockFacts({ dueAt: NOW - agoMs });
        const facts = { exam: attempt.exam, clock, latest: latestOf(attempt), courseEndAt: null };
        expect(planCreation(facts, { takingAsProctored: true, resetting: true }, NOW)).toEqual({
          refusal: 'exam_past_due_proctored',
        });
      }),
    );
  });
});

describe('a removal', () => {
  const remove = (attempt: AttemptState, quiet: boolean) =>
    changeOf(transition(attempt, { name: 'delete', payload: { quiet } }, NOW, factsWith({})));

  it('43: leaves nothing that could be acted on', () => {
    fc.assert(
      fc.property(anyAttempt(), fc.boolean(), anyEvent, anyFacts, (attempt, quiet, event, facts) => {
        fc.pre(event.name !== 'review');
        const { state } = remove(attempt, quiet);
        expect(state.deletedAt).toBe(NOW);
        expect(transition(state, event, NOW, facts)).toEqual({ outcome: 'refused', refusal: 'attempt_not_found' });
      }),
    );
  });

  it('43: of a reviewed attempt says so once more, for the review is no longer of an active attempt', () => {
    fc.assert(
      fc.property(anyAttempt(), fc.boolean(), fc.nat(3), (attempt, quiet, reviewRevision) => {
        const { effects } = remove({ ...attempt, reviewRevision }, quiet);
        const received = effects.filter(({ kind }) => kind === 'track').slice(0, quiet ? 1 : -1);
        expect(received).toMatchObject(reviewRevision > 0 ? [{ verb: 'attempt.review_received' }] : []);
      }),
    );
  });

  it('33: takes back the override of the grade, unless it is quiet', () => {
    fc.assert(
      fc.property(anyAttempt(), fc.boolean(), (attempt, quiet) => {
        expect(kindsOf(remove(attempt, quiet)).includes('undo-grade-override')).toBe(!quiet);
      }),
    );
  });

  it('44: takes back credit iff the last status had given some; differences §3.1: a resume comes from an error', () => {
    const credited: readonly Status[] = ['verified', 'rejected', 'declined', 'submitted', 'error'];
    const resuming: readonly Status[] = ['ready_to_resume', 'resumed'];
    fc.assert(
      fc.property(anyAttempt(), fc.boolean(), (attempt, quiet) => {
        const hadCredit = [...credited, ...resuming].includes(attempt.status);
        expect(kindsOf(remove(attempt, quiet)).includes('remove-credit')).toBe(hadCredit && !quiet);
      }),
    );
  });

  it('45: lets the learner begin again as if new', () => {
    fc.assert(
      fc.property(anyAttempt(STATUSES, fc.constant(PROCTORED)), fc.boolean(), (attempt, takingAsProctored) => {
        const facts = { exam: attempt.exam, clock: clockFacts(), latest: null, courseEndAt: null };
        expect(remove(attempt, false).state.deletedAt).not.toBeNull();
        expect(planCreation(facts, { takingAsProctored, resetting: false }, NOW)).toEqual({
          plan: { resumeOf: null, carriedSeconds: null, rest: null, timeLimitMins: 90 },
        });
      }),
    );
  });
});
