import { CompleteAsyncError } from '@temporalio/activity';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** The kind of an error, which is all of it that a history may keep. */
export const kindOf = (error: unknown) => (error instanceof Error ? error.name : 'Error');

/** A history may keep only the kind of an error; the message of a database or target may name people. */
export function plainFailureOf(error: unknown): unknown {
  if (error instanceof TemporalFailure || error instanceof CompleteAsyncError) return error;
  const kind = kindOf(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return ApplicationFailure.retryable(`${kind}${code}`, kind);
}

/** Keeps error messages of all activities out of histories; the worker's log has them. */
export const plainFailures: ActivityInterceptorsFactory = ({ log }) => ({
  inbound: {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        const plain = plainFailureOf(error);
        if (plain !== error) log.warn('activity failed', { error });
        throw plain;
      }
    },
  },
});
