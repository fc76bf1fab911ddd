import { patched, sleep, workflowInfo } from '@temporalio/workflow';
import type { RegistrationAnswer } from './activities.ts';
import type { CreationRequest } from './messages.ts';
import type { RecordedAttempt } from './recorded-attempt.ts';
import { registerAttempt, type PlannedAttempt } from './registration.ts';
import { planCreation } from '../../rules/attempt/creation.ts';
import { beginAttempt } from '../../rules/attempt/new-attempt.ts';
import type { Refusal } from '../../rules/attempt/refusals.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isPreStart } from '../../rules/attempt/statuses.ts';
import { acceptOrThrow, refusalOrRethrow, refuse } from '../refusals.ts';
import { callStore } from './store.ts';

export interface Creation {
  /** Why there is no attempt, or which part of the request was refused. */
  refusal: Refusal | null;
  /** When the vendor of a new attempt, if it never calls back, counts as ready; null: it reports that itself. */
  readyInSeconds: number | null;
}

/**
 * How an attempt comes to be (attempt-lifecycle §3.3): the rules decide, the learner's place is taken, the vendor and the
 * earlier attempts are told, the attempt is recorded, and then started or declined if that was requested along with it.
 * A refusal before the last step leaves no attempt behind.
 */
export async function createAttempt(
  attempt: RecordedAttempt,
  attemptCode: string,
  request: CreationRequest,
): Promise<Creation> {
  let registration: RegistrationAnswer;
  try {
    const planned = await planAttempt(attemptCode, request);
    const attemptId = await takePlace(planned);
    registration = await registerOrGiveUp(planned);
    const state = beginAttempt({ ...planned, ...request, attemptId, registration }, planned.at);
    await recordCreation(attempt, state, request);
  } catch (error) {
    return { refusal: refusalOrRethrow(error), readyInSeconds: null };
  }
  const refusal = await startOrDecline(attempt, request);
  return { refusal, readyInSeconds: 'onboarding' in registration ? null : (registration.readyInSeconds ?? null) };
}

/** An outage is a refusal if somebody waits who would no longer want the attempt after it. */
const storeOptions = ({ decline }: CreationRequest) => ({ giveUp: !decline });

/** A caller who did not say how long they wait has been told by then that it did not work. */
const PATIENCE_MS = 60_000;

/**
 * Refuses when nobody is waiting any more, because a clock started now would run without the learner knowing. A decline
 * does no harm. How long they wait is measured by the database's clock, as is `readAt`.
 */
function refuseIfTooLate({ decline, wantedUntil }: CreationRequest, readAt?: number): void {
  const [now, until] =
    wantedUntil === undefined
      ? [Date.now(), workflowInfo().startTime.getTime() + PATIENCE_MS]
      : [readAt ?? wantedUntil, wantedUntil];
  if (now > until && !decline) throw refuse('service_unavailable');
}

async function planAttempt(attemptCode: string, request: CreationRequest): Promise<PlannedAttempt> {
  const { examId, userId, takingAsProctored, cascaded } = request;
  const at = Date.now();
  refuseIfTooLate(request);
  const { facts, reviewPolicyId, readAt } = acceptOrThrow(
    await callStore('loadCreationBasis', { examId, userId, attemptCode, takingAsProctored }, storeOptions(request)),
  );
  refuseIfTooLate(request, readAt);
  const resetting = request.resetOf !== undefined;
  const { plan } = acceptOrThrow(planCreation(facts, { takingAsProctored, resetting, cascaded }, at));
  return { attemptCode, request, exam: facts.exam, latest: facts.latest, plan, reviewPolicyId, at };
}

/** Together as long as a vendor may take, and shorter than the API waits for the answer. */
const PLACE_TRIES = 16;
const PLACE_PAUSE_MS = 1_000;

/**
 * Takes the learner's place and returns the attempt's id. If another request is creating an attempt there, waits for its
 * result: it may be abandoned, and nobody must be sent to an attempt that never existed.
 */
async function takePlace({ latest: _, ...reservation }: PlannedAttempt): Promise<number> {
  const options = storeOptions(reservation.request);
  for (let tries = 1; ; tries += 1) {
    const place = acceptOrThrow(await callStore('reserveAttempt', { ...reservation, at: Date.now() }, options));
    if ('attemptId' in place) return place.attemptId;
    if (tries === PLACE_TRIES) throw refuse('service_unavailable');
    await sleep(PLACE_PAUSE_MS, { summary: 'another request makes an attempt' });
  }
}

async function registerOrGiveUp(planned: PlannedAttempt): Promise<RegistrationAnswer> {
  try {
    return await registerAttempt(planned);
  } catch (error) {
    refusalOrRethrow(error);
    await callStore('dropReservation', { attemptCode: planned.attemptCode });
    throw error;
  }
}

const causeOf = ({ actor, requestId }: CreationRequest) => ({ actor, ...(requestId !== undefined && { requestId }) });

/** The request is valid only while its caller waits. */
const whileWanted = ({ wantedUntil }: CreationRequest) => (wantedUntil === undefined ? {} : { wantedUntil });

async function recordCreation(attempt: RecordedAttempt, state: AttemptState, request: CreationRequest): Promise<void> {
  attempt.state = state;
  const payload = { ...causeOf(request), ...whileWanted(request) };
  try {
    await attempt.apply({ name: 'created', payload }, state.createdAt, storeOptions(request));
  } catch (error) {
    attempt.state = null;
    refusalOrRethrow(error);
    // A creation that nobody waits for must not keep the place; a row that was recorded after all stays.
    if (patched('refused-creation-gives-its-place-back')) {
      await callStore('dropReservation', { attemptCode: state.attemptCode });
    }
    throw error;
  }
}

/** The learner has the attempt and can start it once the vendor has confirmed the setup. */
const canStartLater = (refusal: Refusal) => refusal === 'set_up_not_confirmed';

/** Does what was requested along with the creation; returns why it was refused. */
async function startOrDecline(attempt: RecordedAttempt, request: CreationRequest): Promise<Refusal | null> {
  const { deletedAt, status } = attempt.requireState();
  if (deletedAt !== null) return 'attempt_already_exists';
  const cause = causeOf(request);
  try {
    if (request.decline) {
      await attempt.apply({ name: 'decline', payload: { ...cause, cascaded: request.cascaded } }, Date.now());
    } else if (request.startClock && isPreStart(status)) {
      refuseIfTooLate(request);
      await attempt.apply({ name: 'start', payload: { ...cause, ...whileWanted(request) } }, Date.now());
    }
    return null;
  } catch (error) {
    const refusal = refusalOrRethrow(error);
    return canStartLater(refusal) ? null : refusal;
  }
}
