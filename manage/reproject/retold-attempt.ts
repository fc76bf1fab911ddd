import type {
  Recorded,
  RecordedChange,
  RecordedCreation,
  RegistrationRequest,
  ReopenedEffect,
  Reopening,
  Reservation,
  StoreActivities,
} from '../../workflows/exam-attempt/activities.ts';
import { EFFECT_REFUSED } from '../../workflows/exam-attempt/activities.ts';
import { effectKey, isAnnouncement, type PlannedEffect } from '../../rules/attempt/effects.ts';
import { isGuarded } from '../../rules/attempt/guard.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { Call, RetoldRun } from './replays.ts';

/** An effect as its workflow knows it. */
export interface RetoldEffect extends PlannedEffect {
  position: number;
  outcome: 'pending' | 'done' | 'refused' | 'withheld';
  /** When it came to that, epoch milliseconds; null while pending. */
  finishedAt: number | null;
  /** Who had it tried again, and when. */
  reopenings: Reopening[];
}

export type IgnoredEvent = Parameters<StoreActivities['recordIgnored']>[0];

/** What the runs of an attempt have recorded, in order. */
export interface RetoldAttempt {
  state: AttemptState;
  /** When its place was taken, epoch milliseconds: its row dates from then. */
  placedAt: number;
  changes: RecordedChange[];
  effects: Map<string, RetoldEffect>;
  ignored: IgnoredEvent[];
  /** A later run began with less than an earlier one had recorded: workers ran on the older rows. */
  isForked: boolean;
}

type Effects = RetoldAttempt['effects'];

const isKeyed = (input: unknown): input is { key: string } =>
  typeof input === 'object' && input !== null && 'key' in input && typeof input.key === 'string';

/** What the effects of a call were, by their keys. */
const keysOf = (input: unknown): string[] =>
  (Array.isArray(input) ? input : [input]).filter(isKeyed).map(({ key }) => key);

/**
 * Which effects that a change did not leave to its workflow were withheld; the others were announced with it. The guard
 * withholds all that it guards or nothing, and announcements go out together.
 */
function areGuardedWithheld(change: RecordedChange, isLeft: (key: string) => boolean): boolean {
  const { attemptCode, version } = change.state;
  const left = (effects: RecordedChange['effects']) =>
    effects.map((effect) => isLeft(effectKey(attemptCode, version, effect)));
  const lone = left(change.effects.filter((effect) => isGuarded(effect) && !isAnnouncement(effect)));
  if (lone.length > 0) return !lone.includes(true);
  return left(change.effects.filter((effect) => !isGuarded(effect) && isAnnouncement(effect))).includes(true);
}

function addEffects(effects: Effects, change: RecordedChange, left: readonly PlannedEffect[]): void {
  const { state, at } = change;
  const byKey = new Map(left.map((planned) => [planned.key, planned]));
  const areWithheld = areGuardedWithheld(change, (key) => byKey.has(key));
  for (const [position, effect] of change.effects.entries()) {
    const key = effectKey(state.attemptCode, state.version, effect);
    const planned = byKey.get(key);
    const base = { position, reopenings: [] };
    if (planned) effects.set(key, { ...planned, ...base, outcome: 'pending', finishedAt: null });
    else if (effect.kind !== 'undo-grade-override') {
      const outcome = areWithheld && isGuarded(effect) ? 'withheld' : 'done';
      effects.set(key, { key, version: state.version, at, effect, ...base, outcome, finishedAt: at });
    }
  }
}

/** What an undone change had planned is not carried out. */
function withhold(effects: Effects, version: number | undefined, at: number): void {
  for (const effect of effects.values()) {
    if (effect.version !== version || effect.outcome !== 'pending') continue;
    effects.set(effect.key, { ...effect, outcome: 'withheld', finishedAt: at });
  }
}

function addChange(attempt: RetoldAttempt, change: RecordedChange, left: readonly PlannedEffect[]): void {
  attempt.state = change.state;
  if (attempt.changes.some(({ state }) => state.version === change.state.version)) return;
  attempt.changes.push(change);
  addEffects(attempt.effects, change, left);
  withhold(attempt.effects, change.undoes, change.at);
}

function finish(effects: Effects, keys: readonly string[], outcome: 'done' | 'refused', at: number): void {
  for (const key of keys) {
    const effect = effects.get(key);
    if (effect) effects.set(key, { ...effect, outcome, finishedAt: at });
  }
}

