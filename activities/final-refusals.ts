import { ApplicationFailure } from '@temporalio/common';
import { MailRefusedError } from '../emails/delivery/port.ts';
import { LmsRefusedError } from '../lms/port.ts';
import { BackendNotConfiguredError, VendorRefusedError } from '../vendors/errors.ts';
import { EFFECT_REFUSED } from '../workflows/exam-attempt/activities.ts';
import { kindOf } from './plain-failures.ts';

const FINAL = [LmsRefusedError, MailRefusedError, VendorRefusedError, BackendNotConfiguredError];

/** Whether the target said no for good, so that another try would be refused as well. */
export function isFinalRefusal(error: unknown): boolean {
  return FINAL.some((kind) => error instanceof kind);
}

/** The failure that ends the tries; a history keeps the kind of the error only. */
export function finalFailureOf(error: unknown): ApplicationFailure {
  return ApplicationFailure.nonRetryable(kindOf(error), EFFECT_REFUSED);
}

/** Whether a failure is one of these. */
export function isFinalFailure(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type === EFFECT_REFUSED;
}
