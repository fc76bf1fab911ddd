import { planEffectsOfDeletion, snapshotOf } from './consequences.ts';
import type { Effect } from './effects.ts';
import type { EventPayloads } from './events.ts';
import type { Rule } from './rule.ts';
import type { AttemptState } from './state.ts';

function remove(state: AttemptState, { quiet = false, actor }: EventPayloads['delete'], now: number) {
  const hasReview = state.reviewRevision > 0;
  const effects = planEffectsOfDeletion(state, { quiet, hasReview, requestedBy: actor?.userId ?? null, now });
  return { fields: { deletedAt: now }, effects };
}

/** The attempt is removed (attempt-lifecycle §3.9). */
export const DELETE = { record: ({ state, payload, now }) => remove(state, payload, now) } satisfies Rule<'delete'>;

function traceReset(state: AttemptState, now: number): Effect {
  return { kind: 'track', verb: 'attempt.reset_practice_exam', snapshot: snapshotOf(state, now) };
}

/**
 * A new practice attempt takes the place of this one (attempt-lifecycle §3.5): one that the table moves stays as
 * superseded, and one whose reset it only records is removed.
 */
export const RESET = {
  move: ({ state, now }, status) => ({ isQuiet: true, effects: [traceReset({ ...state, status }, now)] }),
  record({ state, payload: { actor }, now }) {
    const { fields, effects } = remove(state, { actor }, now);
    const atVendor: Effect[] = state.exam.backend === null ? [] : [{ kind: 'remove-at-vendor' }];
    return { fields, effects: [...effects, ...atVendor, traceReset(state, now)] };
  },
} satisfies Rule<'reset'>;
