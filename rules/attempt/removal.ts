import { endPause } from './clock.ts';
import { planEffectsOfDeletion, snapshotOf } from './consequences.ts';
import type { Effect } from './effects.ts';
import type { EventPayloads } from './events.ts';
import type { Rule } from './rule.ts';
import type { AttemptState } from './state.ts';

function remove(state: AttemptState, { quiet = false, actor }: EventPayloads['delete'], now: number) {
  const hasReview = state.reviewRevision > 0;
  const effects = planEffectsOfDeletion(state, { quiet, hasReview, requestedBy: actor?.userId ?? null, now });
  return { fields: { deletedAt: now, ...endPause(state, now) }, effects };
}

const planRemovalAtVendor = ({ exam }: AttemptState): Effect[] =>
  exam.backend === null ? [] : [{ kind: 'remove-at-vendor' }];

/** Whether the vendor is told of a removal before it is recorded. */
export const isVendorToldFirst = (before: AttemptState, after: AttemptState, undoMs = 0): boolean =>
  after.exam.backend !== null && before.deletedAt === null && after.deletedAt !== null && undoMs === 0;

/**
 * The attempt is removed (attempt-lifecycle §3.9). Its vendor is told before, unless the removal can be undone: then that
 * waits like everything else.
 */
export const DELETE = {
  record({ state, payload, now }) {
    const { fields, effects } = remove(state, payload, now);
    return { fields, effects: payload.undoMs ? [...effects, ...planRemovalAtVendor(state)] : effects };
  },
} satisfies Rule<'delete'>;

function traceReset(state: AttemptState, now: number): Effect {
  return { kind: 'track', verb: 'attempt.reset_practice_exam', snapshot: snapshotOf(state, now) };
}

/**
 * A new practice attempt takes the place of this one (attempt-lifecycle §3.5): one that the table moves stays as
 * superseded, and one whose reset it only records is removed. Its vendor is told afterwards, when it has the new one.
 */
export const RESET = {
  move: ({ state, now }, status) => ({ isQuiet: true, effects: [traceReset({ ...state, status }, now)] }),
  record({ state, payload: { actor }, now }) {
    const { fields, effects } = remove(state, { actor }, now);
    return { fields, effects: [...effects, ...planRemovalAtVendor(state), traceReset(state, now)] };
  },
} satisfies Rule<'reset'>;
