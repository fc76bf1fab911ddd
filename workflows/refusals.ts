import { ApplicationFailure } from '@temporalio/common';
import { REFUSALS, type OrRefusal, type Refusal } from '../rules/attempt/refusals.ts';

/** The rules said no; what callers of an attempt's workflow see of it. */
export class AttemptRefusedError extends Error {
  override name = 'AttemptRefusedError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`The attempt refused: ${refusal}`);
    this.refusal = refusal;
  }
}

/** A refusal on its way through Temporal: the type is the catalogue code that the API answers with. */
export function refuse(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`refused: ${refusal}`, refusal);
}

/** The refusal that an error stands for: its own, or that of the failed activity or update around it; else null. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof AttemptRefusedError) return error.refusal;
  const failure = error instanceof Error && !(error instanceof ApplicationFailure) ? error.cause : error;
  const type = failure instanceof ApplicationFailure ? failure.type : null;
  return REFUSALS.find((refusal) => refusal === type) ?? null;
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
