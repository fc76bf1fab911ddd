import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf } from '../../../../rules/attempt/clock.ts';
import { effectKey } from '../../../../rules/attempt/effects.ts';
import { transition } from '../../../../rules/attempt/transition.ts';
import { aHistory, anyAttempt, aRunningAttempt, newAttempt } from '../../../support/attempt-arbitraries.ts';
import { STARTED_AT } from '../../../support/attempt-builders.ts';
import { effectsOf, play } from '../../../support/attempt-history.ts';

const START = { name: 'start', payload: {} } as const;

it('14: start on started is refused without side effect, and from ready_to_submit does not start at the vendor', () => {
  fc.assert(
    fc.property(aRunningAttempt, fc.nat(), ({ attempt, facts }, seed) => {
      const now = STARTED_AT + (seed % ((endOf(attempt) ?? 0) - STARTED_AT + 1));
      const outcome = transition(attempt, START, now, facts);
      if (attempt.status === 'started') {
        expect(outcome).toEqual({ outcome: 'refused', refusal: 'attempt_already_started' });
      } else {
        expect(outcome).toMatchObject({ outcome: 'changed', state: { status: 'started', startedAt: STARTED_AT } });
        expect(effectsOf({ outcome }).map(({ kind }) => kind)).toEqual(['track', 'announce-status']);
      }
    }),
  );
});

it('15: the vendor is told to start at most once, at the first start', () => {
  fc.assert(
    fc.property(newAttempt, aHistory(), (attempt, history) => {
      const told = play(attempt, history).filter((one) =>
        effectsOf(one).some(({ kind }) => kind === 'start-at-vendor'),
      );
      expect(told.length).toBeLessThanOrEqual(1);
      for (const { before, after } of told) {
        expect([before.startedAt, after.status]).toEqual([null, 'started']);
      }
    }),
    { numRuns: 500 },
  );
});

it('16: unit completion is requested exactly when completed_at gets its first value, so once', () => {
  fc.assert(
    fc.property(newAttempt, aHistory(), (attempt, history) => {
      const played = play(attempt, history);
      for (const one of played) {
        const isFirst = one.before.completedAt === null && one.after.completedAt !== null;
        const requests = effectsOf(one).filter(({ kind }) => kind === 'complete-unit');
        expect(requests).toHaveLength(isFirst ? 1 : 0);
      }
      const all = played.flatMap(effectsOf).filter(({ kind }) => kind === 'complete-unit');
      expect(all.length).toBeLessThanOrEqual(1);
    }),
  );
});

it('every effect of a history has a key of its own', () => {
  fc.assert(
    fc.property(anyAttempt, aHistory(), (attempt, history) => {
      const keys = play(attempt, history).flatMap((one) =>
        effectsOf(one).map((effect) => effectKey(one.after.attemptCode, one.after.version, effect)),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});
