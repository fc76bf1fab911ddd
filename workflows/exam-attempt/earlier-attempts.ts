import { isCancellation, patched, proxyActivities, TemporalFailure } from '@temporalio/workflow';
import type { EffectActivities, Reservation, TellAttempt } from './activities.ts';
import type { AttemptAnswer, CreationRequest } from './messages.ts';
import type { LatestAttempt } from '../../rules/attempt/creation.ts';
import { refusalOf, refuse } from '../refusals.ts';

const TELLING = { startToCloseTimeout: '10 seconds', summary: 'tell the earlier attempt' } as const;
const earlierAttempts = proxyActivities<EffectActivities>({ ...TELLING, scheduleToCloseTimeout: '12 seconds' });
/** Until it is known what became of the earlier attempt: it may be gone already. */
const untilAnswered = proxyActivities<EffectActivities>({
  ...TELLING,
  retry: { initialInterval: '1 second', maximumInterval: '10 seconds' },
});

/** An attempt that is allowed, but does not exist yet. */
export interface PlannedAttempt extends Reservation {
  latest: LatestAttempt | null;
}

/** What somebody else refuses, or does not answer, is refused to the learner. */
export async function orRefuse<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    // A local activity fails with the cause itself.
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
    throw refuse(refusalOf(error) ?? 'vendor_unavailable');
  }
}

/** The messages to the attempts that this one replaces or resumes. */
export function messagesToEarlier({ attemptCode, request, plan }: Reservation): TellAttempt[] {
  const { actor, resetOf } = request;
  const payload = { actor, wishId: `${attemptCode}/reset` };
  const reset = resetOf === undefined ? [] : [{ attemptCode: resetOf, event: 'reset', payload } as const];
  if (plan.resumeOf === null) return reset;
  return [...reset, { attemptCode: plan.resumeOf, event: 'resumed', payload: { actor, by: attemptCode } }];
}

/**
 * Whether the attempt replaces another and, once that has heard of it, is recorded however late: the learner may have no
 * other. Histories without the patch gave up.
 */
export const isCarriedThrough = ({ resetOf }: CreationRequest): boolean =>
  resetOf !== undefined && patched('reset-is-carried-through');

/** Whether the attempt had been reset since this was planned: it has answered so, or is gone. */
function wasResetMeanwhile({ latest }: PlannedAttempt, answer: AttemptAnswer | null): boolean {
  if (answer === null) return true;
  return !answer.changed && latest?.status !== 'onboarding_reset' && patched('one-successor-of-a-reset');
}

/** Resets the earlier attempt, unless another request has: whoever repeats this one is told which took its place. */
async function resetEarlier(planned: PlannedAttempt, telling: Promise<AttemptAnswer>): Promise<void> {
  const answer = await orRefuse(telling).catch((error: unknown) => {
    if (refusalOf(error) === 'attempt_not_found') return null;
    throw error;
  });
  if (wasResetMeanwhile(planned, answer)) throw refuse('service_unavailable');
}

/** Tells the attempts that this one replaces or resumes; throws a refusal. */
export async function tellEarlier(planned: PlannedAttempt): Promise<void> {
  const earlier = isCarriedThrough(planned.request) ? untilAnswered : earlierAttempts;
  for (const message of messagesToEarlier(planned)) {
    const telling = earlier.tellAttempt(message);
    await (message.event === 'reset' ? resetEarlier(planned, telling) : orRefuse(telling));
  }
}
