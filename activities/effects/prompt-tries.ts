import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { EFFECT_POSTPONED, FIRST_TRY_LASTS } from '../../workflows/exam-attempt/activities.ts';
import { isFinalFailure } from '../final-refusals.ts';

/** How long a change of status may wait for a target to take what follows from it, in milliseconds. */
const PATIENCE_MS = 500;
/**
 * How long a target that was slower or failed is not asked to take anything at once, in milliseconds: twice as long each
 * time in a row. Short at first, because under load we may be what is slow, and what is put off costs more.
 */
const REST_MS = { first: 1_000, longest: 10_000 };
/** So few hold a task until their target has answered, however long it takes. */
const PATIENT_AT_A_TIME = 10;

/** This process, whose tries no other can join. */
export const WORKER_ID = randomUUID();

/** Nothing was begun; it is done later. */
export const postponementFor = (reason: string) => ApplicationFailure.nonRetryable(reason, EFFECT_POSTPONED);

/**
 * Work for a target, done while a change waits; throws if it has to be done later, or goes on for longer. Somebody who is
 * patient waits to its end.
 */
export type TryPromptly = <T>(work: () => Promise<T>, isPatient?: boolean) => Promise<T>;

export type PromptTries = TryPromptly & {
  /** Whether a try would be made now. */
  isReady: () => boolean;
};

/**
 * What follows from a change is first tried in the workflow task of the change itself, which saves history but makes the
 * person who caused it wait. So a try fails soon, and for a while afterwards immediately; the workflow then has it done
 * separately. Work in progress goes on, and the later try joins it. A target is asked by at most `atATime` at once.
 */
export function createPromptTries(target: string, atATime: number): PromptTries {
  let restsUntil = Number.NEGATIVE_INFINITY;
  let nextRest = REST_MS.first;
  let [underWay, abandoned] = [0, 0];

  function rest(): void {
    if (performance.now() < restsUntil) return;
    restsUntil = performance.now() + nextRest;
    nextRest = Math.min(2 * nextRest, REST_MS.longest);
  }

  function beWell<T>(answer: T): T {
    nextRest = REST_MS.first;
    return answer;
  }

  function begin<T>(work: () => Promise<T>): Promise<T> {
    underWay += 1;
    return work().finally(() => (underWay -= 1));
  }

  function abandon(work: Promise<unknown>): ApplicationFailure {
    abandoned += 1;
    const end = () => {
      abandoned -= 1;
      rest();
    };
    void work.then(end, end);
    return ApplicationFailure.nonRetryable(`The ${target} takes its time`, FIRST_TRY_LASTS, WORKER_ID);
  }

  async function waitToTheEnd<T>(work: Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work;
    } finally {
      if (performance.now() - began > PATIENCE_MS) rest();
    }
  }

  const isWell = () => abandoned === 0 && performance.now() >= restsUntil;

  const tryPromptly: TryPromptly = async (work, isPatient = false) => {
    if (!isWell()) throw postponementFor(`The ${target} was not well just now`);
    if (underWay >= (isPatient ? PATIENT_AT_A_TIME : atATime)) throw postponementFor(`Too many wait for the ${target}`);
    const begun = begin(work);
    if (isPatient) return await waitToTheEnd(begun);
    const patience = Promise.withResolvers<never>();
    const timer = setTimeout(() => patience.reject(abandon(begun)), PATIENCE_MS);
    try {
      return beWell(await Promise.race([begun, patience.promise]));
    } catch (error) {
      if (!isFinalFailure(error)) rest();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  return Object.assign(tryPromptly, { isReady: () => isWell() && underWay < atATime });
}

const isPostponement = (error: unknown) => error instanceof ApplicationFailure && error.type === EFFECT_POSTPONED;

/** Such a try; `putOff` is called if it is not made. */
export async function tryOrPutOff<T>(
  tryPromptly: TryPromptly,
  work: () => Promise<T>,
  putOff: () => Promise<void>,
): Promise<T> {
  try {
    return await tryPromptly(work);
  } catch (error) {
    if (isPostponement(error)) await putOff();
    throw error;
  }
}
