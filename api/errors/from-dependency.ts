import { ServiceError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  StatementCancelledError,
  StatementTimeoutError,
  UniqueIntegrityConstraintViolationError,
  UnexpectedStateError,
} from 'slonik';
import { ApiError } from './api-error.ts';
import { isErrorCode, type ErrorCode } from './catalogue.ts';

/** Constraints whose violation is a caller's mistake. */
const CONSTRAINTS: Record<string, ErrorCode> = {
  attempt_one_current: 'attempt_already_exists',
  attempt_one_registration: 'attempt_already_exists',
};

const DATABASE_DOWN = [
  ConnectionError,
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  StatementTimeoutError,
  StatementCancelledError,
  UnexpectedStateError,
];

/** Vendor errors by name, since the API knows the vendors only by their port. */
const VENDOR_ERRORS: Record<string, ErrorCode> = {
  VendorUnavailableError: 'vendor_unavailable',
  VendorRefusedError: 'vendor_refused',
  VendorPayloadError: 'review_invalid',
  BackendNotConfiguredError: 'backend_not_configured',
};

function fromDatabase(error: unknown): ApiError | null {
  if (error instanceof UniqueIntegrityConstraintViolationError) {
    const code = CONSTRAINTS[error.constraint ?? ''];
    return code ? new ApiError(code, { cause: error }) : null;
  }
  return DATABASE_DOWN.some((kind) => error instanceof kind)
    ? new ApiError('database_unavailable', { cause: error })
    : null;
}

function fromTemporal(error: unknown): ApiError | null {
  if (error instanceof WorkflowUpdateFailedError) {
    const refusal = error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
    return isErrorCode(refusal) ? new ApiError(refusal, { cause: error }) : null;
  }
  return error instanceof ServiceError || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
    ? new ApiError('temporal_unavailable', { cause: error })
    : null;
}

/** The catalogue's answer to a failure of Postgres, Temporal or a vendor; null when the error is none of these. */
export function fromDependency(error: unknown): ApiError | null {
  const vendor = error instanceof Error ? VENDOR_ERRORS[error.name] : undefined;
  return vendor ? new ApiError(vendor, { cause: error }) : (fromDatabase(error) ?? fromTemporal(error));
}
