import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { insertRegistration, recordRegistration } from '../../db/attempt-places.ts';
import { readRegistrant, readVendorExam, type Registrant, type VendorExamRow } from '../../db/effect-subjects.ts';
import type { EffectActivities, RegistrationRequest, Reservation } from '../../workflows/exam-attempt/activities.ts';
import { takePlace } from '../store/place.ts';
import { readLearnerNames } from './learner-names.ts';
import { postponementFor, type TryPromptly } from './prompt-tries.ts';
import { toVendorExam, translateFailure, type VendorEffectDeps } from './vendor.ts';

/** What a registration is about, and the attempt's id if its place was taken with it. */
interface Registering {
  exam: VendorExamRow;
  registrant: Registrant;
  attemptId?: number;
}

/** The exam got another vendor while the attempt was being created: the learner asks again and gets the new one. */
const otherBackend = () =>
  ApplicationFailure.nonRetryable('The exam has another back-end by now.', 'service_unavailable');

/** The registration of an attempt with its vendor, for whose answer a learner waits. */
export function createRegistration(
  { pool, vendors, lookups }: VendorEffectDeps,
  tryPromptly: TryPromptly,
): Pick<EffectActivities, 'registerAttempt'> {
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
    const { place, attemptId, isTakenBefore } = taken;
    if (isTakenBefore) throw ApplicationFailure.nonRetryable('The vendor may know it already.', 'vendor_unavailable');
    return { exam: place.exam, registrant: place.registrant, attemptId };
  }

  async function ask(request: RegistrationRequest, { exam: row, registrant, attemptId }: Registering) {
    const { attemptCode, userId, timeLimitMins, isSampleAttempt, backend } = request;
    if (backend !== undefined && backend !== (row.backend || vendors.defaultName)) throw otherBackend();
    const learner = { id: userId, username: registrant.username };
    const { fullName, email } = await readLearnerNames(lookups, learner, row.courseId, registrant.fullName);
    const exam = toVendorExam(row);
    const answer = await vendors.get(row.backend).registerAttempt(exam, {
      attemptCode,
      timeLimitMins,
      isSampleAttempt,
      userId,
      fullName,
      email: email ?? (registrant.email || null),
      ...(exam.ruleSummary !== undefined && { reviewPolicy: exam.ruleSummary }),
      ...(registrant.exception !== null && { reviewPolicyException: registrant.exception }),
    });
    return { ...answer, ...(attemptId !== undefined && { attemptId }) };
  }

  const register = ({ reservation, ...request }: RegistrationRequest) =>
    translateFailure(
      (async () => ask(request, await (reservation ? takeAndPrepare(reservation) : prepare(request))))(),
    );

  return {
    /** Within the task of the creation, it waits to the end: a second try might register twice. */
    registerAttempt: (request) =>
      Context.current().info.isLocal ? tryPromptly(() => register(request), true) : register(request),
  };
}
