import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf } from '../../../../rules/attempt/clock.ts';
import type { AttemptEvent } from '../../../../rules/attempt/events.ts';
import { REFUSALS } from '../../../../rules/attempt/refusals.ts';
import { STATUSES } from '../../../../rules/attempt/statuses.ts';
import {
  aHistory,
  anEventOf,
  anyAttempt,
  anyFacts,
  anySpan,
  newAttempt,
} from '../../../support/attempt-arbitraries.ts';
import { CREATED_AT } from '../../../support/attempt-builders.ts';
import { effectsOf, play } from '../../../support/attempt-history.ts';

it('any sequence of events folds to a state with a known status', () => {
  fc.assert(
    fc.property(newAttempt, aHistory(), (attempt, history) => {
      const stored = STATUSES.filter((status) => status !== 'expired');
      for (const { after, outcome } of play(attempt, history)) {
        expect(stored).toContain(after.status);
        if (outcome.outcome === 'refused') expect(REFUSALS).toContain(outcome.refusal);
      }
    }),
  );
});

it('each change adds one to the version, and nothing else does', () => {
  fc.assert(
    fc.property(anyAttempt, aHistory(), (attempt, history) => {
      for (const { before, after, outcome } of play(attempt, history)) {
        expect(after.version - before.version).toBe(outcome.outcome === 'changed' ? 1 : 0);
      }
    }),
  );
});

it('an event that changes nothing leaves everything but the last ping as it is', () => {
  fc.assert(
    fc.property(anyAttempt, aHistory(), (attempt, history) => {
      for (const one of play(attempt, history)) {
        if (one.outcome.outcome === 'changed') continue;
        expect(one.after).toEqual({ ...one.before, lastPingAt: one.after.lastPingAt });
      }
    }),
  );
});

it('a deleted attempt hears only of reviews, and keeps its status', () => {
  fc.assert(
    fc.property(anyAttempt, aHistory(), anyFacts, aHistory(), (attempt, history, facts, later) => {
      const erase = { afterMs: 0, event: { name: 'delete' as const, payload: {} }, facts };
      const deleted = play(attempt, [...history, erase]).at(-1);
      for (const { event, before, after, outcome } of play(deleted?.after ?? attempt, later, deleted?.now)) {
        expect(after.status).toBe(before.status);
        if (event.name === 'review') continue;
        expect(outcome).toMatchObject({ outcome: 'refused' });
        if (event.name !== 'undo') expect(outcome).toMatchObject({ refusal: 'attempt_not_found' });
      }
    }),
  );
});

const ofLearners = anEventOf([
  'click-download-software',
  'start',
  'stop',
  'ping',
  'error',
  'submit',
  'decline',
  'reset',
  'acknowledge',
]);
const ofVendors = anEventOf(['vendor-ready', 'launch', 'heartbeat-lost']);
const aNumberedReview: fc.Arbitrary<AttemptEvent> = fc
  .tuple(anEventOf(['review']), fc.integer({ min: 0, max: 4 }))
  .map(([event, revision]) =>
    event.name === 'review' ? { ...event, payload: { ...event.payload, revision, reapply: false } } : event,
  );

it('the same event of a learner or a vendor twice is the same as once', () => {
  const event = fc.oneof(ofLearners, ofVendors, aNumberedReview);
  fc.assert(
    fc.property(anyAttempt, aHistory(), event, anyFacts, anySpan, (attempt, history, repeated, facts, later) => {
      const before = play(attempt, history).at(-1);
      const once = play(before?.after ?? attempt, [{ afterMs: 0, event: repeated, facts }], before?.now ?? CREATED_AT);
      const [state, now] = [once.at(-1)?.after ?? attempt, once.at(-1)?.now ?? CREATED_AT];
      const again = play(state, [{ afterMs: 0, event: repeated, facts }], now);
      expect(again.at(-1)?.after).toEqual(state);
      expect(again.flatMap(effectsOf)).toEqual([]);
      const muchLater = play(state, [{ afterMs: later, event: repeated, facts }], now);
      const ownSteps = muchLater.filter(({ event: cause }) => cause === repeated);
      expect(ownSteps.map(({ outcome }) => outcome.outcome)).not.toContain('changed');
      // The end of the time may find that more was granted meanwhile.
      expect(endOf(muchLater.at(-1)?.after ?? state) ?? 0).toBeGreaterThanOrEqual(endOf(state) ?? 0);
    }),
  );
});
