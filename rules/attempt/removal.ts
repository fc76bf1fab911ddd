import { consequencesOfDeletion, snapshotOf } from './consequences.ts';
import type { Effect } from './effects.ts';
import { kept, patched, refused, type Changed, type EventOf, type Outcome } from './outcome.ts';
import type { AttemptState } from './state.ts';
import type { Status } from './statuses.ts';
import { TRANSITIONS } from './transition-table.ts';

/** The attempt is removed (attempt-lifecycle §3.9). */
export function remove(state: AttemptState, { payload }: EventOf<'delete'>, now: number): Changed {
  const { quiet = false, actor } = payload;
  const hasReview = state.reviewRevision > 0;
  const effects = consequencesOfDeletion(state, { quiet, hasReview, requestedBy: actor?.userId ?? null, now });
  return patched(state, now, { deletedAt: now }, effects);
}

function resetTrace(state: AttemptState, now: number): Effect {
  return { kind: 'track', verb: 'attempt.reset_practice_exam', snapshot: snapshotOf(state, now) };
}

/** A submitted practice attempt is removed by its reset; any other stays as superseded. */
export function isRemovedByReset(status: Status): boolean {
  return status === 'submitted';
}

/** A new practice attempt takes the place of this one (attempt-lifecycle §3.5). */
export function reset(state: AttemptState, event: EventOf<'reset'>, now: number): Outcome {
  if (!state.exam.isPracticeExam) return refused('exam_not_practice');
  const cell = TRANSITIONS.reset[state.status];
  if ('refuse' in cell) return refused(cell.refuse);
  if ('keep' in cell) return kept(state);
  if (isRemovedByReset(state.status)) {
    const gone = remove(state, { name: 'delete', payload: event.payload }, now);
    const atVendor: Effect[] = state.exam.backend === null ? [] : [{ kind: 'remove-at-vendor' }];
    return { ...gone, effects: [...gone.effects, ...atVendor, resetTrace(state, now)] };
  }
  const superseded = { status: 'onboarding_reset' } as const;
  return patched(state, now, superseded, [resetTrace({ ...state, ...superseded }, now)]);
}
