import { UniqueIntegrityConstraintViolationError } from 'slonik';
import { isBadValue, isDatabaseDown } from '../../db/failures.ts';
import {
  BackendNotConfiguredError,
  VendorPayloadError,
  VendorRefusedError,
  VendorUnavailableError,
} from '../../vendors/errors.ts';
import { QueueFullError } from '../../workflows/exam-attempt/change-queue.ts';
import { reasonOf } from '../../workflows/exam-attempt/client.ts';
import { ApiError } from './api-error.ts';
import type { ErrorCode } from './catalogue.ts';

/** Constraints whose violation is a caller's mistake. */
const CONSTRAINTS: Record<string, ErrorCode> = {
  attempt_one_current: 'attempt_already_exists',
  attempt_one_registration: 'attempt_already_exists',
};

const VENDOR_ERRORS: readonly [kind: new (message: string) => Error, code: ErrorCode][] = [
  [VendorUnavailableError, 'vendor_unavailable'],
  [VendorRefusedError, 'vendor_refused'],
  [VendorPayloadError, 'review_invalid'],
  [BackendNotConfiguredError, 'backend_not_configured'],
];

function fromVendor(error: unknown): ApiError | null {
  const known = VENDOR_ERRORS.find(([kind]) => error instanceof kind);
  return known ? new ApiError(known[1], { cause: error }) : null;
}

function fromDatabase(error: unknown): ApiError | null {
  if (error instanceof UniqueIntegrityConstraintViolationError) {
    const code = CONSTRAINTS[error.constraint ?? ''];
    return code ? new ApiError(code, { cause: error }) : null;
  }
  if (isBadValue(error)) return new ApiError('validation_failed', { cause: error });
  return isDatabaseDown(error) ? new ApiError('database_unavailable', { cause: error }) : null;
}

function fromTemporal(error: unknown): ApiError | null {
  if (error instanceof QueueFullError) {
    return new ApiError('changes_queued', { headers: { 'Retry-After': String(error.retryAfterSeconds) } });
  }
  const code = reasonOf(error);
  return code && new ApiError(code, { cause: error });
}

/** The catalogue's answer to a failure of Postgres, Temporal or a vendor; null when the error is none of these. */
export function fromDependency(error: unknown): ApiError | null {
  return fromVendor(error) ?? fromDatabase(error) ?? fromTemporal(error);
}
