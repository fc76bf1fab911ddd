import { countPausedMs, isClockRunning, isPaused } from './clock.ts';
import type { AttemptEvent } from './events.ts';
import { noteChange, type Changed, type Outcome } from './outcome.ts';
import type { Rule, Situation } from './rule.ts';
import type { AttemptState } from './state.ts';

/** Notes whether a change can be undone; any other change closes the time in which the one before it could be. */
export function noteUndo(
  before: AttemptState,
  { name, payload }: AttemptEvent,
  outcome: Outcome,
  now: number,
): Outcome {
  if (outcome.outcome !== 'changed') return outcome;
  const { undoable: _, ...known } = before;
  const { undoMs = 0, actor } = payload;
  if (undoMs === 0) {
    return before.undoable ? { ...outcome, state: { ...outcome.state, undoable: null } } : outcome;
  }
  const { version } = outcome.state;
  const undoable = { version, event: name, by: actor?.userId ?? null, at: now, until: now + undoMs, before: known };
  return { ...outcome, state: { ...outcome.state, undoable } };
}

/** The clock was stopped by the change that is undone: to the learner, that time has not passed. */
function hasStoppedClock(state: AttemptState, before: AttemptState): boolean {
  const isOn = isClockRunning(before) && !isPaused(before);
  return isOn && (state.deletedAt !== null || !isClockRunning(state));
}

/** The attempt as it was before its latest change, but with what it has heard and answered since. */
export function restoreBefore(state: AttemptState, now: number): Changed {
  const { undoable, lastPingAt, answeredWishes } = state;
  if (!undoable) return noteChange(state, now, {});
  const before: AttemptState = undoable.before;
  const lost = hasStoppedClock(state, before) ? now - undoable.at : 0;
  const clock =
    lost === 0 ? { lastPingAt } : { pausedMs: countPausedMs(before, now) + lost, unpausedAt: now, lastPingAt: now };
  const heard = answeredWishes === undefined ? {} : { answeredWishes };
  return noteChange({ ...before, version: state.version }, now, { ...clock, ...heard, undoable: null });
}

const isOfThat = ({ state, payload }: Situation<'undo'>) => state.undoable?.version === payload.version;

/** Staff take back what they have just done. */
export const UNDO = {
  conditions: {
    'something has happened since': ({ state, payload }) => state.version > payload.version,
    'it cannot be undone': (situation) => !isOfThat(situation),
    'its time is over': ({ state, now }) => now > (state.undoable?.until ?? now),
  },
} satisfies Rule<'undo'>;
