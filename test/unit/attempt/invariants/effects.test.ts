// What changes of an attempt cause outside, by attempt-lifecycle §8. Declines that reach other exams (27–29), onboarding
// that unblocks (30) and failing email (36): test/workflows/effects.test.ts and test/e2e/effects/side-effects.test.ts;
// registrations that fail (51): test/workflows/creation.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EFFECT_KINDS, EFFECTS } from '../../../../rules/attempt/effects.ts';
import { COMPLETED, INCOMPLETE, ONBOARDING_ERRORS } from '../../../../rules/attempt/statuses.ts';
import { step, transition } from '../../../../rules/attempt/transition.ts';
import { ENDS_AT, MINUTE, STARTED_AT } from '../../../support/attempt-builders.ts';
import {
  anyAttempt,
  aProctoredExam,
  anyEvent,
  anyFacts,
  anyPast,
  changeOf,
  effectsOf,
  factsWith,
  kindsOf,
} from '../../../support/invariant-arbitraries.ts';

const NOW = STARTED_AT + 20 * MINUTE;
const running = anyAttempt(['started', 'ready_to_submit']);
const plain = (name: 'created' | 'start') => ({
  name,
  payload: {},
});

describe('a decline', () => {
  const decline = (cascaded: boolean) => ({ name: 'decline', payload: { cascaded } }) as const;

  it('27, 29: asks for the other exams of the course once when it is direct, and goes no further', () => {
    fc.assert(
      fc.property(anyAttempt(INCOMPLETE, aProctoredExam), fc.boolean(), anyFacts, (attempt, cascaded, facts) => {
        const kinds = kindsOf(transition(attempt, decline(cascaded), NOW, facts));
        expect(kinds.filter((kind) => kind === 'decline-siblings')).toHaveLength(cascaded ? 0 : 1);
      }),
    );
  });

  it('28: changes nothing that is completed, and a rejection asks for no other exam', () => {
    fc.assert(
      fc.property(anyAttempt(COMPLETED), fc.boolean(), anyFacts, (attempt, cascaded, facts) => {
        expect(transition(attempt, decline(cascaded), NOW, facts)).toEqual({ outcome: 'kept', state: attempt });
      }),
    );
    fc.assert(
      fc.property(anyPast, (past) => {
        const asking = past.filter(({ outcome }) => kindsOf(outcome).includes('decline-siblings'));
        expect(asking.every(({ after }) => after.status === 'declined')).toBe(true);
      }),
    );
  });
});

it('30: onboarding unblocks other attempts when it is submitted or verified, not on any end (differences §1.10)', () => {
  fc.assert(
    fc.property(anyAttempt(), anyEvent, anyFacts, (attempt, event, facts) => {
      const outcome = transition(attempt, event, NOW, facts);
      const status = outcome.outcome === 'changed' && outcome.state.status !== attempt.status && outcome.state.status;
      const isDone = status === 'submitted' || status === 'verified';
      const unblocks = isDone && attempt.isSampleAttempt && facts.settings.supportsOnboarding;
      expect(kindsOf(outcome).includes('clear-blocked-attempts')).toBe(unblocks);
    }),
  );
});

it('35: a change sends at most one mail, and none to samples, to the unproctored and in other statuses', () => {
  fc.assert(
    fc.property(anyPast, (past) => {
      for (const { after, outcome } of past) {
        const mails = effectsOf(outcome).filter(({ kind }) => kind === 'send-mail');
        const isEntitled = after.takingAsProctored && !after.isSampleAttempt;
        const isTold = ['submitted', 'verified', 'rejected'].includes(after.status);
        expect(mails).toEqual(mails.length > 0 ? [{ kind: 'send-mail', mail: after.status }] : []);
        if (!isEntitled || !isTold) expect(mails).toEqual([]);
      }
    }),
  );
});

it('36: mail holds up nothing else: it alone is in its lane', () => {
  const inLane = EFFECT_KINDS.filter((kind) => EFFECTS[kind].lane === 'mail');
  expect(inLane).toEqual(['send-mail']);
});

it('51: an attempt whose registration was refused for onboarding is announced so, and can never start', () => {
  fc.assert(
    fc.property(anyAttempt(ONBOARDING_ERRORS), anyFacts, (attempt, facts) => {
      expect(attempt.externalId).toBeNull();
      const { effects } = changeOf(transition(attempt, plain('created'), NOW, facts));
      expect(effects).toMatchObject([
        { kind: 'track', verb: `attempt.${attempt.status}` },
        { kind: 'announce-status', status: attempt.status, withNames: true },
      ]);
      expect(transition(attempt, plain('start'), NOW, facts).outcome).toBe('refused');
    }),
  );
});

describe('every move to another status', () => {
  it('52: emits one tracking event and one signal with that status', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        for (const { event, before, after, outcome } of past) {
          if (outcome.outcome !== 'changed' || before.status === after.status || isFlagged(event.name)) continue;
          const told = outcome.effects.filter(
            (effect) =>
              effect.kind === 'announce-status' ||
              (effect.kind === 'track' && effect.verb !== 'attempt.review_received'),
          );
          expect(told).toMatchObject([
            { kind: 'track', verb: `attempt.${after.status}`, snapshot: { status: after.status } },
            { kind: 'announce-status', status: after.status },
          ]);
        }
      }),
    );
  });

  it('52: emits two of each when the time had run out before, in the order in which it happened', () => {
    fc.assert(
      fc.property(running, fc.constantFrom('verified', 'rejected'), (attempt, status) => {
        const event = { name: 'set-status', payload: { status } } as const;
        const steps = step(attempt, event, ENDS_AT + 1, factsWith({}));
        const verbs = steps.flatMap(({ outcome }) =>
          effectsOf(outcome).flatMap((effect) => (effect.kind === 'track' ? [effect.verb] : [])),
        );
        expect(verbs).toEqual(['attempt.submitted', `attempt.${status}`]);
      }),
    );
  });
});

/** A mark, a take-over and a reset are not moves of the core rule: they leave the status of the 5.x line as it is. */
function isFlagged(name: string): boolean {
  return ['mark-ready-to-resume', 'resumed', 'reset'].includes(name);
}