/** Goes on with what a run found when it began. */
function adopt(attempt: RetoldAttempt | null, state: AttemptState, pending: readonly PlannedEffect[]): RetoldAttempt {
  const adopted = attempt ?? {
    state,
    placedAt: state.createdAt,
    changes: [],
    effects: new Map(),
    ignored: [],
    isForked: false,
  };
  if (state.version < adopted.state.version) adopted.isForked = true;
  else adopted.state = state;
  for (const [position, planned] of pending.entries()) {
    if (adopted.effects.has(planned.key)) continue;
    adopted.effects.set(planned.key, { ...planned, position, outcome: 'pending', finishedAt: null, reopenings: [] });
  }
  return adopted;
}

const begin = (state: AttemptState): RetoldAttempt => adopt(null, state, []);

function takeCreation(attempt: RetoldAttempt | null, { changes }: RecordedCreation, recorded: Recorded | null) {
  const [first] = changes;
  if (!recorded || !first) return attempt;
  const created = attempt ?? begin(first.state);
  const isOther =
    recorded.earlier !== null && !changes.some(({ state }) => state.version === recorded.earlier?.state.version);
  for (const change of changes) addChange(created, change, recorded.effects);
  if (isOther && recorded.earlier) created.state = recorded.earlier.state;
  return created;
}

function takeChange(
  attempt: RetoldAttempt | null,
  change: RecordedChange,
  recorded: Awaited<ReturnType<StoreActivities['recordChange']>>,
) {
  if (!('effects' in recorded)) return attempt;
  const changed = attempt ?? begin(change.state);
  const { earlier, effects } = recorded;
  const isSame = earlier?.event === change.event && earlier.state.version === change.state.version;
  if (!earlier || isSame) addChange(changed, change, effects);
  else changed.state = earlier.state;
  return changed;
}

function takeReopening({ effects }: RetoldAttempt, wish: Reopening, reopened: ReopenedEffect | null): void {
  if (!reopened?.wasRefused) return;
  const { position = 0, reopenings = [] } = effects.get(wish.key) ?? {};
  const asked = { position, reopenings: [...reopenings, wish] };
  effects.set(wish.key, { ...reopened.planned, ...asked, outcome: 'pending', finishedAt: null });
}

/** One call of a run, in its turn. */
function take(attempt: RetoldAttempt | null, { name, input, ended }: Call): RetoldAttempt | null {
  if (!ended) return attempt;
  const { at, end } = ended;
  if ('failure' in end) {
    if (attempt && end.failure === EFFECT_REFUSED) finish(attempt.effects, keysOf(input), 'refused', at);
    return attempt;
  }
  const { result } = end;
  switch (name) {
    case 'recordCreation':
      return takeCreation(attempt, input as RecordedCreation, result as Recorded | null);
    case 'recordChange':
      return takeChange(attempt, input as RecordedChange, result as Recorded);
    case 'loadAttempt': {
      const found = result as Awaited<ReturnType<StoreActivities['loadAttempt']>>;
      return found ? adopt(attempt, found.state, found.pending) : attempt;
    }
    case 'reopenEffect':
      if (attempt) takeReopening(attempt, input as Reopening, result as ReopenedEffect | null);
      return attempt;
    case 'recordIgnored':
      attempt?.ignored.push(input as IgnoredEvent);
      return attempt;
    default: {
      // Of several announcements, the first so many are finished.
      const keys = keysOf(input);
      if (attempt) finish(attempt.effects, typeof result === 'number' ? keys.slice(0, result) : keys, 'done', at);
      return attempt;
    }
  }
}

/** When a call took the place of the attempt; null if it did not. */
function placedAt({ name, input, ended }: Call): number | null {
  const { result } = (ended?.end ?? {}) as { result?: object | null };
  if (!result) return null;
  switch (name) {
    case 'reserveAttempt':
      return 'attemptId' in result ? (input as Reservation).at : null;
    case 'registerAttempt':
      return (input as RegistrationRequest).reservation?.at ?? null;
    default:
      return null;
  }
}

/** What an attempt is by its runs, the oldest first; null if nothing was recorded, as after a refused creation. */
export function retellAttempt(runs: readonly RetoldRun[]): RetoldAttempt | null {
  let attempt: RetoldAttempt | null = null;
  let placed: number | null = null;
  for (const { input, calls } of runs) {
    if (input.kind === 'continue') attempt = adopt(attempt, input.state, input.pending);
    for (const call of calls) {
      attempt = take(attempt, call);
      placed ??= placedAt(call);
    }
  }
  return attempt === null || placed === null ? attempt : { ...attempt, placedAt: placed };
}
