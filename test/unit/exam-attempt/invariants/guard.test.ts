// What the guard lets through, by attempt-lifecycle §8. That both attempts of a learner are judged in one transaction:
// test/workflows/effects.test.ts and test/e2e/effects/several-attempts.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardHolds, withoutGuarded } from '../../../../workflows/exam-attempt/rules/guard.ts';
import { STATUSES, type Status } from '../../../../workflows/exam-attempt/rules/statuses.ts';
import { transition } from '../../../../workflows/exam-attempt/rules/transition.ts';
import { anAttemptIn, ENDS_AT, someFacts } from '../../../support/attempt-builders.ts';
import {
  anyAttempt,
  anyEvent,
  anyFacts,
  anyPast,
  anyStatus,
  effectsOf,
  kindsOf,
} from '../../../support/invariant-arbitraries.ts';

const anySibling = fc.record({ status: anyStatus, resumed: fc.boolean() });
const siblings = fc.array(anySibling, { maxLength: 5 });

describe('of several attempts on an exam', () => {
  it('31: a pass counts only when all are verified; design §6: those that were resumed are not asked', () => {
    fc.assert(
      fc.property(siblings, (others) => {
        const asked = others.filter(({ resumed }) => !resumed);
        expect(guardHolds('verified', false, others)).toBe(asked.every(({ status }) => status === 'verified'));
      }),
    );
  });

  it('32: at most one standing rejection has had consequences, in whatever order attempts are decided', () => {
    const decisions = fc.array(
      fc.record({ index: fc.nat(3), to: fc.constantFrom('rejected', 'verified', 'submitted') }),
    );
    fc.assert(
      fc.property(decisions, (made) => {
        const statuses: Status[] = ['submitted', 'submitted', 'submitted', 'submitted'];
        const effective = new Set<number>();
        for (const { index, to } of made) {
          if (statuses[index] === to) continue;
          const others = statuses.filter((_, other) => other !== index).map((status) => ({ status, resumed: false }));
          effective.delete(index);
          if (to === 'rejected' && guardHolds(to, false, others)) effective.add(index);
          statuses[index] = to;
          expect(effective.size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('32: a rejection beside a rejected or declined one has none; design §6: unless that one was resumed', () => {
    fc.assert(
      fc.property(siblings, (others) => {
        const blocking = others.some(({ status, resumed }) => !resumed && ['rejected', 'declined'].includes(status));
        expect(guardHolds('rejected', false, others)).toBe(!blocking);
      }),
    );
  });

  it('31, 32: what the guard holds back is credit, grade, mail and the decline of others, and nothing else', () => {
    const heldBack = /^(set-credit|decline-siblings|.*override.*|invalidate-.*|publish-.*|send-mail)$/;
    fc.assert(
      fc.property(anyAttempt(), anyEvent, anyFacts, (attempt, event, facts) => {
        const effects = effectsOf(transition(attempt, event, ENDS_AT, facts));
        expect(withoutGuarded(effects)).toEqual(effects.filter(({ kind }) => !heldBack.test(kind)));
      }),
    );
  });

  it('27, 32: a practice attempt, an only attempt, a decline and an error are never held back', () => {
    fc.assert(
      fc.property(anyStatus, siblings, (to, others) => {
        expect(guardHolds(to, true, others)).toBe(true);
        expect(guardHolds(to, false, [])).toBe(true);
        expect([guardHolds('declined', false, others), guardHolds('error', false, others)]).toEqual([true, true]);
      }),
    );
    expect(STATUSES.filter((to) => guardHolds(to, false, [{ status: 'verified', resumed: false }]))).toEqual([
      'declined',
      'submitted',
      'verified',
      'rejected',
      'error',
    ]);
  });
});

describe('the override of a grade', () => {
  it('33: exists while the attempt is rejected, and is gone once it is verified', () => {
    fc.assert(
      fc.property(anyPast, (past) => {
        let overridden = false;
        for (const { after, outcome } of past) {
          const kinds = kindsOf(outcome);
          if (kinds.includes('override-grade')) overridden = true;
          if (kinds.includes('undo-grade-override')) overridden = false;
          if (after.status === 'rejected') expect(overridden).toBe(true);
          if (after.status === 'verified') expect(overridden).toBe(false);
        }
      }),
    );
  });

  it('34: survives every status but a pass, and a pass undoes it after second_review_required too (design §6)', () => {
    const decided = fc.constantFrom<Status>('rejected', 'second_review_required', 'error', 'submitted', 'verified');
    fc.assert(
      fc.property(fc.array(decided, { maxLength: 8 }), (statuses) => {
        let [state, isOwed] = [anAttemptIn('submitted'), false];
        for (const status of statuses) {
          const outcome = transition(state, { name: 'set-status', payload: { status } }, ENDS_AT, someFacts());
          const passed = outcome.outcome === 'changed' && status === 'verified';
          expect(kindsOf(outcome).includes('undo-grade-override')).toBe(passed && isOwed);
          isOwed = status === 'rejected' || (isOwed && !passed);
          if (outcome.outcome === 'changed') state = outcome.state;
        }
      }),
    );
  });
});
