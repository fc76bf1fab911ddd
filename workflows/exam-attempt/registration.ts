import { ActivityFailure, patched, proxyActivities } from '@temporalio/workflow';
import type { EffectActivities, RegistrationAnswer, Reservation, TellAttempt } from './activities.ts';
import type { LatestAttempt } from '../../rules/attempt/creation.ts';
import { isRemovedByReset } from '../../rules/attempt/transition-table.ts';
import { refusalOf, refuse } from '../refusals.ts';

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

/** An attempt that is allowed, but does not exist yet. */
export interface PlannedAttempt extends Reservation {
  latest: LatestAttempt | null;
}

/** What somebody else refuses, or does not answer, is refused to the learner. */
async function orRefuse<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    throw refuse(refusalOf(error) ?? 'vendor_unavailable');
  }
}

async function registerAtVendor({ attemptCode, request, exam, plan }: PlannedAttempt): Promise<RegistrationAnswer> {
  const { examId, userId, takingAsProctored } = request;
  if (!takingAsProctored || exam.backend === null) return { externalId: null };
  const { timeLimitMins } = plan;
  const isSampleAttempt = exam.isPracticeExam;
  return await orRefuse(
    vendor.registerAttempt({ attemptCode, examId, userId, timeLimitMins, isSampleAttempt, backend: exam.backend }),
  );
}

/** The messages to the attempts that this one replaces or resumes. */
function messagesToEarlier({ attemptCode, request, plan }: PlannedAttempt): TellAttempt[] {
  const { actor, resetOf } = request;
  const reset = resetOf === undefined ? [] : [{ attemptCode: resetOf, event: 'reset', payload: { actor } } as const];
  if (plan.resumeOf === null) return reset;
  return [...reset, { attemptCode: plan.resumeOf, event: 'resumed', payload: { actor, by: attemptCode } }];
}

async function tellEarlier(planned: PlannedAttempt): Promise<void> {
  for (const message of messagesToEarlier(planned)) await orRefuse(earlierAttempts.tellAttempt(message));
}

/** Whether the earlier attempt is told before the vendor; histories without the patch always told it first. */
function makesRoomFirst({ request, latest }: PlannedAttempt): boolean {
  if (request.resetOf === undefined) return false;
  return !patched('register-before-reset') || (latest !== null && isRemovedByReset(latest.status));
}

/**
 * Tells the vendor and the earlier attempts before the attempt may exist; throws a refusal. Earlier attempts are told
 * last, so that the learner loses nothing if the vendor fails. Only one that is removed comes first, because its vendor
 * must be told beforehand.
 */
export async function registerAttempt(planned: PlannedAttempt): Promise<RegistrationAnswer> {
  const isFirst = makesRoomFirst(planned);
  if (isFirst) await tellEarlier(planned);
  const registration = await registerAtVendor(planned);
  if (!isFirst) await tellEarlier(planned);
  return registration;
}
