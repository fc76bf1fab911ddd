import { sql } from 'slonik';
import { z } from 'zod';
import { until } from '../dev/until.ts';
import { workflowIdOf } from '../workflows/exam-attempt/messages.ts';
import type { MeasuredService } from './measured-service.ts';

/** Size of an attempt's history so far. */
export interface HistorySize {
  events: number;
  workflowTasks: number;
  /** Activities that the worker ran within a workflow task. */
  localActivities: number;
  /** Activities that went through a task queue. */
  activities: number;
}

/** Waits until every effect of the attempt has ended and its workflow waits for something new. */
export async function becomeIdle({ pool, client }: MeasuredService, attemptCode: string): Promise<void> {
  const handle = client.workflow.getHandle(workflowIdOf(attemptCode));
  const isIdle = async () => {
    const pending = await pool.exists(sql.type(z.object({}))`
      select 1 from attempt_effect join attempt on attempt.id = attempt_effect.attempt_id
      where attempt.attempt_code = ${attemptCode} and attempt_effect.outcome = 'pending'`);
    if (pending) return false;
    const { raw } = await handle.describe();
    return (raw.pendingActivities ?? []).length === 0 && !raw.pendingWorkflowTask;
  };
  await until(isIdle, 'end of the effects');
}

/** Reads the whole history of an attempt's workflow run. */
export async function historySize({ client }: MeasuredService, attemptCode: string): Promise<HistorySize> {
  const { events } = await client.workflow.getHandle(workflowIdOf(attemptCode)).fetchHistory();
  const all = events ?? [];
  const count = (isCounted: (event: (typeof all)[number]) => unknown) => all.filter(isCounted).length;
  return {
    events: all.length,
    workflowTasks: count((event) => event.workflowTaskCompletedEventAttributes),
    localActivities: count((event) => event.markerRecordedEventAttributes?.markerName === 'core_local_activity'),
    activities: count((event) => event.activityTaskScheduledEventAttributes),
  };
}
