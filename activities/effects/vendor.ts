import { ApplicationFailure } from '@temporalio/common';
import type { DatabasePool } from 'slonik';
import { readEffectSubject, readRegistrant, readVendorExam, type EffectSubjectRow } from '../../db/attempt-facts.ts';
import { recordRegistration } from '../../db/attempt-store.ts';
import type { EffectActivities, EffectInput } from '../../workflows/exam-attempt/activities.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { BackendNotConfiguredError, VendorRefusedError, VendorUnavailableError } from '../../vendors/errors.ts';
import type { Vendor, VendorAttempt, VendorExam, VendorRegistry } from '../../vendors/port.ts';
import { vendorOf } from '../store/settings.ts';
import { readLearnerNames } from './learner-names.ts';

export interface VendorEffectDeps {
  pool: DatabasePool;
  vendors: VendorRegistry;
  lookups: Pick<LmsLookups, 'verifiedName' | 'creditState'>;
}

/** An exam as the vendor port takes it. */
export function toVendorExam(row: Awaited<ReturnType<typeof readVendorExam>>): VendorExam {
  return {
    id: row.id,
    courseId: row.course_id,
    contentId: row.content_id,
    externalId: row.external_id,
    examName: row.exam_name,
    timeLimitMins: row.time_limit_mins,
    isProctored: row.is_proctored,
    isPracticeExam: row.is_practice_exam,
    isActive: row.is_active,
    dueDate: row.due_date,
    hideAfterDue: row.hide_after_due,
    backend: row.backend,
    ...(row.review_policy !== null && { ruleSummary: row.review_policy }),
  };
}

/** Translates a vendor's failure for the workflow: refused for good, or out of reach. */
async function translateFailure<T>(work: Promise<T>): Promise<T> {
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

/** The exam got another vendor while the attempt was being created: the learner asks again and gets the new one. */
function refuseOtherBackend(): ApplicationFailure {
  return ApplicationFailure.nonRetryable('The exam has another back-end by now.', 'service_unavailable');
}

type Registering = Pick<EffectActivities, 'registerAttempt' | 'removeAtVendor'>;

/** The two vendor calls that somebody waits for. */
export function createVendorRequests({ pool, vendors, lookups }: VendorEffectDeps): Registering {
  return {
    async registerAttempt({ attemptCode, examId, userId, timeLimitMins, isSampleAttempt, backend }) {
      const [examRow, person] = await Promise.all([readVendorExam(pool, examId), readRegistrant(pool, userId, examId)]);
      const learner = { id: userId, username: person.username };
      const { fullName, email } = await readLearnerNames(lookups, learner, examRow.course_id, person.full_name);
      const exam = toVendorExam(examRow);
      if (backend !== undefined && backend !== (exam.backend || vendors.defaultName)) throw refuseOtherBackend();
      return await translateFailure(
        (async () => {
          const vendor = vendors.get(exam.backend);
          await recordRegistration(pool, attemptCode, {
            examExternalId: exam.externalId,
            hasSecretLocator: vendor.hidesExternalIdFromLearners,
          });
          return vendor.registerAttempt(exam, {
            attemptCode,
            timeLimitMins,
            isSampleAttempt,
            userId,
            fullName,
            email: email ?? (person.email || null),
            ...(exam.ruleSummary !== undefined && { reviewPolicy: exam.ruleSummary }),
            ...(person.exception !== null && { reviewPolicyException: person.exception }),
          });
        })(),
      );
    },

    async removeAtVendor({ attemptId }) {
      const row = await readEffectSubject(pool, attemptId);
      // A vendor with one id for all attempts of a learner on an exam would remove the one that has begun since.
      if (row.is_id_passed_on) return;
      // A vendor that is no longer configured cannot be told; that is no reason to keep the attempt.
      if (!vendorOf(vendors, row.is_proctored ? row.backend : null)) return;
      await translateFailure((async () => vendors.get(row.backend).removeAttempt(idsOf(row)))());
    },
  };
}

function idsOf(row: EffectSubjectRow): VendorAttempt {
  return { examExternalId: row.exam_external_id, attemptExternalId: row.vendor_attempt_id };
}

/** Tells an attempt's vendor something that it must learn sooner or later. */
export function createVendorTeller(
  { pool, vendors }: VendorEffectDeps,
  tell: (vendor: Vendor, attempt: VendorAttempt) => Promise<void>,
) {
  return async ({ attemptId }: EffectInput): Promise<void> => {
    const row = await readEffectSubject(pool, attemptId);
    await tell(vendors.get(row.backend), idsOf(row));
  };
}

/** Has an attempt's vendor forget it, as `removeAtVendor` does where somebody waits. */
export function createVendorRemover({ pool, vendors }: VendorEffectDeps) {
  return async ({ attemptId }: EffectInput): Promise<void> => {
    const row = await readEffectSubject(pool, attemptId);
    if (!row.is_id_passed_on) await vendors.get(row.backend).removeAttempt(idsOf(row));
  };
}
