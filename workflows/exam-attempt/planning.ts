import { workflowInfo } from '@temporalio/workflow';
import type { CreationBasis } from './activities.ts';
import type { CreationRequest } from './messages.ts';
import type { PlannedAttempt } from './earlier-attempts.ts';
import { planCreation } from '../../rules/attempt/creation.ts';
import type { ClockFacts } from '../../rules/attempt/facts.ts';
import { acceptOrThrow, refuse } from '../refusals.ts';
import type { Store } from './store.ts';

/** An outage is a refusal if somebody waits who would no longer want the attempt after it. */
export const storeOptions = ({ decline }: CreationRequest) => ({ giveUp: !decline });

/** A caller who did not say how long they wait has been told by then that it did not work. */
const PATIENCE_MS = 60_000;

/**
 * Refuses when nobody is waiting any more, because a clock started now would run without the learner knowing. A decline
 * does no harm. How long they wait is measured by the database's clock, as is `readAt`.
 */
export function refuseIfTooLate({ decline, wantedUntil }: CreationRequest, readAt?: number): void {
  const [now, until] =
    wantedUntil === undefined
      ? [Date.now(), workflowInfo().startTime.getTime() + PATIENCE_MS]
      : [readAt ?? wantedUntil, wantedUntil];
  if (now > until && !decline) throw refuse('service_unavailable');
}

/** An attempt that may be made, and what it can begin with at once. */
export interface Planning extends Pick<CreationBasis, 'attemptId' | 'settings' | 'holds'> {
  planned: PlannedAttempt;
  clock: ClockFacts;
}

export async function planAttempt(store: Store, attemptCode: string, request: CreationRequest): Promise<Planning> {
  const { examId, userId, takingAsProctored, cascaded } = request;
  const at = Date.now();
  refuseIfTooLate(request);
  const { facts, reviewPolicyId, readAt, attemptId, settings, holds } = acceptOrThrow(
    await store.call('loadCreationBasis', { examId, userId, attemptCode, takingAsProctored }, storeOptions(request)),
  );
  refuseIfTooLate(request, readAt);
  const resetting = request.resetOf !== undefined;
  const { plan } = acceptOrThrow(planCreation(facts, { takingAsProctored, resetting, cascaded }, at));
  const planned = { attemptCode, request, exam: facts.exam, latest: facts.latest, plan, reviewPolicyId, at };
  return {
    planned,
    clock: facts.clock,
    ...(attemptId !== undefined && { attemptId }),
    ...(settings !== undefined && { settings }),
    ...(holds !== undefined && { holds }),
  };
}
