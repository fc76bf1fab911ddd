import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf, isClockRunning } from '../../../../rules/attempt/clock.ts';
import { computeAllowedTime } from '../../../../rules/attempt/entitlement.ts';
import { isCompleted } from '../../../../rules/attempt/statuses.ts';
import { transition } from '../../../../rules/attempt/transition.ts';
import {
  aHistory,
  anyAttempt,
  anyClock,
  anyFacts,
  anySpan,
  aRunningAttempt,
  newAttempt,
} from '../../../support/attempt-arbitraries.ts';
import { HOUR, MINUTE, STARTED_AT } from '../../../support/attempt-builders.ts';
import { effectsOf, lastOf, play } from '../../../support/attempt-history.ts';

const EXPIRE = { name: 'expire', payload: {} } as const;
const LENGTHENING = ['extra-time', 'incident-time', 'correct-end'];
const PING = { name: 'ping', payload: {} } as const;
const afterTheEnd = fc.integer({ min: 1, max: 48 * HOUR });

it('3: started_at is set at most once and never changes', () => {
  fc.assert(
    fc.property(newAttempt, aHistory(), (attempt, history) => {
      const starts = play(attempt, history).filter(({ before, after }) => before.startedAt !== after.startedAt);
      expect(starts.length).toBeLessThanOrEqual(1);
      for (const { before, after, now } of starts) expect([before.startedAt, after.startedAt]).toEqual([null, now]);
    }),
    { numRuns: 500 },
  );
});

it('4: allowed minutes are null iff started_at is null, and only a grant of time or a correction changes them (differences §2.6)', () => {
  fc.assert(
    fc.property(newAttempt, aHistory(), (attempt, history) => {
      for (const { event, before, after } of play(attempt, history)) {
        expect(after.allowedTimeLimitMins === null).toBe(after.startedAt === null);
        expect(after.allowedSeconds === null).toBe(after.startedAt === null);
        const isFrozen = before.startedAt !== null && !LENGTHENING.includes(event.name);
        if (isFrozen) expect(after.allowedSeconds).toBe(before.allowedSeconds);
      }
    }),
  );
});

it('5: the minutes end at the due date', () => {
  const carried = fc.option(fc.record({ seconds: fc.nat(20_000), additionalMins: fc.nat(60) }));
  fc.assert(
    fc.property(anyClock, carried, anySpan, (clock, rest, span) => {
      fc.pre(clock.dueAt !== null);
      const now = STARTED_AT + span;
      const left = Math.max(0, Math.floor(((clock.dueAt ?? 0) - now) / MINUTE));
      const { minutes, seconds } = computeAllowedTime(clock, rest, now);
      expect(minutes).toBeLessThanOrEqual(left);
      expect(now + seconds * 1000).toBeLessThanOrEqual(Math.max(now, clock.dueAt ?? 0));
    }),
  );
});

it('6: at exactly the end it still runs, and whatever comes after finds it submitted as of the end', () => {
  fc.assert(
    fc.property(aRunningAttempt, afterTheEnd, ({ attempt, facts }, late) => {
      const end = endOf(attempt) ?? 0;
      expect(lastOf(attempt, PING, end, facts)).toEqual({ ...attempt, lastPingAt: end });
      expect(lastOf(attempt, PING, end + late, facts)).toMatchObject({ status: 'submitted', completedAt: end });
    }),
  );
});

it('7: expiry is independent of the number and time of looks after the end', () => {
  fc.assert(
    fc.property(aRunningAttempt, fc.array(afterTheEnd, { minLength: 1 }), ({ attempt, facts }, looks) => {
      const end = endOf(attempt) ?? 0;
      const history = looks.map((afterMs) => ({ afterMs, event: EXPIRE, facts }));
      const played = play(attempt, history, end);
      expect(played.filter((one) => effectsOf(one).length > 0)).toHaveLength(1);
      expect(played.at(-1)?.after).toMatchObject({ status: 'submitted', completedAt: end });
    }),
  );
});

it('8: ready_to_submit does not stop the clock, and unconfirmed it ends as submitted at the end', () => {
  fc.assert(
    fc.property(aRunningAttempt, fc.nat(), ({ attempt, facts }, seed) => {
      const end = endOf(attempt) ?? 0;
      const at = STARTED_AT + (seed % (end - STARTED_AT + 1));
      const stopped = lastOf(attempt, { name: 'stop', payload: {} }, at, facts);
      expect(stopped.status).toBe('ready_to_submit');
      expect(endOf(stopped)).toBe(end);
      expect(lastOf(stopped, EXPIRE, end, facts)).toMatchObject({ status: 'submitted', completedAt: end });
    }),
  );
});

it('9: completed attempts never change by the passing of time, but for flagged ones whose clock runs (differences §1.3)', () => {
  fc.assert(
    fc.property(anyAttempt, aHistory(), anySpan, anyFacts, (attempt, history, span, facts) => {
      const last = play(attempt, history).at(-1);
      const state = last?.after ?? attempt;
      fc.pre(isCompleted(state.status) && state.deletedAt === null && !isClockRunning(state));
      const now = (last?.now ?? STARTED_AT) + span;
      expect(transition(state, EXPIRE, now, facts)).toEqual({ outcome: 'kept', state });
      const steps = play(state, [{ afterMs: 0, event: PING, facts }], now);
      expect(steps.map(({ event, after }) => [event.name, after.status])).toEqual([['ping', state.status]]);
    }),
  );
});

it('26: a grant or a later due date moves the end of a running attempt only later, a change of the limit or a smaller grant never', () => {
  const grant = fc.integer({ min: 0, max: 120 });
  fc.assert(
    fc.property(aRunningAttempt, anyClock, grant, ({ attempt, facts }, changed, additionalMins) => {
      const end = endOf(attempt) ?? 0;
      const granted = transition(attempt, { name: 'extra-time', payload: { additionalMins } }, STARTED_AT, {
        ...facts,
        clock: changed,
      });
      const state = granted.outcome === 'changed' ? granted.state : attempt;
      const increase = Math.max(0, additionalMins - facts.clock.additionalMins);
      const wanted = STARTED_AT + (facts.clock.timeLimitMins + facts.clock.additionalMins + increase) * MINUTE;
      const dueAt = changed.dueAt ?? wanted;
      expect(endOf(state)).toBeGreaterThanOrEqual(end);
      expect(endOf(state)).toBeLessThanOrEqual(Math.max(end, Math.min(wanted, dueAt)));
      if (increase > 0 && dueAt >= wanted) expect(endOf(state)).toBe(wanted);
      if (increase === 0 && changed.dueAt === facts.clock.dueAt) {
        expect(granted).toEqual({ outcome: 'kept', state: attempt });
      }
      if (changed.dueAt === null) expect(endOf(state)).toBe(wanted);
    }),
  );
});

it('deadlines never move backwards but by a correction', () => {
  fc.assert(
    fc.property(anyAttempt, aHistory(), (attempt, history) => {
      for (const { event, before, after } of play(attempt, history, STARTED_AT)) {
        const [end, later] = [endOf(before), endOf(after)];
        if (end !== null && later !== null && event.name !== 'correct-end') expect(later).toBeGreaterThanOrEqual(end);
      }
    }),
  );
});
