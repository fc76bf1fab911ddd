import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, readClock } from '../../../rules/attempt/clock.ts';
import type { AttemptEvent, EventPayloads } from '../../../rules/attempt/events.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { step, transition } from '../../../rules/attempt/transition.ts';
import { anEventOf, anyAttempt, anyFacts } from '../../support/attempt-arbitraries.ts';
import { anAttemptIn, ENDS_AT, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';

const AT = STARTED_AT + 30 * MINUTE;
const LATER = AT + 40_000;
const window = { undoMs: 60_000, actor: { kind: 'staff', userId: 9 } } as const;

const undo = (state: AttemptState, now = LATER) =>
  step(state, { name: 'undo', payload: { version: state.version } }, now, someFacts()).at(-1)?.outcome;
const undone = (state: AttemptState, now = LATER): AttemptState => {
  const outcome = undo(state, now);
  if (outcome?.outcome !== 'changed') throw new Error(JSON.stringify(outcome));
  return outcome.state;
};
const done = (event: AttemptEvent, state = anAttemptIn('started')) => lastOf(state, event, AT, someFacts());

describe('an act that can be undone', () => {
  it('changes the attempt at once, and says until when', () => {
    const submitted = done({ name: 'submit', payload: window });
    expect(submitted).toMatchObject({
      status: 'submitted',
      undoable: { version: 2, event: 'submit', by: 9, at: AT, until: AT + 60_000 },
    });
    expect(submitted.undoable?.before).not.toHaveProperty('undoable');
  });

  it('can be undone until then, and not after it', () => {
    const submitted = done({ name: 'submit', payload: window });
    expect(undone(submitted, AT + 60_000)).toMatchObject({ status: 'started', completedAt: null, undoable: null });
    expect(undo(submitted, AT + 60_001)).toEqual({ outcome: 'refused', refusal: 'undo_too_late' });
  });

  it.each<[string, AttemptEvent]>([
    ['handing it in', { name: 'submit', payload: window }],
    ['an error', { name: 'set-status', payload: { ...window, status: 'error' } }],
    ['a removal', { name: 'delete', payload: window }],
  ])('gives back the seconds that %s has cost', (_, event) => {
    const before = anAttemptIn('started');
    const after = undone(done(event));
    expect(after).toMatchObject({ status: 'started', deletedAt: null, isResumable: false });
    expect(readClock(after, LATER)).toBe(readClock(before, AT));
    expect(endOf(after)).toBe(ENDS_AT + 40_000);
  });

  it('leaves no trace of a slip of 150 minutes', () => {
    const slip = done({ name: 'incident-time', payload: { ...window, minutes: 150 } });
    expect(endOf(slip)).toBe(ENDS_AT + 150 * MINUTE);
    const { version, modifiedAt, undoable, ...after } = undone(slip);
    const { version: _, modifiedAt: __, ...before } = anAttemptIn('started');
    expect({ ...after, version, modifiedAt, undoable }).toEqual({
      ...before,
      version: 3,
      modifiedAt: LATER,
      undoable: null,
    });
  });

  it('stays once the learner, the vendor or somebody else has acted', () => {
    const longer = done({ name: 'incident-time', payload: { ...window, minutes: 15 } });
    const meanwhile = lastOf(longer, { name: 'stop', payload: {} }, LATER, someFacts());
    expect(meanwhile.undoable).toBeNull();
    const late = { name: 'undo', payload: { version: longer.version } } as const;
    expect(transition(meanwhile, late, LATER, someFacts())).toEqual({ outcome: 'refused', refusal: 'undo_overtaken' });
    const heard = lastOf(longer, { name: 'ping', payload: {} }, LATER, someFacts());
    expect(undone(heard).lastPingAt).toBe(LATER);
  });

  it('of two acts, only the later one can be undone', () => {
    const first = done({ name: 'submit', payload: window });
    const second = done({ name: 'set-status', payload: { ...window, status: 'verified' } }, first);
    expect(undone(second)).toMatchObject({ status: 'submitted', undoable: null });
    expect(undo(undone(second))).toEqual({ outcome: 'refused', refusal: 'undo_not_possible' });
  });

  it('tells the vendor of a removal later, with everything else', () => {
    const [outcome] = step(anAttemptIn('submitted'), { name: 'delete', payload: window }, AT, someFacts());
    const kinds = outcome.outcome.outcome === 'changed' ? outcome.outcome.effects.map(({ kind }) => kind) : [];
    expect(kinds).toContain('remove-at-vendor');
  });
});

it('whatever was done, undoing it restores all but what has been heard and answered since', () => {
  const acts = anEventOf([
    'submit',
    'set-status',
    'delete',
    'incident-time',
    'correct-end',
    'pause',
    'unpause',
    'decline',
  ]);
  fc.assert(
    fc.property(anyAttempt, acts, anyFacts, (attempt, event, facts) => {
      const payload = { ...event.payload, ...window } as EventPayloads['submit'];
      const outcome = transition(attempt, { ...event, payload } as AttemptEvent, AT, facts);
      fc.pre(outcome.outcome === 'changed');
      const after = undone(outcome.outcome === 'changed' ? outcome.state : attempt, AT);
      expect(after).toEqual({
        ...attempt,
        version: attempt.version + 2,
        modifiedAt: AT,
        undoable: null,
        lastPingAt: after.lastPingAt,
      });
    }),
  );
});
