import { ApplicationFailure } from '@temporalio/common';

/** SQLSTATE classes for which a retry never helps: data exceptions and integrity violations. */
const UNSTORABLE = /^2[23]/;

function sqlStateOf(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return null;
}

/** Refuses a change whose values Postgres cannot store, which would otherwise be retried for ever. */
export async function refuseUnstorable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!UNSTORABLE.test(sqlStateOf(error) ?? '')) throw error;
    throw ApplicationFailure.nonRetryable('The database cannot hold a value of the change.', 'invalid_event');
  }
}
