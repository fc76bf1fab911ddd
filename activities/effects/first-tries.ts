import { EFFECTS, isAnnouncement, LANES, type Lane, type PlannedEffect } from '../../rules/attempt/effects.ts';
import { EFFECT_SLOTS } from '../effect-slots.ts';
import { BegunTries } from './begun-tries.ts';
import { createPromptTries, type PromptTries } from './prompt-tries.ts';

const TARGETS: Readonly<Record<Lane, string>> = {
  lms: 'LMS',
  vendor: 'vendor',
  mail: 'mail server',
  siblings: 'other attempts',
};

/** What is known in a worker of tries that belong to the task of a change. */
export interface FirstTries {
  promptly: Readonly<Record<Lane, PromptTries>>;
  begun: BegunTries;
}

export function createFirstTries(): FirstTries {
  const promptly = LANES.map((lane) => [lane, createPromptTries(TARGETS[lane], EFFECT_SLOTS[lane])]);
  return { promptly: Object.fromEntries(promptly) as Record<Lane, PromptTries>, begun: new BegunTries() };
}

/** What a lane carries out first: one effect, or all announcements before it. */
export function headOf<Planned extends Pick<PlannedEffect, 'effect'>>(
  effects: readonly Planned[],
  lane: Lane,
): Planned[] {
  const queue = effects.filter(({ effect }) => EFFECTS[effect.kind].lane === lane);
  const alone = queue.findIndex(({ effect }) => !isAnnouncement(effect));
  return alone === -1 ? queue : queue.slice(0, Math.max(alone, 1));
}
