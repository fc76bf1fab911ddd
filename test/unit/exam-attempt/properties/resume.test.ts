import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allowedTime, endOf, remainingSeconds } from '../../../../workflows/exam-attempt/rules/clock.ts';
import { REVIEW_STATUSES } from '../../../../workflows/exam-attempt/rules/events.ts';
import { transition } from '../../../../workflows/exam-attempt/rules/transition.ts';
import {
  aHistory,
  anyClock,
  anyExam,
  anyFacts,
  anySpan,
  aRunningAttempt,
  effectsOf,
  lastOf,
  newAttempt,
  play,
} from '../../../support/attempt-arbitraries.ts';
import { anAttemptIn, clockFacts, MINUTE, someFacts, STARTED_AT } from '../../../support/attempt-builders.ts';

const START = { name: 'start', payload: {} } as const;
const ERROR = { name: 'error', payload: {} } as const;
const MARK = { name: 'mark-ready-to-resume', payload: {} } as const;
const RESUMED = { name: 'resumed', payload: {} } as const;

it('18: an error of a running attempt keeps the whole seconds that are left, and can be resumed', () => {
  fc.assert(
    fc.property(aRunningAttempt, fc.nat(), ({ attempt, facts }, seed) => {
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

it('20: a mark succeeds iff the attempt is resumable, emits nothing, and turns error into ready_to_resume (design §5)', () => {
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

it('20: a review after the mark may change the status, but the right to resume is not lost (design §5)', () => {
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

it('22: over a chain of resumes the running times and what is left add up to the first allowance, exactly', () => {
  const limit = fc.integer({ min: 1, max: 240 });
  const sittings = fc.array(fc.record({ ranFor: fc.nat(), pause: anySpan }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(limit, fc.integer({ min: 0, max: 60 }), sittings, (timeLimitMins, additionalMins, chain) => {
      const facts = someFacts({ clock: { timeLimitMins, additionalMins } });
      const allowed = (timeLimitMins + additionalMins) * 60;
      let now = STARTED_AT;
      let ran = 0;
      let carried: number | null = null;
      for (const { ranFor, pause } of chain) {
        const next = anAttemptIn('created', { timeRemainingSeconds: carried });
        const started = lastOf(next, START, now, facts);
        const seconds = ranFor % Math.max(1, started.allowedSeconds ?? 0);
        const erred = lastOf(started, ERROR, now + seconds * 1000, facts);
        const taken = lastOf(lastOf(erred, MARK, now, facts), RESUMED, now, facts);
        expect(taken).toMatchObject({ status: 'resumed', resumed: true, readyToResume: true, isResumable: false });
        ran += seconds;
        carried = taken.timeRemainingSeconds;
        expect(ran + (carried ?? 0)).toBe(allowed);
        now += seconds * 1000 + pause;
      }
    }),
  );
});

it('23: carried seconds below a minute are given exactly instead of none (design §4)', () => {
  const seconds = fc.integer({ min: 1, max: 59 });
  const clock = anyClock.map((facts) => ({ ...facts, dueAt: null }));
  fc.assert(
    fc.property(anyExam, clock, seconds, (exam, facts, timeRemainingSeconds) => {
      const resuming = anAttemptIn('ready_to_start', { exam, timeRemainingSeconds });
      const started = lastOf(resuming, START, STARTED_AT, someFacts({ clock: facts }));
      expect(started).toMatchObject({ status: 'started', allowedTimeLimitMins: 0 });
      expect(remainingSeconds(started, STARTED_AT)).toBe(timeRemainingSeconds);
      expect(lastOf(started, { name: 'ping', payload: {} }, endOf(started) ?? 0, someFacts())).toMatchObject({
        status: 'started',
      });
    }),
  );
});

it('23: an error before the start keeps the carried seconds (design §6)', () => {
  const carried = fc.option(fc.integer({ min: 0, max: 20_000 }));
  fc.assert(
    fc.property(anyExam, carried, anySpan, (exam, timeRemainingSeconds, span) => {
      const resuming = anAttemptIn('ready_to_start', { exam, timeRemainingSeconds });
      const erred = lastOf(resuming, ERROR, STARTED_AT + span, someFacts());
      expect(erred).toMatchObject({ status: 'error', isResumable: true, timeRemainingSeconds });
    }),
  );
});

it('24: carried 0 or null is the full limit with the allowance', () => {
  const clock = anyClock.map((facts) => ({ ...facts, dueAt: null }));
  fc.assert(
    fc.property(clock, fc.constantFrom(0, null), anySpan, (facts, carried, span) => {
      const minutes = facts.timeLimitMins + facts.additionalMins;
      expect(allowedTime(facts, carried, STARTED_AT + span)).toEqual({ minutes, seconds: minutes * 60 });
    }),
  );
});

it('25: the allowance is added iff nothing is carried; a later increase counts in any case (design §6)', () => {
  const carried = fc.option(fc.integer({ min: 0, max: 20_000 }));
  const mins = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(carried, mins, mins, (timeRemainingSeconds, additionalMins, more) => {
      const facts = someFacts({ clock: { additionalMins } });
      const started = lastOf(anAttemptIn('ready_to_start', { timeRemainingSeconds }), START, STARTED_AT, facts);
      const without = allowedTime(clockFacts(), timeRemainingSeconds, STARTED_AT).seconds;
      const added = timeRemainingSeconds ? 0 : additionalMins * 60;
      expect(started.allowedSeconds).toBe(without + added);
      const grant = { name: 'extra-time', payload: { additionalMins: additionalMins + more } } as const;
      expect(endOf(lastOf(started, grant, STARTED_AT, facts))).toBe((endOf(started) ?? 0) + more * MINUTE);
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
      }
    }),
  );
});
