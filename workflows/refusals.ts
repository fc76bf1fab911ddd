import { ApplicationFailure } from '@temporalio/common';
import { REFUSALS, type OrRefusal, type Refusal } from '../rules/attempt/refusals.ts';

/** The rules said no; what callers of an attempt's workflow see of it. */
export class AttemptRefusedError extends Error {
  override name = 'AttemptRefusedError';
  readonly refusal: Refusal;
  /** Of the state that the rules refused it for, as the workflow knew it; null if that does not matter. */
  readonly version: number | null;

  constructor(refusal: Refusal, version: number | null = null) {
    super(`The attempt refused: ${refusal}`);
    this.refusal = refusal;
    this.version = version;
  }
}

/**
 * A refusal on its way through Temporal: the type is the catalogue code that the API answers with, and its detail the version of
 * the state for which the rules refused.
 */
export function refuse(refusal: Refusal, version?: number): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${refusal}`, refusal, ...(version === undefined ? [] : [version]));
}

const failureIn = (error: unknown): unknown =>
  error instanceof Error && !(error instanceof ApplicationFailure) ? error.cause : error;

/** The refusal that an error stands for: its own, or that of the failed activity or update around it; else null. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof AttemptRefusedError) return error.refusal;
  const failure = failureIn(error);
  const type = failure instanceof ApplicationFailure ? failure.type : null;
  return REFUSALS.find((refusal) => refusal === type) ?? null;
}

/** The version of the state for which the rules refused; null if the error does not say. */
export function refusedVersionOf(error: unknown): number | null {
  if (error instanceof AttemptRefusedError) return error.version;
  const failure = failureIn(error);
  const version: unknown = failure instanceof ApplicationFailure ? failure.details?.[0] : null;
  return typeof version === 'number' ? version : null;
}

/** The refusal that an error stands for; throws what is none. */
export function refusalOrRethrow(error: unknown): Refusal {
  const refusal = refusalOf(error);
  if (!refusal) throw error;
  return refusal;
}

/** The value; throws the refusal if there is none. */
export function acceptOrThrow<T extends object>(answer: OrRefusal<T>): T {
  if ('refusal' in answer) throw refuse(answer.refusal);
  return answer;
}
