import { patched, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import {
  type EffectActivities,
  type RegistrationAnswer,
  type RegistrationRequest,
  type Reservation,
} from './activities.ts';
import type { Turns } from './turns.ts';
import { isRemovedByReset } from '../../rules/attempt/transition-table.ts';
import { isPostponed } from './first-tries.ts';
import { isCarriedThrough, messagesToEarlier, orRefuse, tellEarlier, type PlannedAttempt } from './earlier-attempts.ts';
import { refuse } from '../refusals.ts';

/** A learner waits for the answer: one try that may take long, and no second one, which might register twice. */
const ONE_TRY = {
  startToCloseTimeout: '14 seconds',
  scheduleToCloseTimeout: '16 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'vendor: register the attempt',
} as const;
const vendor = proxyActivities<EffectActivities>(ONE_TRY);
const vendorAtOnce = proxyLocalActivities<EffectActivities>(ONE_TRY);

/** How the vendor is told: in the task of the creation if it answers at once, which costs less than an activity. */
export interface RegistrationOptions {
  /** Those of local activities. */
  turns: Turns;
  triesAtOnce: boolean;
  /** A task of the creation that was interrupted may have told the vendor. */
  mayHaveBegun: boolean;
  /** It has, and this is the vendor's id of the attempt. */
  registeredAs?: string;
}

async function registerOnce(request: RegistrationRequest, options: RegistrationOptions): Promise<RegistrationAnswer> {
  if (options.triesAtOnce) {
    if (options.mayHaveBegun) throw refuse('vendor_unavailable');
    try {
      return await options.turns.take(() => vendorAtOnce.registerAttempt(request));
    } catch (error) {
      if (!isPostponed(error)) throw error;
    }
  }
  return await vendor.registerAttempt(request);
}

/** What the vendor is told; null if nobody watches the attempt. */
function registrationOf(planned: Reservation): RegistrationRequest | null {
  const { attemptCode, request, exam, plan } = planned;
  const { examId, userId } = request;
  const backend = vendorFor(planned);
  const [{ timeLimitMins }, isSampleAttempt] = [plan, exam.isPracticeExam];
  return backend === null ? null : { attemptCode, examId, userId, timeLimitMins, isSampleAttempt, backend };
}

async function registerAtVendor(planned: PlannedAttempt, options: RegistrationOptions): Promise<RegistrationAnswer> {
  if (options.registeredAs !== undefined) return { externalId: options.registeredAs };
  const registration = registrationOf(planned);
  return registration ? await orRefuse(registerOnce(registration, options)) : { externalId: null };
}

/**
 * Takes the place and registers the attempt in one step, if nobody but the vendor has to be told. Throws a refusal; null
 * if it takes more: then nobody has been told, though the place may be taken.
 */
export async function registerWithPlace(
  turns: Turns,
  { latest: _, ...planned }: PlannedAttempt,
): Promise<{ attemptId: number; registration: RegistrationAnswer } | null> {
  const request = registrationOf(planned);
  if (!request || messagesToEarlier(planned).length > 0) return null;
  const reservation = { ...planned, at: Date.now() };
  const register = async () => {
    try {
      return await turns.take(() => vendorAtOnce.registerAttempt({ ...request, reservation }));
    } catch (error) {
      if (isPostponed(error)) return null;
      throw error;
    }
  };
  const { attemptId, ...registration } = (await orRefuse(register())) ?? {};
  return attemptId === undefined ? null : { attemptId, registration: registration as RegistrationAnswer };
}

/** Whether a vendor or an earlier attempt must be told before the attempt may exist. */
export function isToldFirst(planned: Reservation): boolean {
  return vendorFor(planned) !== null || messagesToEarlier(planned).length > 0;
}

/** The vendor with which the attempt is registered; null if nobody watches it. */
const vendorFor = ({ request, exam }: Reservation) => (request.takingAsProctored ? exam.backend : null);

/**
 * Whether the earlier attempt is told before the vendor: in earlier histories one that is removed by that was, and in
 * those without this patch every one.
 */
function makesRoomFirst({ request, latest }: PlannedAttempt): boolean {
  if (request.resetOf === undefined || isCarriedThrough(request)) return false;
  return !patched('register-before-reset') || (latest !== null && isRemovedByReset(latest.status));
}

/**
 * Tells the vendor and the earlier attempts before the attempt may exist; throws a refusal. Earlier attempts are told
 * last, so that the learner loses nothing if the vendor fails.
 */
export async function registerAttempt(
  planned: PlannedAttempt,
  options: RegistrationOptions,
): Promise<RegistrationAnswer> {
  const isFirst = makesRoomFirst(planned);
  if (isFirst) await tellEarlier(planned);
  const registration = await registerAtVendor(planned, options);
  if (!isFirst) await tellEarlier(planned);
  return registration;
}
