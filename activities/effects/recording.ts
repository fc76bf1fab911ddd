import { Context } from '@temporalio/activity';
import type { DatabasePool } from 'slonik';
import { z } from 'zod';
import type { EffectSubjectRow } from '../../db/effect-subjects.ts';
import { beginEffectTry, endEffectTry, type EffectResult } from '../../db/effects.ts';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import type { Lane, LoneKind } from '../../rules/attempt/effects.ts';
import { LmsUnansweredError } from '../../lms/port.ts';
import { MailUnansweredError } from '../../emails/delivery/port.ts';
import { finalFailureOf, isFinalRefusal } from '../final-refusals.ts';
import { keepAlive, whileAlive } from '../keep-alive.ts';

/** Tries once to carry out an effect on what it is about. */
export type CarryOut = (input: EffectInput, subject: EffectSubjectRow) => Promise<void>;

/** How each effect of a lane is carried out, except the announcements, which go together. */
export type EffectsIn<L extends Lane> = Record<LoneKind<L>, CarryOut>;

export interface RecordingDeps {
  pool: DatabasePool;
  /** Epoch milliseconds. */
  clock: () => number;
}

const UNANSWERED = [LmsUnansweredError, MailUnansweredError];

const isUnanswered = (error: unknown) => UNANSWERED.some((kind) => error instanceof kind);

/** What is recorded about a failed try; messages of our own errors contain no personal data. */
function resultOf(error: unknown, at: number): EffectResult {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const outcome = isFinalRefusal(error) ? 'refused' : isUnanswered(error) ? 'unknown' : 'failed';
  return { outcome, error: text.slice(0, 500), at };
}

/** What a try that succeeded but could not be recorded leaves behind. */
const leftBehind = z.object({ key: z.string(), number: z.number() });

/** The number of such a try for this effect. */
function findUnrecordedSuccess(key: string): number | null {
  const { data } = leftBehind.safeParse(Context.current().info.heartbeatDetails);
  return data?.key === key ? data.number : null;
}

/**
 * Makes an activity of an effect: a finished one is not sent again, one in progress in this process is awaited, every
 * try and its outcome are recorded for the attempt's timeline, and a refusal for good ends the tries. While the
 * database cannot store the outcome of a successful try, Temporal keeps it, so that later tries record it instead of
 * sending again.
 */
export function recordTries({ pool, clock }: RecordingDeps, carryOut: CarryOut) {
  const underWay = new Map<string, Promise<void>>();

  async function recordSuccess(key: string, number: number): Promise<void> {
    try {
      await endEffectTry(pool, key, number, { outcome: 'done', error: null, at: clock() });
    } catch (error) {
      const activity = Context.current();
      if (!activity.info.isLocal) activity.heartbeat({ key, number });
      throw error;
    }
  }

  async function tryOnce(input: EffectInput): Promise<void> {
    const { key } = input;
    const begun = await beginEffectTry(pool, key, clock());
    if (begun === null) return;
    const { number, ...subject } = begun;
    const stopHeartbeat = keepAlive();
    try {
      await carryOut(input, subject);
    } catch (error) {
      const result = resultOf(error, clock());
      await endEffectTry(pool, key, number, result);
      throw result.outcome === 'refused' ? finalFailureOf(error) : error;
    } finally {
      stopHeartbeat();
    }
    await recordSuccess(key, number);
  }

  return async (input: EffectInput): Promise<void> => {
    const { key } = input;
    const succeeded = findUnrecordedSuccess(key);
    if (succeeded !== null) return await recordSuccess(key, succeeded);
    const known = underWay.get(key);
    if (known) return await whileAlive(known);
    const begun = tryOnce(input).finally(() => underWay.delete(key));
    underWay.set(key, begun);
    await begun;
  };
}
