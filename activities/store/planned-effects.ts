import { Context } from '@temporalio/activity';
import type { PlannedEffectRow } from '../../db/effects.ts';
import type { EffectSubjectRow } from '../../db/effect-subjects.ts';
import type { RecordedChange } from '../../workflows/exam-attempt/activities.ts';
import { effectKey, isAnnouncement, type Effect, type Lane, type PlannedEffect } from '../../rules/attempt/effects.ts';
import { applyGuard, type LearnerRecord } from '../../rules/attempt/guard.ts';
import { headOf, type FirstTries } from '../effects/first-tries.ts';

export interface FirstTriesDeps {
  firstTries: FirstTries;
  /** Epoch milliseconds. */
  clock: () => number;
}

/** An effect as planned by its cause. */
export function planOf(effect: Effect, cause: Omit<PlannedEffect, 'effect' | 'isShared'>): PlannedEffect {
  return { ...cause, effect, ...(isAnnouncement(effect) && { isShared: true }) };
}

/** An effect of a change, under its key. */
export function planEffect(effect: Effect, { state, at }: Pick<RecordedChange, 'state' | 'at'>): PlannedEffect {
  const { attemptCode, version } = state;
  return planOf(effect, { key: effectKey(attemptCode, version, effect), version, at });
}

/** An effect that the learner's other attempts may withhold. */
export type Planned = PlannedEffect & { withheld: boolean };

/** The effects in order, each with its key and whether the learner's other attempts withhold it. */
export function planEffects({ state, effects, at }: RecordedChange, learner: LearnerRecord): Planned[] {
  return applyGuard(state, effects, learner).map(({ effect, withheld }) => ({
    ...planEffect(effect, { state, at }),
    withheld,
  }));
}

/** What of a lane is tried at once, if its target is well; another worker has the rest, unless it is a local activity. */
function triedFirst({ promptly }: FirstTries, effects: readonly Planned[], lane: Lane): Planned[] {
  if (!promptly[lane].isReady()) return [];
  const head = headOf(effects, lane);
  return Context.current().info.isLocal ? head : head.filter(({ effect }) => isAnnouncement(effect));
}

/** The effects as they are written: the first ones of these lanes begin with the change. */
export function toRows(
  { firstTries, clock }: FirstTriesDeps,
  planned: readonly Planned[],
  lanes: readonly Lane[],
): PlannedEffectRow[] {
  const toBeDone = planned.filter(({ withheld }) => !withheld);
  const first = new Set(lanes.flatMap((lane) => triedFirst(firstTries, toBeDone, lane)));
  const begunAt = clock();
  return planned.map((each): PlannedEffectRow => ({ ...each, begunAt: first.has(each) ? begunAt : null }));
}

/** Has those who carry out effects know which tries have begun. */
export function handOver({ begun }: FirstTries, subject: EffectSubjectRow, effects: readonly PlannedEffectRow[]): void {
  const first = effects.filter(({ begunAt }) => begunAt !== null);
  begun.keep(first.map(({ key }) => ({ ...subject, key, number: 1 })));
}
