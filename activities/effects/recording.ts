import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DatabasePool } from 'slonik';
import { z } from 'zod';
import type { EffectSubjectRow } from '../../db/effect-subjects.ts';
import {
  beginEffectTries,
  endEffectTries,
  listUnknownEffects,
  type BegunTry,
  type EffectResult,
  type TryEnd,
} from '../../db/effects.ts';
import { SUCCESS_UNRECORDED, type EffectInput, type EffectTry } from '../../workflows/exam-attempt/activities.ts';
import { EFFECTS, type Lane, type LoneKind } from '../../rules/attempt/effects.ts';
import type { Withheld } from '../../lms/effects/index.ts';
import type { Meters } from '../../telemetry/meters.ts';
import { LmsUnansweredError } from '../../lms/port.ts';
import { MailUnansweredError } from '../../emails/delivery/port.ts';
import { finalFailureOf, isFinalRefusal } from '../final-refusals.ts';
import { keepAlive, whileAlive } from '../keep-alive.ts';
import type { BegunTries } from './begun-tries.ts';
import { WORKER_ID } from './prompt-tries.ts';

/** Tries once to carry out an effect on what it is about; answers why, if the target does not want it. */
export type CarryOut = (input: EffectInput, subject: EffectSubjectRow) => Promise<Withheld | void>;

/** How each effect of a lane is carried out, except the announcements, which go together. */
export type EffectsIn<L extends Lane> = Record<LoneKind<L>, CarryOut>;

export interface RecordingDeps {
  pool: DatabasePool;
  /** Tries that began with their change. */
  begun: BegunTries;
  meters?: Meters | undefined;
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

/** What came of effects that were carried out together. */
export interface CarriedOut {
  /** How many are finished, in order: all, unless the activity was cancelled. */
  finished: number;
  /** Why the first of those that were refused for good was refused. */
  refusal?: unknown;
}

export type CarryOutTogether = (inputs: readonly EffectInput[]) => Promise<CarriedOut>;

/** Notes that first tries that began with their change are not made after all. */
export type PutOff = (inputs: readonly EffectInput[]) => Promise<void>;

export function recordPuttingOff({ pool, begun }: RecordingDeps): PutOff {
  return async (inputs) => {
    const unmade = begun.take(inputs.map(({ key }) => key));
    if (unmade.length > 0) {
      await endEffectTries(
        pool,
        unmade.map(({ key, number }) => ({ key, number, result: null })),
      );
    }
  };
}

/** Tries that succeeded could not be recorded. */
class UnrecordedError extends Error {
  override name = 'UnrecordedError';
  readonly successes: readonly EffectTry[];

