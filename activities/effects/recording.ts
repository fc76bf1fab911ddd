import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DatabasePool } from 'slonik';
import { isEffectFinished, noteEffectFailure, noteEffectsDone, noteEffectTry } from '../../db/effects.ts';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import { LmsRefusedError } from '../lms/port.ts';
import { MailRefusedError } from '../mail/port.ts';
import { BackendNotConfiguredError, VendorRefusedError } from '../vendors/errors.ts';

export interface RecordingDeps {
  pool: DatabasePool;
  /** Epoch milliseconds. */
  clock: () => number;
}

const FINAL = [LmsRefusedError, MailRefusedError, VendorRefusedError, BackendNotConfiguredError];

/**
 * Makes an activity of an effect: one that is finished is not sent again, every try and its outcome are recorded for
 * the attempt's timeline, and a refusal for good ends the tries.
 */
export function recorded({ pool, clock }: RecordingDeps, run: (input: EffectInput) => Promise<void>) {
  return async (input: EffectInput): Promise<void> => {
    const { key } = input;
    if (await isEffectFinished(pool, key)) return;
    const { attempt: tries } = Context.current().info;
    await noteEffectTry(pool, key, tries);
    try {
      await run(input);
    } catch (error) {
      const refused = FINAL.some((kind) => error instanceof kind);
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      await noteEffectFailure(pool, key, { tries, error: message.slice(0, 500), refused, at: clock() });
      throw refused ? ApplicationFailure.nonRetryable(message, 'effect_refused') : error;
    }
    await noteEffectsDone(pool, [key], { tries, at: clock() });
  };
}
