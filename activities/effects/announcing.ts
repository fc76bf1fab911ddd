import { log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import { isAnnouncement, type PlannedEffect } from '../../rules/attempt/effects.ts';
import { headOf } from './first-tries.ts';
import { postponementFor, tryOrPutOff, type TryPromptly } from './prompt-tries.ts';
import type { CarryOutTogether, PutOff } from './recording.ts';

/** Tells the LMS of several effects at once, in order; throws if it does not take all of them soon. */
export type Announce = (inputs: readonly EffectInput[]) => Promise<void>;

/** Sends announcements in the workflow task of the change itself; what the LMS does not take at once goes separately. */
export function createAnnouncer(tellAll: CarryOutTogether, tryPromptly: TryPromptly, putOff: PutOff): Announce {
  return (inputs) => {
    const tell = async () => {
      const { finished } = await tellAll(inputs);
      if (finished < inputs.length) throw postponementFor('The worker is stopping');
    };
    return tryOrPutOff(tryPromptly, tell, () => putOff(inputs));
  };
}

/**
 * Announces what a change has for the LMS before anything that is sent alone, and returns the effects that are left; all
 * of them if the LMS does not take the announcements at once.
 */
export async function announceFirst(
  announce: Announce,
  effects: readonly PlannedEffect[],
  subject: Pick<EffectInput, 'attemptId' | 'attemptCode'>,
): Promise<PlannedEffect[]> {
  const first = headOf(effects, 'lms').filter(({ effect }) => isAnnouncement(effect));
  if (first.length === 0) return [...effects];
  try {
    await announce(first.map((planned) => ({ ...planned, ...subject })));
    return effects.filter((planned) => !first.includes(planned));
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) log.warn('announcements failed', { error });
    return [...effects];
  }
}
