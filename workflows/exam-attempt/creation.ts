import { sleep, workflowInfo } from '@temporalio/workflow';
import type { Reservation } from './activities.ts';
import type { CreationRequest } from './messages.ts';
import { settle, type Outcome } from './registration.ts';
import { planCreation } from '../../rules/attempt/creation.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { refusalOf } from '../refusals.ts';
import { callStore } from './store.ts';

/** A caller who did not say how long they wait has been told by then that it did not work. */
const PATIENCE_MS = 60_000;

/**
 * Nobody is waiting any more, so a clock started now would run without the learner knowing. A decline does no harm. How
 * long they wait is measured by the database's clock, as is `readAt`.
 */
export function comesTooLate({ decline, wantedUntil }: CreationRequest, readAt?: number): boolean {
  if (decline) return false;
  if (wantedUntil === undefined) return Date.now() > workflowInfo().startTime.getTime() + PATIENCE_MS;
  return readAt !== undefined && readAt > wantedUntil;
}

async function outcomeOf<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return await work;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return { refusal };
  }
}

/** Together as long as a vendor may take, and shorter than the API waits for the answer. */
const PLACE_TRIES = 16;
const PLACE_PAUSE_MS = 1_000;

/**
 * Takes the learner's place. If another request is creating an attempt there, waits for its result: it may be abandoned,
 * and nobody must be sent to an attempt that never existed.
 */
async function takePlace(
  reservation: Reservation,
  options: { giveUp: boolean },
): Promise<Outcome<{ attemptId: number }>> {
  for (let tries = 1; ; tries += 1) {
    const place = await outcomeOf(callStore('reserveAttempt', { ...reservation, at: Date.now() }, options));
    if (!('isBeingMade' in place)) return place;
    if (tries === PLACE_TRIES) return { refusal: 'service_unavailable' };
    await sleep(PLACE_PAUSE_MS, { summary: 'another request makes an attempt' });
  }
}

interface NewAttempt {
  state: AttemptState;
  /** When its vendor, if it never calls back, counts as ready; null: it reports that itself. */
  readyInSeconds: number | null;
}

/**
 * Creates a new attempt (attempt-lifecycle §3.3): decides, takes the learner's place, registers with the vendor, and
 * returns the state before its first recorded change. A refusal leaves no attempt behind.
 */
export async function createAttempt(attemptCode: string, request: CreationRequest): Promise<Outcome<NewAttempt>> {
  const { examId, userId, takingAsProctored } = request;
  const now = Date.now();
  if (comesTooLate(request)) return { refusal: 'service_unavailable' };
  const options = { giveUp: !request.decline };
  const basis = await outcomeOf(
    callStore('loadCreationBasis', { examId, userId, attemptCode, takingAsProctored }, options),
  );
  if ('refusal' in basis) return basis;
  if (comesTooLate(request, basis.readAt)) return { refusal: 'service_unavailable' };
  const { exam, latest } = basis.facts;
  const { reviewPolicyId } = basis;
  const resetting = request.resetOf !== undefined;
  const planned = planCreation(basis.facts, { takingAsProctored, resetting, cascaded: request.cascaded }, now);
  if ('refusal' in planned) return planned;
  const { plan } = planned;
  const place = await takePlace({ attemptCode, request, exam, plan, reviewPolicyId, at: now }, options);
  if ('refusal' in place) return place;
  const registration = await settle({ attemptCode, request, exam, latest, plan });
  if ('refusal' in registration) {
    await callStore('dropReservation', { attemptCode });
    return registration;
  }
  const state: AttemptState = {
    schema: 1,
    version: 0,
    attemptId: place.attemptId,
    attemptCode,
    userId,
    exam,
    status: 'onboarding' in registration ? registration.onboarding : 'created',
    takingAsProctored,
    isSampleAttempt: exam.isPracticeExam,
    externalId: 'externalId' in registration ? registration.externalId : null,
    reviewPolicyId,
    createdAt: now,
    modifiedAt: now,
    startedAt: null,
    completedAt: null,
    allowedSeconds: null,
    allowedTimeLimitMins: null,
    entitlement: null,
    timeRemainingSeconds: plan.carriedSeconds,
    rest: plan.rest ?? null,
    isResumable: false,
    readyToResume: false,
    resumed: false,
    isStatusAcknowledged: false,
    lastPingAt: null,
    reviewRevision: 0,
    deletedAt: null,
  };
  return { state, readyInSeconds: 'onboarding' in registration ? null : (registration.readyInSeconds ?? null) };
}
