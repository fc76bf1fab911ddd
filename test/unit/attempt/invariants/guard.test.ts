// What the guard lets through, by attempt-lifecycle §8. That both attempts of a learner are judged in one transaction:
// test/workflows/effects.test.ts and test/e2e/effects/several-attempts.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardHolds, isGuarded, applyGuard, type LearnerRecord } from '../../../../rules/attempt/guard.ts';
import type { Effect } from '../../../../rules/attempt/effects.ts';
import type { AttemptState } from '../../../../rules/attempt/state.ts';
import { STATUSES, type Status } from '../../../../rules/attempt/statuses.ts';
import { transition } from '../../../../rules/attempt/transition.ts';
import { anAttemptIn, ENDS_AT, someFacts } from '../../../support/attempt-builders.ts';
import {
  anyAttempt,
  anyEvent,
  anyFacts,
  anyStatus,
  changeOf,
  effectsOf,
} from '../../../support/invariant-arbitraries.ts';

const anySibling = fc.record({ status: anyStatus, resumed: fc.boolean() });
const siblings = fc.array(anySibling, { maxLength: 5 });

describe('of several attempts on an exam', () => {
  it('31: a pass counts only when all are verified; differences §4.2: those that were resumed are not asked', () => {
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

  it('32: a rejection beside a rejected or declined one has none; differences §4.2: unless that one was resumed', () => {
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
        expect(effects.filter(isGuarded)).toEqual(effects.filter(({ kind }) => heldBack.test(kind)));
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
  const decided = fc.constantFrom<Status>('rejected', 'second_review_required', 'error', 'submitted', 'verified');
  const decide = (attempt: AttemptState, status: Status) =>
    transition(attempt, { name: 'set-status', payload: { status } }, ENDS_AT, someFacts());
  const carriedOut = (attempt: AttemptState, effects: Effect[], learner: LearnerRecord) =>
    applyGuard(attempt, effects, learner).flatMap(({ effect, withheld }) => (withheld ? [] : [effect.kind]));

  /** Decides attempts of one learner on one exam, the last of which follows up on the others. */
  function decideAll(decisions: readonly { index: number; status: Status }[]) {
    const attempts = [anAttemptIn('resumed'), anAttemptIn('resumed'), anAttemptIn('submitted')];
    let overrideStands = false;
    return decisions.map(({ index, status }) => {
      const attempt = attempts[index] ?? anAttemptIn('submitted');
      const outcome = decide(attempt, status);
      const others = attempts.filter((other) => other !== attempt);
      const before = overrideStands;
      if (outcome.outcome !== 'changed') return { status: attempt.status, kinds: [], before, after: before };
      attempts[index] = outcome.state;
      const kinds = carriedOut(outcome.state, outcome.effects, { others, overrideStands });
      if (kinds.includes('override-grade')) overrideStands = true;
      if (kinds.includes('undo-grade-override')) overrideStands = false;
      return { status: outcome.state.status, kinds, before, after: overrideStands };
    });
  }

  const anyDecisions = fc.array(fc.record({ index: fc.nat(2), status: decided }), { maxLength: 10 });

  it('33: exists while the only attempt is rejected, and is gone once it is verified', () => {
    fc.assert(
      fc.property(fc.array(decided, { maxLength: 8 }), (statuses) => {
        for (const { status, after } of decideAll(statuses.map((to) => ({ index: 2, status: to })))) {
          if (status === 'rejected') expect(after).toBe(true);
          if (status === 'verified') expect(after).toBe(false);
        }
      }),
    );
  });

  it('34: survives every status but a pass, and a pass undoes it after second_review_required too (differences §4.1)', () => {
    fc.assert(
      fc.property(anyDecisions, (decisions) => {
        for (const { status, before, kinds } of decideAll(decisions)) {
          const isUndone = kinds.includes('undo-grade-override');
          if (isUndone) expect({ status, before }).toEqual({ status: 'verified', before: true });
        }
      }),
    );
  });

  it('differences §4.1: of a late rejection of a superseded attempt is undone when its follow-up passes, and only once', () => {
    fc.assert(
      fc.property(fc.nat(1), fc.constantFrom<Status>('error', 'second_review_required'), (index, between) => {
        const told = decideAll([
          { index, status: 'rejected' },
          { index: 2, status: 'verified' },
          { index: 2, status: between },
          { index: 2, status: 'verified' },
        ]).map(({ kinds }) => kinds.filter((kind) => kind.includes('override')));
        expect(told).toEqual([['override-grade'], ['undo-grade-override'], [], []]);
      }),
    );
  });

  it('is undone by the pass that the guard lets through, not by one that another attempt still forbids', () => {
    const learner = (status: Status) => ({ others: [{ status, resumed: false }], overrideStands: true });
    const { state, effects } = changeOf(decide(anAttemptIn('rejected'), 'verified'));
    expect(carriedOut(state, effects, learner('submitted'))).not.toContain('undo-grade-override');
    expect(carriedOut(state, effects, learner('verified'))).toContain('undo-grade-override');
  });

  it('is undone by a removal, whatever the other attempts are', () => {
    fc.assert(
      fc.property(anyAttempt(), siblings, fc.boolean(), (attempt, others, overrideStands) => {
        const { state, effects } = changeOf(transition(attempt, { name: 'delete', payload: {} }, ENDS_AT, someFacts()));
        expect(carriedOut(state, effects, { others, overrideStands })).toContain('undo-grade-override');
      }),
    );
  });

  it('is told with the reset, and only if there is one: Open edX knows no other word for it (edx-exams §7)', () => {
    fc.assert(
      fc.property(anyAttempt(), siblings, fc.boolean(), (attempt, others, overrideStands) => {
        const { state, effects } = changeOf(transition(attempt, { name: 'delete', payload: {} }, ENDS_AT, someFacts()));
        const told = applyGuard(state, effects, { others, overrideStands }).map(({ effect }) => effect);
        const reset = { kind: 'publish-exam-event', event: 'reset', requestedBy: null };
        expect(told.filter(({ kind }) => kind === 'publish-exam-event')).toEqual([
          { ...reset, ...(overrideStands && { undoesOverride: true }) },
        ]);
      }),
    );
  });
});
