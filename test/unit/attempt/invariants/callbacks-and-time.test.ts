// Callbacks and the end of the time by attempt-lifecycle §8. What is answered to a vendor's call:
// test/api/vendor-callbacks.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transition } from '../../../../rules/attempt/transition.ts';
import { STATUSES } from '../../../../rules/attempt/statuses.ts';
import { ENDS_AT, MINUTE, STARTED_AT } from '../../../support/attempt-builders.ts';
import { anyAttempt, anyFacts, aProctoredExam, changeOf, factsWith } from '../../../support/invariant-arbitraries.ts';

const NOW = STARTED_AT + 20 * MINUTE;
const running = anyAttempt(['started', 'ready_to_submit']);
const plain = (name: 'vendor-ready' | 'launch' | 'start' | 'error' | 'expire') => ({ name, payload: {} });

describe('the end of the time', () => {
  it('10: gives timed_out where that is wanted: no completion, mail, credit or vendor stop', () => {
    fc.assert(
      fc.property(running, fc.nat(100_000), (attempt, lateMs) => {
        const facts = factsWith({ allowTimedOutState: true });
        const { state, effects } = changeOf(transition(attempt, plain('expire'), ENDS_AT + lateMs, facts));
        expect(state).toMatchObject({ status: 'timed_out', completedAt: null });
        expect(effects.map(({ kind }) => kind)).toEqual(['track', 'announce-status']);
      }),
    );
  });
});

describe('a callback', () => {
  it('12: of readiness changes only what is being set up, and a second one nothing', () => {
    fc.assert(
      fc.property(anyAttempt(STATUSES, aProctoredExam), anyFacts, (attempt, facts) => {
        const first = transition(attempt, plain('vendor-ready'), NOW, facts);
        const isBeingSetUp = ['created', 'download_software_clicked'].includes(attempt.status);
        expect(first.outcome).toBe(isBeingSetUp ? 'changed' : 'kept');
        const state = first.outcome === 'refused' ? attempt : first.state;
        expect(state.status).toBe(isBeingSetUp ? 'ready_to_start' : attempt.status);
        expect(transition(state, plain('vendor-ready'), NOW, facts)).toEqual({ outcome: 'kept', state });
      }),
    );
  });

  it('13: of a launch, before and after the start, makes ready and hands in', () => {
    fc.assert(
      fc.property(anyAttempt(['created', 'download_software_clicked'], aProctoredExam), anyFacts, (attempt, facts) => {
        fc.pre(facts.clock.dueAt === null || facts.clock.dueAt > NOW);
        const ready = changeOf(transition(attempt, plain('launch'), NOW, facts)).state;
        const started = changeOf(transition(ready, plain('start'), NOW, facts)).state;
        const handedIn = changeOf(transition(started, plain('launch'), NOW + 1, facts)).state;
        expect([ready.status, started.status, handedIn.status]).toEqual(['ready_to_start', 'started', 'submitted']);
      }),
    );
  });

  it('17: of an error changes nothing that is submitted, nor anything while lost pings do not matter', () => {
    fc.assert(
      fc.property(anyAttempt(), fc.boolean(), (attempt, pingFailurePassthrough) => {
        fc.pre(attempt.status === 'submitted' || pingFailurePassthrough);
        const note = attempt.status === 'submitted' ? 'already-submitted' : 'passthrough';
        const facts = factsWith({ pingFailurePassthrough });
        expect(transition(attempt, plain('error'), NOW, facts)).toEqual({ outcome: 'kept', state: attempt, note });
      }),
    );
  });
});
