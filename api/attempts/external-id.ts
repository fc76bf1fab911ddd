import type { Attempt } from '../../db/attempts.ts';
import type { VendorRegistry } from '../../vendors/port.ts';
import { vendorOf } from '../../vendors/exam-facts.ts';

/**
 * The attempt as its learner may see it: without the vendor's id where that id proves an anonymous callback, so that
 * learners cannot forge a review of their own attempt (differences §5.7).
 */
export function asLearnerSees(vendors: VendorRegistry, attempt: Attempt): Attempt {
  return isExternalIdHidden(vendors, attempt) ? { ...attempt, externalId: null } : attempt;
}

/** Of a back-end that is gone, as the attempt was registered. */
export function isExternalIdHidden(vendors: VendorRegistry, { exam, hasSecretLocator }: Attempt): boolean {
  return vendorOf(vendors, exam)?.hidesExternalIdFromLearners ?? hasSecretLocator;
}
