import { ActivityFailure, patched, proxyActivities } from '@temporalio/workflow';
import type { EffectActivities, RegistrationAnswer, TellAttempt } from './activities.ts';
import type { CreationRequest } from './messages.ts';
import type { CreationPlan, LatestAttempt } from '../../rules/attempt/creation.ts';
import type { Refusal } from '../../rules/attempt/refusals.ts';
import { isRemovedByReset } from '../../rules/attempt/removal.ts';
import type { ExamFacts } from '../../rules/exam.ts';
import { refusalOf } from '../refusals.ts';

/** A learner waits for the answer: one try that may take long, and no second one, which might register twice. */
const vendor = proxyActivities<EffectActivities>({
  startToCloseTimeout: '14 seconds',
  scheduleToCloseTimeout: '16 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'vendor: register the attempt',
});

const earlierAttempts = proxyActivities<EffectActivities>({
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '12 seconds',
  summary: 'tell the earlier attempt',
});

/** The planned attempt, or why it is refused. */
export type Outcome<T> = T | { refusal: Refusal };

async function attempted<T>(work: Promise<T>): Promise<{ value: T } | { refusal: Refusal }> {
  try {
    return { value: await work };
  } catch (error) {
    if (error instanceof ActivityFailure) return { refusal: refusalOf(error) ?? 'vendor_unavailable' };
    throw error;
  }
}

/** An attempt that has its place, but does not exist yet. */
export interface Registering {
  attemptCode: string;
  request: CreationRequest;
  exam: ExamFacts;
  latest: LatestAttempt | null;
  plan: CreationPlan;
}

async function register({ attemptCode, request, exam, plan }: Registering): Promise<Outcome<RegistrationAnswer>> {
  const { examId, userId, takingAsProctored } = request;
  if (!takingAsProctored || exam.backend === null) return { externalId: null };
  const { timeLimitMins } = plan;
  const isSampleAttempt = exam.isPracticeExam;
  const registered = await attempted(
    vendor.registerAttempt({ attemptCode, examId, userId, timeLimitMins, isSampleAttempt, backend: exam.backend }),
  );
  return 'refusal' in registered ? registered : registered.value;
}

/** The messages to the attempts that this one replaces or resumes. */
function toEarlier({ attemptCode, request, plan }: Registering): TellAttempt[] {
  const { actor, resetOf } = request;
  const reset = resetOf === undefined ? [] : [{ attemptCode: resetOf, event: 'reset', payload: { actor } } as const];
  if (plan.resumeOf === null) return reset;
  return [...reset, { attemptCode: plan.resumeOf, event: 'resumed', payload: { actor, by: attemptCode } }];
}

async function tellEarlier(registering: Registering): Promise<{ refusal: Refusal } | null> {
  for (const message of toEarlier(registering)) {
    const told = await attempted(earlierAttempts.tellAttempt(message));
    if ('refusal' in told) return told;
  }
  return null;
}

/** Whether the earlier attempt is told before the vendor; histories without the patch always told it first. */
function makesRoomFirst({ request, latest }: Registering): boolean {
  if (request.resetOf === undefined) return false;
  return !patched('register-before-reset') || (latest !== null && isRemovedByReset(latest.status));
}

/**
 * What has to be settled with others before the attempt may exist. Earlier attempts are told last, so that the learner
 * loses nothing if the vendor fails. Only one that is removed comes first, because its vendor must be told beforehand.
 */
export async function settle(registering: Registering): Promise<Outcome<RegistrationAnswer>> {
  const isFirst = makesRoomFirst(registering);
  const early = isFirst ? await tellEarlier(registering) : null;
  if (early) return early;
  const registration = await register(registering);
  if ('refusal' in registration) return registration;
  const late = isFirst ? null : await tellEarlier(registering);
  return late ?? registration;
}
