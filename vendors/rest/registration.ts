import { idOf, objectOf } from '../answer-json.ts';
import { VendorRefusedError } from '../errors.ts';
import type { VendorAnswer } from '../http.ts';
import type { OnboardingRefusal, Registration, RegistrationResult } from '../port.ts';

const ONBOARDING_REFUSALS: readonly OnboardingRefusal[] = [
  'onboarding_missing',
  'onboarding_pending',
  'onboarding_failed',
  'onboarding_expired',
];

/** What a REST vendor is told about a new attempt (vendors §2.3); the attempt code stays with us. */
export function toRegistrationRecord(registration: Registration, lmsHost: string, pseudonym: string) {
  const { reviewPolicy, reviewPolicyException } = registration;
  return {
    lms_host: lmsHost,
    time_limit_mins: registration.timeLimitMins,
    is_sample_attempt: registration.isSampleAttempt,
    user_id: pseudonym,
    full_name: registration.fullName,
    email: registration.email,
    ...(reviewPolicy !== undefined && { review_policy: reviewPolicy }),
    ...(reviewPolicyException !== undefined && { review_policy_exception: reviewPolicyException }),
    status: 'created',
  };
}

/**
 * Reads the answer (vendors §6.4): an onboarding status takes precedence over an id. Throws `VendorRefusedError`
 * without either.
 */
export function readRegistration(vendor: string, answer: VendorAnswer): RegistrationResult {
  const body = answer.status === 200 ? objectOf(answer) : null;
  const onboarding = ONBOARDING_REFUSALS.find((refusal) => refusal === body?.['status']);
  if (onboarding) return { onboarding };
  const externalId = idOf(body?.['id']);
  if (externalId === null) {
    throw new VendorRefusedError(`${vendor}: register attempt: answered ${answer.status} without an id`);
  }
  return { externalId };
}

/** Passes the id on of an answer that came too late, if it has one. */
export function hearLateId(answer: VendorAnswer, onLateId: (externalId: string) => void): void {
  const externalId = answer.status === 200 ? idOf(objectOf(answer)?.['id']) : null;
  if (externalId !== null) onLateId(externalId);
}
