import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  IdleTransactionTimeoutError,
  InvalidInputError,
  StatementCancelledError,
  StatementTimeoutError,
  UnexpectedStateError,
} from 'slonik';

const DOWN = [
  ConnectionError,
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  StatementTimeoutError,
  StatementCancelledError,
  IdleTransactionTimeoutError,
  UnexpectedStateError,
];
/** SQLSTATEs and system errors of a server that cannot serve now; slonik passes them on unchanged. */
const DOWN_CODE = /^(08|53|57|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/;
/** SQLSTATEs of values that no column can hold, such as a NUL character. */
const BAD_VALUE_CODE = /^22/;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What callers and operators are told then. */
export const DATABASE_DOWN = 'The database cannot be reached at the moment. Try again shortly.';

/** Whether the error means that the database cannot serve now. */
export function isDatabaseDown(error: unknown): boolean {
  return DOWN.some((kind) => error instanceof kind) || DOWN_CODE.test(codeOf(error));
}

/** Whether the database refused a value that it cannot hold. */
export function isBadValue(error: unknown): boolean {
  return error instanceof InvalidInputError || BAD_VALUE_CODE.test(codeOf(error));
}
