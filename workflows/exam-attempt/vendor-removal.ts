import { proxyActivities } from '@temporalio/workflow';
import type { EffectActivities } from './activities.ts';
import type { AttemptEvent } from '../../rules/attempt/events.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { refusalOf, refuse } from '../refusals.ts';

/** Somebody waits for the answer: one try. */
const removal = proxyActivities<EffectActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { maximumAttempts: 1 },
  summary: 'vendor: remove the attempt',
});

/**
 * Tells the vendor that the attempt is about to be removed; whether it knows now. Staff who delete are refused if it
 * cannot be told. In histories of earlier releases, a learner who began anew was not: then it was told later.
 */
export async function tellRemoval({ attemptId }: AttemptState, { name }: AttemptEvent): Promise<boolean> {
  try {
    await removal.removeAtVendor({ attemptId });
    return true;
  } catch (error) {
    if (name === 'reset') return false;
    throw refuse(refusalOf(error) ?? 'vendor_unavailable');
  }
}
