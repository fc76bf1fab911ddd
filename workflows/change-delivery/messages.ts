import { defineSignal, defineUpdate } from '@temporalio/workflow';

/** Name of the workflow type. */
export const CHANGE_DELIVERY = 'changeDelivery';

/**
 * The one place that makes ids of change deliveries: one workflow per subject, so that its changes stay in order, and per
 * deployment (all that share a task queue), so that none takes another's.
 */
export function changeDeliveryIdOf(taskQueue: string, subject: string): string {
  return `change-delivery/${taskQueue}/${subject}`;
}

/** Answers when every change stored before the call has been delivered. */
export const deliverUpdate = defineUpdate<void>('deliver');
/** The same without an answer. */
export const deliverSignal = defineSignal('deliver');
