import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf } from '../../../../rules/attempt/clock.ts';
import { REVIEW_STATUSES } from '../../../../rules/attempt/events.ts';
import { transition } from '../../../../rules/attempt/transition.ts';
import { aHistory, anyExam, anyFacts, aRunningAttempt, newAttempt } from '../../../support/attempt-arbitraries.ts';
import { someFacts, anAttemptIn, STARTED_AT } from '../../../support/attempt-builders.ts';
import { effectsOf, lastOf, play } from '../../../support/attempt-history.ts';

const ERROR = { name: 'error', payload: {} } as const;
const MARK = { name: 'mark-ready-to-resume', payload: {} } as const;
const RESUMED = { name: 'resumed', payload: {} } as const;

it('18: an error of a running attempt keeps the whole seconds that are left, and can be resumed', () => {
  fc.assert(
    fc.property(aRunningAttempt, fc.nat(), ({ attempt, facts }, seed) => {
      fc.pre(attempt.exam.isProctored && attempt.status === 'started');
      const end = endOf(attempt) ?? 0;
      const now = STARTED_AT + (seed % (end - STARTED_AT + 1));
      expect(lastOf(attempt, ERROR, now, facts)).toMatchObject({
        status: 'error',
        timeRemainingSeconds: Math.floor((end - now) / 1000),
        isResumable: true,
      });
    }),
  );
});

it('19: what is resumable is not yet ready to resume, and what was resumed is not resumable', () => {
  fc.assert(
    fc.property(newAttempt, aHistory(), (attempt, history) => {
      for (const { after } of play(attempt, history)) {
        expect(after.isResumable && (after.readyToResume || after.resumed)).toBe(false);
        if (after.resumed) expect(after.readyToResume).toBe(true);
      }
    }),
  );
});

it('20: a mark succeeds iff the attempt is resumable, emits nothing, and turns error into ready_to_resume (differences §3.1)', () => {
  fc.assert(
    fc.property(newAttempt, aHistory(), anyFacts, (attempt, history, facts) => {
      const states = play(attempt, history).filter(({ after }) => after.deletedAt === null);
      for (const { after: state, now } of states) {
        const outcome = transition(state, MARK, now, facts);
        expect(outcome.outcome).toBe(state.isResumable ? 'changed' : 'refused');
        if (outcome.outcome !== 'changed') continue;
        const status = state.status === 'error' ? 'ready_to_resume' : state.status;
        expect(outcome.state).toMatchObject({ status, readyToResume: true, isResumable: false });
        expect(outcome.effects).toEqual([]);
      }
    }),
  );
});

it('20: a review after the mark may change the status, but the right to resume is not lost (differences §3.2)', () => {
  const reviewStatus = fc.constantFrom(...REVIEW_STATUSES);
  fc.assert(
    fc.property(anyExam, reviewStatus, anyFacts, (exam, status, facts) => {
      const marked = anAttemptIn('ready_to_resume', { exam });
      const reviewed = lastOf(marked, { name: 'review', payload: { reviewStatus: status } }, STARTED_AT, facts);
      const { readyToResume, resumed, isResumable, timeRemainingSeconds } = marked;
      expect(reviewed).toMatchObject({ readyToResume, resumed, isResumable, timeRemainingSeconds });
      expect(lastOf(reviewed, RESUMED, STARTED_AT, facts)).toMatchObject({ resumed: true, readyToResume: true });
    }),
  );
});

it('a follow-up takes an attempt over once, and only after the mark', () => {
  fc.assert(
    fc.property(newAttempt, aHistory(), (attempt, history) => {
      const taken = play(attempt, history).filter(({ before, after }) => before.resumed !== after.resumed);
      expect(taken.length).toBeLessThanOrEqual(1);
      for (const one of taken) {
        expect([one.event.name, one.before.readyToResume, one.after.resumed]).toEqual(['resumed', true, true]);
        expect(effectsOf(one)).toEqual([]);
        expect(transition(one.after, RESUMED, one.now, someFacts())).toEqual({ outcome: 'kept', state: one.after });
      }
    }),
  );
});
