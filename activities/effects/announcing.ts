import { setTimeout as delay } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import { EFFECT_REFUSED } from '../final-refusals.ts';

/** How long a change of status may wait for the LMS to accept its announcements, in milliseconds. */
const PATIENCE_MS = 500;
/** How long an LMS that was slower or failed is not asked to accept them at once, in milliseconds. */
const REST_MS = 10_000;

const postponementFor = (reason: string) => ApplicationFailure.nonRetryable(reason, 'announcement_postponed');

type Tell = (input: EffectInput) => Promise<void>;

const isRefusal = (error: unknown) => error instanceof ApplicationFailure && error.type === EFFECT_REFUSED;

/**
 * Tells the LMS of several effects in order. One that is refused for good is recorded and holds up nothing. If one
 * fails, it is retried together with the rest, and finished ones are skipped. Stops between two effects when cancelled.
 * Returns how many are finished.
 */
export function createBatchTeller(tellLms: Tell) {
  return async (inputs: readonly EffectInput[]): Promise<number> => {
    const { cancellationSignal } = Context.current();
    for (const [index, input] of inputs.entries()) {
      try {
        await tellLms(input);
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
      if (cancellationSignal.aborted) return index + 1;
    }
    return inputs.length;
  };
}

/**
 * Sends announcements in the workflow task of the change itself, which saves history but makes the person who caused the
 * change wait. So it fails soon, and for a while afterwards immediately; the workflow then has them delivered separately.
 * A delivery in progress goes on, and the later one joins it.
 */
export function createAnnouncer(tellLms: Tell) {
  let restsUntil = Number.NEGATIVE_INFINITY;

  async function tellAll(inputs: readonly EffectInput[]): Promise<void> {
    for (const input of inputs) await tellLms(input);
  }

  return async (inputs: readonly EffectInput[]): Promise<void> => {
    if (performance.now() < restsUntil) throw postponementFor('The LMS was not well just now');
    const patience = new AbortController();
    const { signal } = patience;
    try {
      await Promise.race([
        tellAll(inputs),
        delay(PATIENCE_MS, undefined, { signal }).then(() => {
          throw postponementFor('The LMS takes its time');
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
