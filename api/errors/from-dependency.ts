import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { IllegalStateError, NamespaceNotFoundError } from '@temporalio/common';
import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  IdleTransactionTimeoutError,
  InvalidInputError,
  StatementCancelledError,
  StatementTimeoutError,
  UniqueIntegrityConstraintViolationError,
  UnexpectedStateError,
} from 'slonik';
import {
  BackendNotConfiguredError,
  VendorPayloadError,
  VendorRefusedError,
  VendorUnavailableError,
} from '../../vendors/errors.ts';
import { AttemptRefusedError } from '../../workflows/refusals.ts';
import { ApiError } from './api-error.ts';
import type { ErrorCode } from './catalogue.ts';

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
  IdleTransactionTimeoutError,
  UnexpectedStateError,
];

/** The client's other errors, which are not refusals: nobody accepted the message, or that is unknown. */
const TEMPORAL_DOWN = [
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  NamespaceNotFoundError,
  WorkflowNotFoundError,
  IllegalStateError,
];

const VENDOR_ERRORS: readonly [kind: new (message: string) => Error, code: ErrorCode][] = [
  [VendorUnavailableError, 'vendor_unavailable'],
  [VendorRefusedError, 'vendor_refused'],
  [VendorPayloadError, 'review_invalid'],
  [BackendNotConfiguredError, 'backend_not_configured'],
];

/** SQLSTATEs and system errors of a server that cannot serve now; slonik passes them on unchanged. */
const DATABASE_DOWN_CODE = /^(08|53|57|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/;
/** SQLSTATEs of values that no column can hold, such as a NUL character. */
const BAD_VALUE_CODE = /^22/;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function fromVendor(error: unknown): ApiError | null {
  const known = VENDOR_ERRORS.find(([kind]) => error instanceof kind);
  return known ? new ApiError(known[1], { cause: error }) : null;
}

function fromDatabase(error: unknown): ApiError | null {
  if (error instanceof UniqueIntegrityConstraintViolationError) {
    const code = CONSTRAINTS[error.constraint ?? ''];
    return code ? new ApiError(code, { cause: error }) : null;
  }
  if (error instanceof InvalidInputError || BAD_VALUE_CODE.test(codeOf(error))) {
    return new ApiError('validation_failed', { cause: error });
  }
  const isDown = DATABASE_DOWN.some((kind) => error instanceof kind) || DATABASE_DOWN_CODE.test(codeOf(error));
  return isDown ? new ApiError('database_unavailable', { cause: error }) : null;
}

function fromTemporal(error: unknown): ApiError | null {
  if (error instanceof AttemptRefusedError) return new ApiError(error.refusal, { cause: error });
  if (error instanceof WorkflowUpdateFailedError) return new ApiError('service_unavailable', { cause: error });
  const isDown = TEMPORAL_DOWN.some((kind) => error instanceof kind) || isGrpcServiceError(error);
  return isDown ? new ApiError('temporal_unavailable', { cause: error }) : null;
}

/** The catalogue's answer to a failure of Postgres, Temporal or a vendor; null when the error is none of these. */
export function fromDependency(error: unknown): ApiError | null {
  return fromVendor(error) ?? fromDatabase(error) ?? fromTemporal(error);
}
