import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf, countRemainingSeconds } from '../../../../rules/attempt/clock.ts';
import { computeAllowedTime } from '../../../../rules/attempt/entitlement.ts';
import { anyClock, anyExam, anySpan, aProctoredExam } from '../../../support/attempt-arbitraries.ts';
import { anAttemptIn, clockFacts, MINUTE, someFacts, STARTED_AT } from '../../../support/attempt-builders.ts';
import { lastOf } from '../../../support/attempt-history.ts';

const START = { name: 'start', payload: {} } as const;
const ERROR = { name: 'error', payload: {} } as const;
const MARK = { name: 'mark-ready-to-resume', payload: {} } as const;
const RESUMED = { name: 'resumed', payload: {} } as const;

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

it('23: carried seconds below a minute are given exactly instead of none (differences §2.2)', () => {
  const seconds = fc.integer({ min: 1, max: 59 });
  const clock = anyClock.map((facts) => ({ ...facts, dueAt: null }));
  fc.assert(
    fc.property(anyExam, clock, seconds, (exam, facts, timeRemainingSeconds) => {
      const resuming = anAttemptIn('ready_to_start', { exam, timeRemainingSeconds });
      const started = lastOf(resuming, START, STARTED_AT, someFacts({ clock: facts }));
      expect(started).toMatchObject({ status: 'started', allowedTimeLimitMins: 0 });
      expect(countRemainingSeconds(started, STARTED_AT)).toBe(timeRemainingSeconds);
      expect(lastOf(started, { name: 'ping', payload: {} }, endOf(started) ?? 0, someFacts())).toMatchObject({
        status: 'started',
      });
    }),
  );
});

it('23: an error before the start keeps the carried seconds (differences §2.4)', () => {
  const carried = fc.option(fc.integer({ min: 0, max: 20_000 }));
  fc.assert(
    fc.property(aProctoredExam, carried, anySpan, (exam, timeRemainingSeconds, span) => {
      const resuming = anAttemptIn('ready_to_start', { exam, timeRemainingSeconds });
      const erred = lastOf(resuming, ERROR, STARTED_AT + span, someFacts());
      expect(erred).toMatchObject({ status: 'error', isResumable: true, timeRemainingSeconds });
    }),
  );
});

it('24: carrying nothing is the full limit with the allowance; 0 carried seconds are none (differences §2.3)', () => {
  const clock = anyClock.map((facts) => ({ ...facts, dueAt: null }));
  fc.assert(
    fc.property(clock, anySpan, (facts, span) => {
      const minutes = facts.timeLimitMins + facts.additionalMins;
      expect(computeAllowedTime(facts, null, STARTED_AT + span)).toEqual({ minutes, seconds: minutes * 60 });
      const nothing = { seconds: 0, additionalMins: facts.additionalMins };
      expect(computeAllowedTime(facts, nothing, STARTED_AT + span)).toEqual({ minutes: 0, seconds: 0 });
    }),
  );
});

it('25: the allowance is added iff nothing is carried; a later increase counts in any case (differences §2.6)', () => {
  const carried = fc.option(fc.integer({ min: 0, max: 20_000 }));
  const mins = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(carried, mins, mins, (timeRemainingSeconds, additionalMins, more) => {
      const facts = someFacts({ clock: { additionalMins } });
      const started = lastOf(anAttemptIn('ready_to_start', { timeRemainingSeconds }), START, STARTED_AT, facts);
      const fresh = (clockFacts().timeLimitMins + additionalMins) * 60;
      expect(started.allowedSeconds).toBe(timeRemainingSeconds ?? fresh);
      const grant = { name: 'extra-time', payload: { additionalMins: additionalMins + more } } as const;
      expect(endOf(lastOf(started, grant, STARTED_AT, facts))).toBe((endOf(started) ?? 0) + more * MINUTE);
    }),
  );
});
