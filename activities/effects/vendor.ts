import { ApplicationFailure } from '@temporalio/common';
import type { DatabasePool } from 'slonik';
import { readEffectSubject, type EffectSubjectRow, type VendorExamRow } from '../../db/effect-subjects.ts';
import type { EffectActivities, EffectInput } from '../../workflows/exam-attempt/activities.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { BackendNotConfiguredError, VendorRefusedError, VendorUnavailableError } from '../../vendors/errors.ts';
import type { Vendor, VendorAttempt, VendorExam, VendorRegistry } from '../../vendors/port.ts';
import { vendorOf } from '../../vendors/exam-facts.ts';
import type { EffectsIn } from './recording.ts';

export interface VendorEffectDeps {
  pool: DatabasePool;
  vendors: VendorRegistry;
  lookups: Pick<LmsLookups, 'verifiedName' | 'creditState'>;
}

/** An exam as the vendor port takes it. */
export function toVendorExam({ reviewPolicy, ...exam }: VendorExamRow): VendorExam {
  return { ...exam, ...(reviewPolicy !== null && { ruleSummary: reviewPolicy }) };
}

/** Translates a vendor's failure for the workflow: refused for good, or out of reach. */
export async function translateFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code =
      error instanceof VendorRefusedError
        ? 'vendor_refused'
        : error instanceof BackendNotConfiguredError
          ? 'backend_not_configured'
          : error instanceof VendorUnavailableError
            ? 'vendor_unavailable'
            : null;
    throw code && error instanceof Error ? ApplicationFailure.nonRetryable(error.name, code) : error;
  }
}

/** The removal for whose answer somebody waits. */
export function createRemoval({ pool, vendors }: VendorEffectDeps): Pick<EffectActivities, 'removeAtVendor'> {
  return {
    async removeAtVendor({ attemptId }) {
      const subject = await readEffectSubject(pool, attemptId);
      // A vendor with one id for all attempts of a learner on an exam would remove the one that has begun since.
      if (subject.isIdPassedOn) return;
      // A vendor that is no longer configured cannot be told; that is no reason to keep the attempt.
      if (!vendorOf(vendors, subject.exam)) return;
      await translateFailure((async () => vendors.get(subject.exam.backend).removeAttempt(idsOf(subject)))());
    },
  };
}

function idsOf({ exam, vendorAttemptId }: EffectSubjectRow): VendorAttempt {
  return { examExternalId: exam.externalId, attemptExternalId: vendorAttemptId };
}

/** What an attempt's vendor must learn sooner or later, for each kind of effect. */
export function createVendorEffects({ vendors }: Pick<VendorEffectDeps, 'vendors'>): EffectsIn<'vendor'> {
  const tell =
    (call: (vendor: Vendor, attempt: VendorAttempt) => Promise<void>) =>
    async (_: EffectInput, subject: EffectSubjectRow): Promise<void> => {
      await call(vendors.get(subject.exam.backend), idsOf(subject));
    };
  return {
    'start-at-vendor': tell((vendor, attempt) => vendor.startAttempt(attempt)),
    'stop-at-vendor': tell((vendor, attempt) => vendor.stopAttempt(attempt)),
    'mark-erroneous-at-vendor': tell((vendor, attempt) => vendor.markErroneousAttempt(attempt)),
    /** As `removeAtVendor` does where somebody waits. */
    async 'remove-at-vendor'(_, subject) {
      if (!subject.isIdPassedOn) await vendors.get(subject.exam.backend).removeAttempt(idsOf(subject));
    },
  };
}
