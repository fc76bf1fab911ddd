import { setTimeout as delay } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';

/** How long a change of status may wait for the LMS to take its announcements, in milliseconds. */
const PATIENCE_MS = 500;
/** For how long an LMS that was slower or failed is not asked to take them at once, in milliseconds. */
const REST_MS = 10_000;

const postponed = (reason: string) => ApplicationFailure.nonRetryable(reason, 'announcement_postponed');

type Tell = (input: EffectInput) => Promise<void>;

/** Tells the LMS of several effects in order, up to the first that fails. */
export function createBatchTeller(tellLms: Tell) {
  return async (inputs: readonly EffectInput[]): Promise<void> => {
    for (const input of inputs) await tellLms(input);
  };
}

/**
 * The same in the workflow task of the change itself, which saves history but makes whoever caused the change wait. So it
 * fails soon and, for a while after, at once; the workflow then has the effects delivered on their own. A delivery that is
 * under way goes on, and that later one joins it.
 */
export function createAnnouncer(tellLms: Tell) {
  const tellAll = createBatchTeller(tellLms);
  let restsUntil = Number.NEGATIVE_INFINITY;

  return async (inputs: readonly EffectInput[]): Promise<void> => {
    if (performance.now() < restsUntil) throw postponed('The LMS was not well just now');
    const patience = new AbortController();
    const { signal } = patience;
    try {
      await Promise.race([
        tellAll(inputs),
        delay(PATIENCE_MS, undefined, { signal }).then(() => {
          throw postponed('The LMS takes its time');
        }),
      ]);
    } catch (error) {
      restsUntil = performance.now() + REST_MS;
      throw error;
    } finally {
      patience.abort();
    }
  };
}
