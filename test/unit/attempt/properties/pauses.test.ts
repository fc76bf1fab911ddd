import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf, isClockRunning, isPaused, readClock } from '../../../../rules/attempt/clock.ts';
import type { AttemptEvent } from '../../../../rules/attempt/events.ts';
import type { AttemptState } from '../../../../rules/attempt/state.ts';
import { anEventOf, anyClock, anySpan, aRunningAttempt } from '../../../support/attempt-arbitraries.ts';
import { DAY, someFacts, STARTED_AT } from '../../../support/attempt-builders.ts';
import { lastOf } from '../../../support/attempt-history.ts';

const PAUSE: AttemptEvent = { name: 'pause', payload: {} };
const UNPAUSE: AttemptEvent = { name: 'unpause', payload: {} };
const PING: AttemptEvent = { name: 'ping', payload: {} };

/** Everything that counts the seconds of a clock or stops it, at whatever instant. */
const counting = anEventOf(['stop', 'start', 'error', 'submit', 'extra-time', 'mark-ready-to-resume', 'set-status']);

const anAction = fc.record({
  afterMs: anySpan,
  event: fc.oneof(
    { weight: 2, arbitrary: fc.constant(PAUSE) },
    { weight: 2, arbitrary: fc.constant(UNPAUSE) },
    { weight: 3, arbitrary: counting },
  ),
});

/** All that depends on the seconds that have passed, to the millisecond. */
function secondsOf(state: AttemptState, now: number) {
  const { status, allowedSeconds, timeRemainingSeconds, rest, entitlement } = state;
  const clock = isClockRunning(state) || state.isResumable ? Math.round((readClock(state, now) ?? 0) * 1000) : null;
  return { status, allowedSeconds, timeRemainingSeconds, rest, entitlement, clock };
}

it('whatever happens before, in and after its pauses, an attempt has the seconds of one for which that time never passed', () => {
  fc.assert(
    fc.property(aRunningAttempt, anyClock, fc.array(anAction, { maxLength: 20 }), ({ attempt }, clock, actions) => {
      const facts = someFacts({ clock, settings: { pauseMaxHours: 24 * 365 } });
      let [paused, now]: [AttemptState, number] = [attempt, STARTED_AT];
      let [unpaused, then]: [AttemptState, number] = [attempt, STARTED_AT];
      for (const { afterMs, event } of actions) {
        now += afterMs;
        if (!isPaused(paused)) then += afterMs;
        paused = lastOf(paused, event, now, facts);
        unpaused = lastOf(unpaused, event === PAUSE || event === UNPAUSE ? PING : event, then, facts);
        expect(secondsOf(paused, now)).toEqual(secondsOf(unpaused, then));
      }
    }),
    { numRuns: 1000 },
  );
});

it('a pause moves the end by exactly its length, past the due date too', () => {
  fc.assert(
    fc.property(aRunningAttempt, fc.nat(), fc.integer({ min: 0, max: DAY }), ({ attempt, facts }, seed, length) => {
      const end = endOf(attempt) ?? 0;
      const at = STARTED_AT + (seed % (end - STARTED_AT + 1));
      const held = lastOf(attempt, PAUSE, at, facts);
      expect(endOf(held)).toBeNull();
      expect(readClock(held, at + length)).toBe(readClock(attempt, at));
      expect(endOf(lastOf(held, UNPAUSE, at + length, facts))).toBe(end + length);
    }),
  );
});

it('only a running clock is ever held, and none is held once it has stopped', () => {
  const history = fc.array(
    fc.record({ afterMs: anySpan, event: fc.oneof(counting, fc.constantFrom(PAUSE, UNPAUSE)) }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(aRunningAttempt, history, ({ attempt, facts }, moments) => {
      let [state, now]: [AttemptState, number] = [attempt, STARTED_AT];
      for (const { afterMs, event } of moments) {
        now += afterMs;
        state = lastOf(state, event, now, facts);
        if (isPaused(state)) expect(isClockRunning(state)).toBe(true);
      }
    }),
  );
});
