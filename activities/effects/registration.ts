import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { insertRegistration, recordRegistration } from '../../db/attempt-places.ts';
import { readRegistrant, readVendorExam, type Registrant, type VendorExamRow } from '../../db/effect-subjects.ts';
import { recordVendorId } from '../../db/vendor-ids.ts';
import type { RegistrationResult } from '../../vendors/port.ts';
import type {
  EffectActivities,
  Place,
  RegistrationAnswer,
  RegistrationRequest,
  Reservation,
} from '../../workflows/exam-attempt/activities.ts';
import { takePlace } from '../store/place.ts';
import { readLearnerNames } from './learner-names.ts';
import { postponementFor, type TryPromptly } from './prompt-tries.ts';
import { createUnusedRegistrations } from './unused-registration.ts';
import { toVendorExam, translateFailure, type VendorEffectDeps } from './vendor.ts';

/**
 * What a registration is about, the attempt's id if its place was taken with it, and the vendor's id if an earlier task
 * was told it.
 */
interface Registering extends Partial<Pick<Place, 'attemptId' | 'registeredAs'>> {
  exam: VendorExamRow;
  registrant: Registrant;
}

/** The exam got another vendor while the attempt was being created: the learner asks again and gets the new one. */
const otherBackend = () =>
  ApplicationFailure.nonRetryable('The exam has another back-end by now.', 'service_unavailable');

/** The registration of an attempt with its vendor, for whose answer a learner waits, and its removal if it comes to nothing. */
export function createRegistration(
  { pool, vendors, lookups }: VendorEffectDeps,
  tryPromptly: TryPromptly,
): Pick<EffectActivities, 'registerAttempt' | 'removeUnusedRegistration'> {
  const unused = createUnusedRegistrations({ pool, vendors });
  const hasSecretLocator = (backend: string | null) => vendors.get(backend).hidesExternalIdFromLearners;

  /** Of an attempt that has its place. */
  async function prepare({ attemptCode, examId, userId }: RegistrationRequest): Promise<Registering> {
    const [exam, registrant] = await Promise.all([readVendorExam(pool, examId), readRegistrant(pool, userId, examId)]);
    const asked = { examExternalId: exam.externalId, hasSecretLocator: hasSecretLocator(exam.backend) };
    await recordRegistration(pool, attemptCode, asked);
    return { exam, registrant };
  }

  /** Takes the place as well. What is not clear yet is left to those who can wait: then nothing has been asked. */
  async function takeAndPrepare(reservation: Reservation): Promise<Registering> {
    const isSecret = hasSecretLocator(reservation.exam.backend);
    const insert = (row: Parameters<typeof insertRegistration>[1]) => insertRegistration(pool, row, isSecret);
    const taken = await takePlace(pool, reservation, insert).catch(() => {
      throw postponementFor('The place could not be taken');
    });
    if ('refusal' in taken) throw ApplicationFailure.nonRetryable('The place is taken.', taken.refusal);
    if ('isBeingMade' in taken) throw postponementFor('Another request is making an attempt');
    const { place, isTakenBefore, attemptId, registeredAs } = taken;
    const { exam, registrant } = place;
    if (registeredAs !== undefined) return { exam, registrant, attemptId, registeredAs };
    if (isTakenBefore) throw ApplicationFailure.nonRetryable('The vendor may know it already.', 'vendor_unavailable');
    return { exam, registrant, attemptId };
  }

  /**
   * Keeps the vendor's id where the next task finds it if this one is interrupted, and answers the one that counts. Where
   * that fails, so will the recording of the attempt.
   */
  async function noteId(attemptCode: string, { backend, externalId }: VendorExamRow, id: string): Promise<string> {
    const counts = await recordVendorId(pool, attemptCode, id).catch(() => id);
    if (counts !== id) await unused.removeSoon({ backend, examExternalId: externalId, attemptExternalId: id });
    if (counts === null) throw ApplicationFailure.nonRetryable('Nobody waits for it any more.', 'vendor_unavailable');
    return counts;
  }

  async function ask(
    request: RegistrationRequest,
    { exam: row, registrant }: Registering,
  ): Promise<RegistrationResult> {
    const { attemptCode, userId, timeLimitMins, isSampleAttempt, backend } = request;
    if (backend !== undefined && backend !== (row.backend || vendors.defaultName)) throw otherBackend();
    const learner = { id: userId, username: registrant.username };
    const { fullName, email } = await readLearnerNames(lookups, learner, row.courseId, registrant.fullName);
    const exam = toVendorExam(row);
    const registration = {
      attemptCode,
      timeLimitMins,
      isSampleAttempt,
      userId,
      fullName,
      email: email ?? (registrant.email || null),
      ...(exam.ruleSummary !== undefined && { reviewPolicy: exam.ruleSummary }),
      ...(registrant.exception !== null && { reviewPolicyException: registrant.exception }),
    };
    const { externalId: examExternalId } = exam;
    return await vendors.get(row.backend).registerAttempt(exam, registration, (attemptExternalId) => {
      void unused.removeSoon({ backend: row.backend, examExternalId, attemptExternalId });
    });
  }

  async function askOnce({ reservation, ...request }: RegistrationRequest): Promise<RegistrationAnswer> {
    const registering = await (reservation ? takeAndPrepare(reservation) : prepare(request));
    const { exam, registeredAs, attemptId } = registering;
    const place = attemptId === undefined ? {} : { attemptId };
    if (registeredAs !== undefined) return { externalId: registeredAs, ...place };
    const answer = await ask(request, registering);
    if ('onboarding' in answer || answer.externalId === null || answer.readyInSeconds !== undefined)
      return { ...answer, ...place };
    return { externalId: await noteId(request.attemptCode, exam, answer.externalId), ...place };
  }

  const register = (request: RegistrationRequest) => translateFailure(askOnce(request));

  return {
    removeUnusedRegistration: (registration) => unused.remove(registration),
    /** Within the task of the creation, it waits to the end: a second try might register twice. */
    registerAttempt: (request) =>
      Context.current().info.isLocal ? tryPromptly(() => register(request), true) : register(request),
  };
}