  constructor(successes: readonly EffectTry[], cause: unknown) {
    super('The outcome could not be recorded.', { cause });
    this.successes = successes;
  }
}

/** Effects that Postgres does not know: it was restored from an older backup, and they wait until they are re-projected. */
class EffectMissingError extends Error {
  override name = 'EffectMissingError';
}

/** Has Temporal keep the successes for the next try; returns the failure to throw. */
function leaveBehind({ successes, cause }: UnrecordedError): unknown {
  const activity = Context.current();
  if (!activity.info.isLocal) {
    activity.heartbeat(successes);
    return cause;
  }
  return ApplicationFailure.nonRetryable('The outcome could not be recorded', SUCCESS_UNRECORDED, successes);
}

/** What tries that succeeded but could not be recorded leave behind. */
const leftBehind = z.array(z.object({ key: z.string(), number: z.number() }));

/**
 * Carries out effects that go together, in order: finished ones are skipped, those in progress in this process are
 * awaited. All tries are recorded for the attempt's timeline, their beginnings in one statement (that of the change, for
 * first tries) and their ends in another. An effect that is refused for good holds up nothing; once one fails, those after it are not tried, and its
 * error is thrown. While the database cannot store that tries succeeded, Temporal keeps it, so that later tries record
 * it instead of sending again.
 */
export function recordTries(
  { pool, clock, begun: begunTries, meters }: RecordingDeps,
  carryOut: CarryOut,
): CarryOutTogether {
  const underWay = new Map<string, Promise<CarriedOut>>();

  const done = (): EffectResult => ({ outcome: 'done', error: null, at: clock() });

  async function record(ends: readonly TryEnd[]): Promise<void> {
    if (ends.length === 0) return;
    try {
      await endEffectTries(pool, ends);
    } catch (error) {
      const successes = ends.filter(({ result }) => result?.outcome === 'done');
      throw new UnrecordedError(
        successes.map(({ key, number }) => ({ key, number })),
        error,
      );
    }
  }

  async function recordWhatWasLeft(inputs: readonly EffectInput[]): Promise<void> {
    const { data = [] } = leftBehind.safeParse(Context.current().info.heartbeatDetails);
    const byFirstTry = inputs.flatMap(({ afterFirstTry }) => afterFirstTry?.succeeded ?? []);
    await record([...data, ...byFirstTry].map((left) => ({ ...left, result: done() })));
  }

  /** Carries out those that have begun, and notes how each ended. */
  async function carryOutBegun(
    inputs: readonly EffectInput[],
    begun: readonly BegunTry[],
    ended: Map<string, EffectResult>,
  ): Promise<CarriedOut> {
    const { cancellationSignal } = Context.current();
    let refusal: unknown;
    for (const [index, input] of inputs.entries()) {
      const subject = begun.find(({ key }) => key === input.key);
      if (subject) {
        try {
          const unwanted = await carryOut(input, subject);
          ended.set(input.key, unwanted ? { outcome: 'withheld', error: unwanted.withheld, at: clock() } : done());
        } catch (error) {
          const result = resultOf(error, clock());
          ended.set(input.key, result);
          if (result.outcome !== 'refused') throw error;
          refusal ??= error;
        }
      }
      if (cancellationSignal.aborted) return { finished: index + 1, refusal };
    }
    return { finished: inputs.length, refusal };
  }

  async function begin(keys: readonly string[]): Promise<readonly BegunTry[]> {
    const begun = begunTries.take(keys);
    const others = keys.filter((key) => !begun.some((each) => each.key === key));
    if (others.length === 0) return begun;
    const begunNow = await beginEffectTries(pool, others, clock());
    if (begunNow.length < others.length && (await listUnknownEffects(pool, others)).length > 0) {
      throw new EffectMissingError('An effect is not in the database.');
    }
    return [...begun, ...begunNow];
  }

  async function tryOnce(inputs: readonly EffectInput[]): Promise<CarriedOut> {
    const begun = await begin(inputs.map(({ key }) => key));
    const ended = new Map<string, EffectResult>();
    const stopHeartbeat = keepAlive();
    try {
      return await carryOutBegun(inputs, begun, ended);
    } finally {
      stopHeartbeat();
      for (const { key, effect } of inputs) {
        const outcome = ended.get(key)?.outcome;
        if (outcome) meters?.countEffect({ lane: EFFECTS[effect.kind].lane, kind: effect.kind, outcome });
      }
      await record(begun.map(({ key, number }) => ({ key, number, result: ended.get(key) ?? null })));
    }
  }

  async function carryOutTogether(inputs: readonly EffectInput[]): Promise<CarriedOut> {
    await recordWhatWasLeft(inputs);
    const known = inputs.flatMap(({ key }) => underWay.get(key) ?? []);
    if (known.length > 0) {
      const [joined] = await whileAlive(Promise.all(known));
      return { refusal: joined?.refusal, ...(await carryOutTogether(inputs)) };
    }
    const begun = tryOnce(inputs).finally(() => inputs.forEach(({ key }) => underWay.delete(key)));
    for (const { key } of inputs) underWay.set(key, begun);
    return await begun;
  }

  return async (inputs) => {
    try {
      return await carryOutTogether(inputs);
    } catch (error) {
      throw error instanceof UnrecordedError ? leaveBehind(error) : error;
    }
  };
}

/**
 * A target is not asked again while it may still take what it was asked first, in a process that cannot be joined. A
 * second try of the activity comes after that, or after the end of the process that had joined it.
 */
function waitForFirstTry({ afterFirstTry }: EffectInput, now: number): void {
  const { worker = WORKER_ID, until = 0 } = afterFirstTry?.lasting ?? {};
  if (worker === WORKER_ID || now >= until || Context.current().info.attempt > 1) return;
  throw ApplicationFailure.create({ message: 'The first try may go on elsewhere', nextRetryDelay: until - now });
}

/** Makes an activity of one effect; a refusal for good ends its tries. */
export function recordTriesOfOne(deps: RecordingDeps, carryOut: CarryOut): (input: EffectInput) => Promise<void> {
  const carryOutTogether = recordTries(deps, carryOut);
  return async (input) => {
    waitForFirstTry(input, deps.clock());
    const { refusal } = await carryOutTogether([input]);
    if (refusal !== undefined) throw finalFailureOf(refusal);
  };
}
