import { ActivityFailure, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { EffectActivities, RegistrationAnswer, TellAttempt } from './activities.ts';
import type { CreationRequest } from './messages.ts';
import { planCreation, type CreationPlan } from './rules/creation.ts';
import type { Refusal } from './rules/refusals.ts';
import type { AttemptState, ExamFacts } from './rules/state.ts';
import { refusalIn, stored } from './store.ts';

/** A learner waits for the answer: one try that may take long, no second one that might register twice. */
const vendor = proxyActivities<EffectActivities>({
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '30 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'vendor: register the attempt',
});

const siblings = proxyActivities<EffectActivities>({
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '30 seconds',
  summary: 'tell the earlier attempt',
});

/** Whoever asked has been told by then that it did not work. */
const PATIENCE_MS = 60_000;

/** Nobody waits any more: starting a clock now would run it down behind the learner's back. A decline harms nobody. */
export function comesTooLate({ decline }: CreationRequest): boolean {
  return !decline && Date.now() - workflowInfo().startTime.getTime() > PATIENCE_MS;
}

type Outcome<T> = T | { refusal: Refusal };

async function outcomeOf<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return await work;
  } catch (error) {
    const refusal = refusalIn(error);
    if (!refusal) throw error;
    return { refusal };
  }
}

async function attempted<T>(work: Promise<T>): Promise<{ value: T } | { refusal: Refusal }> {
  try {
    return { value: await work };
  } catch (error) {
    if (error instanceof ActivityFailure) return { refusal: refusalIn(error) ?? 'vendor_unavailable' };
    throw error;
  }
}

interface Registering {
  attemptCode: string;
  request: CreationRequest;
  exam: ExamFacts;
  plan: CreationPlan;
}

/** What has to be settled with others before the attempt may exist. */
async function settle({ attemptCode, request, exam, plan }: Registering): Promise<Outcome<RegistrationAnswer>> {
  const { actor } = request;
  const tell = (message: TellAttempt) => attempted(siblings.tellAttempt(message));
  if (request.resetOf !== undefined) {
    const reset = await tell({ attemptCode: request.resetOf, event: 'reset', payload: { actor } });
    if ('refusal' in reset) return reset;
  }
  let registration: RegistrationAnswer = { externalId: null };
  if (request.takingAsProctored && exam.backend !== null) {
    const { examId, userId } = request;
    const { timeLimitMins } = plan;
    const isSampleAttempt = exam.isPracticeExam;
    const registered = await attempted(
      vendor.registerAttempt({ attemptCode, examId, userId, timeLimitMins, isSampleAttempt }),
    );
    if ('refusal' in registered) return registered;
    registration = registered.value;
  }
  if (plan.resumeOf !== null) {
    const payload = { actor, by: attemptCode };
    const resumed = await tell({ attemptCode: plan.resumeOf, event: 'resumed', payload });
    if ('refusal' in resumed) return resumed;
  }
  return registration;
}

interface NewAttempt {
  state: AttemptState;
  /** When its vendor, which never calls back, counts as ready; null: it will say so itself. */
  readyInSeconds: number | null;
}

/**
 * Brings a new attempt into being (attempt-lifecycle §3.3): decides, takes the learner's place, registers with the
 * vendor, and answers the state before its first recorded change. Whatever is refused leaves no attempt behind.
 */
export async function createAttempt(attemptCode: string, request: CreationRequest): Promise<Outcome<NewAttempt>> {
  const { examId, userId, takingAsProctored } = request;
  const now = Date.now();
  if (comesTooLate(request)) return { refusal: 'service_unavailable' };
  const options = { giveUp: !request.decline };
  const basis = await outcomeOf(stored('loadCreationBasis', { examId, userId, attemptCode }, options));
  if ('refusal' in basis) return basis;
  const { exam } = basis.facts;
  const { reviewPolicyId } = basis;
  const resetting = request.resetOf !== undefined;
  const planned = planCreation(basis.facts, { takingAsProctored, resetting, cascaded: request.cascaded }, now);
  if ('refusal' in planned) return planned;
  const { plan } = planned;
  const reservation = { attemptCode, request, exam, plan, reviewPolicyId, at: now };
  const place = await outcomeOf(stored('reserveAttempt', reservation, options));
  if ('refusal' in place) return place;
  const registration = await settle({ attemptCode, request, exam, plan });
  if ('refusal' in registration) {
    await stored('dropReservation', { attemptCode });
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
