import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf, hasExpired, isPastDue, countRemainingSeconds } from '../../../../rules/attempt/clock.ts';
import { computeAllowedTime, grow } from '../../../../rules/attempt/entitlement.ts';
import { pickLatest, planCreation } from '../../../../rules/attempt/creation.ts';
import { carryOver } from '../../../../rules/attempt/outcome.ts';
import type { ClockFacts } from '../../../../rules/attempt/facts.ts';
import type { AttemptState } from '../../../../rules/attempt/state.ts';
import { aHistory, anyAttempt, anyClock, aRunningAttempt } from '../../../support/attempt-arbitraries.ts';
import {
  CREATED_AT,
  DAY,
  HOUR,
  MINUTE,
  ONBOARDING,
  PRACTICE,
  PROCTORED,
  PROCTORED_WITHOUT_BACKEND,
  TIMED,
} from '../../../support/attempt-builders.ts';
import { play } from '../../../support/attempt-history.ts';

const NOW = CREATED_AT + DAY;
const aPractice = fc.constantFrom(PRACTICE, ONBOARDING);
const anEarnestExam = fc.constantFrom(TIMED, PROCTORED, PROCTORED_WITHOUT_BACKEND);
const anInstant = fc.oneof(fc.integer({ min: NOW - HOUR, max: NOW + HOUR }), fc.constantFrom(NOW - 1, NOW, NOW + 1));
const request = fc.record({ takingAsProctored: fc.boolean(), resetting: fc.boolean() });
const openClock = anyClock.map((clock) => ({ ...clock, dueAt: null }));

/** What a new attempt takes over: what was left, with the extra time that was granted since. */
function planOf(kept: Pick<AttemptState, 'rest' | 'timeRemainingSeconds'>, clock: ClockFacts) {
  const carried = carryOver(kept, clock);
  const rest = carried && grow(carried, clock.additionalMins);
  const { minutes: timeLimitMins } = computeAllowedTime(clock, rest, NOW);
  return { carriedSeconds: rest && rest.seconds, rest, timeLimitMins };
}

/** A learner's latest attempt as some history left it. */
const aLatest = fc
  .tuple(anyAttempt, aHistory())
  .map(([attempt, history]) => play(attempt, history).at(-1)?.after ?? attempt)
  .filter(({ deletedAt }) => deletedAt === null);

it('21: beside a non-sample attempt a new one is allowed iff that one is ready to resume or resumed', () => {
  fc.assert(
    fc.property(aLatest, openClock, fc.boolean(), (state, clock, takingAsProctored) => {
      fc.pre(!state.isSampleAttempt);
      const facts = { exam: state.exam, clock, latest: pickLatest(state), courseEndAt: null };
      const answer = planCreation(facts, { takingAsProctored, resetting: false }, NOW);
      if (!state.readyToResume && !state.resumed) {
        expect(answer).toEqual({ refusal: 'attempt_already_exists' });
        return;
      }
      const plan = planOf(state, clock);
      expect(answer).toEqual({ plan: { resumeOf: state.attemptCode, ...plan } });
    }),
  );
});

it('21: a sample attempt in any status is no obstacle, and lends its time only to a resume', () => {
  fc.assert(
    fc.property(aLatest, openClock, request, (state, clock, wanted) => {
      fc.pre(state.isSampleAttempt);
      const facts = { exam: state.exam, clock, latest: pickLatest(state), courseEndAt: null };
      const resumeOf = state.readyToResume ? state.attemptCode : null;
      const plan = planOf(state.readyToResume ? state : { rest: null, timeRemainingSeconds: null }, clock);
      expect(planCreation(facts, wanted, NOW)).toEqual({ plan: { resumeOf, ...plan } });
    }),
  );
});

it('46: the due date counts from its instant on', () => {
  fc.assert(
    fc.property(anInstant, (dueAt) => {
      expect(isPastDue(dueAt, NOW)).toBe(dueAt <= NOW);
      expect(isPastDue(null, NOW)).toBe(false);
    }),
  );
});

it('46: time remains strictly before the end, and the attempt expires strictly after it', () => {
  const offset = fc.oneof(fc.integer({ min: -HOUR, max: HOUR }), fc.constantFrom(-1, 0, 1));
  fc.assert(
    fc.property(aRunningAttempt, offset, ({ attempt }, by) => {
      const now = (endOf(attempt) ?? 0) + by;
      expect(hasExpired(attempt, now)).toBe(by > 0);
      expect(countRemainingSeconds(attempt, now) > 0).toBe(by < 0);
    }),
  );
});

it('47: past due, an earnest exam is refused whatever the learner had', () => {
  const latest = fc.option(aLatest.map(pickLatest));
  fc.assert(
    fc.property(anEarnestExam, openClock, anInstant, latest, request, (exam, clock, due, before, wanted) => {
      const facts = { exam, clock: { ...clock, dueAt: due }, latest: before, courseEndAt: null };
      const answer = planCreation(facts, wanted, NOW);
      if (due <= NOW) expect(answer).toEqual({ refusal: 'exam_past_due' });
      else expect(answer).not.toMatchObject({ refusal: 'exam_past_due' });
    }),
  );
});

it('47: past due, a practice exam is refused to who takes it proctored, and open to who opts out', () => {
  const overdue = fc.integer({ min: 0, max: 30 * DAY });
  fc.assert(
    fc.property(aPractice, openClock, overdue, request, (exam, clock, since, wanted) => {
      const facts = { exam, clock: { ...clock, dueAt: NOW - since }, latest: null, courseEndAt: null };
      const plan = { resumeOf: null, carriedSeconds: null, rest: null, timeLimitMins: 0 };
      const answer = planCreation(facts, wanted, NOW);
      expect(answer).toEqual(wanted.takingAsProctored ? { refusal: 'exam_past_due_proctored' } : { plan });
    }),
  );
});

it('47: a decline that comes down from another exam is recorded past due as well', () => {
  fc.assert(
    fc.property(anEarnestExam, openClock, anInstant, (exam, clock, dueAt) => {
      const facts = { exam, clock: { ...clock, dueAt }, latest: null, courseEndAt: dueAt };
      const cascaded = { takingAsProctored: false, resetting: false, cascaded: true };
      expect(planCreation(facts, cascaded, NOW)).toMatchObject({ plan: { resumeOf: null, carriedSeconds: null } });
    }),
  );
});

it('48: a timed exam stays open after the course end while its due date is ahead, and without one ends with it', () => {
  const ended = fc.integer({ min: 0, max: 30 * DAY }).map((since) => NOW - since);
  const ahead = fc.integer({ min: 1, max: 300 }).map((minutes) => NOW + minutes * MINUTE);
  fc.assert(
    fc.property(anEarnestExam, openClock, fc.option(ahead), ended, (exam, clock, dueAt, courseEndAt) => {
      const facts = { exam, clock: { ...clock, dueAt }, latest: null, courseEndAt };
      const answer = planCreation(facts, { takingAsProctored: exam.isProctored, resetting: false }, NOW);
      const isOver = exam.type === 'timed' && dueAt === null;
      if (isOver) expect(answer).toEqual({ refusal: 'exam_past_due' });
      else expect(answer).toMatchObject({ plan: { carriedSeconds: null } });
    }),
  );
});
