import { defineSignal } from '@temporalio/workflow';

/** Name of the workflow type. */
export const BULK_ACT = 'bulkAct';

/** The one place that makes ids of bulk acts' workflows. */
export function bulkWorkflowIdOf(bulkId: string): string {
  return `bulk/${bulkId}`;
}

/** There is something to do again: a retry, or to undo what was done. */
export const goOnSignal = defineSignal('go-on');
