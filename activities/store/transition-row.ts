import type { TransitionRow } from '../../db/attempt-transitions.ts';
import { endOf, isClockRunning, readClock } from '../../rules/attempt/clock.ts';
import type { RecordedChange } from '../../workflows/exam-attempt/activities.ts';

/** The status that a change leads to, as the history names it. */
export function statusAfter({ state }: Pick<RecordedChange, 'state'>): string {
  return state.deletedAt === null ? state.status : '(deleted)';
}

/** A change as the history of its attempt keeps it. */
export function transitionOf({ state, actor, at, ...change }: RecordedChange): TransitionRow {
  return {
    version: state.version,
    event: change.event,
    fromStatus: change.fromStatus,
    toStatus: statusAfter({ state }),
    actorKind: actor.kind,
    actorUserId: actor.userId ?? null,
    reason: change.reason,
    actorRole: actor.role ?? null,
    category: change.category ?? null,
    noteId: change.noteId ?? null,
    minutes: change.minutes ?? null,
    endsAt: isClockRunning(state) ? endOf(state) : null,
    requestId: change.requestId ?? null,
    bulkId: change.bulkId ?? null,
    clockSeconds: readClock(state, at),
    at,
  };
}
