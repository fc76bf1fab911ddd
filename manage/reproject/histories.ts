import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { attemptCodeOf, EXAM_ATTEMPT, workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import type { History } from './replays.ts';

/** A run of an attempt's workflow. */
export interface Run {
  attemptCode: string;
  runId: string;
  startedAt: number;
}

/** What to look at: of a deployment, and only what has happened since an instant (epoch milliseconds). */
export interface Scope {
  taskQueue: string;
  since: number | null;
}

function queryOf({ taskQueue, since }: Scope): string {
  const all = `WorkflowType = "${EXAM_ATTEMPT}" and TaskQueue = "${taskQueue}"`;
  if (since === null) return all;
  const instant = new Date(since).toISOString();
  return `${all} and (ExecutionStatus = "Running" or CloseTime >= "${instant}")`;
}

/** The runs that Temporal still has, by attempt, the oldest first. */
export async function listRuns(client: Client, scope: Scope): Promise<Map<string, Run[]>> {
  const runs = new Map<string, Run[]>();
  for await (const { workflowId, runId, startTime } of client.workflow.list({ query: queryOf(scope) })) {
    const attemptCode = attemptCodeOf(workflowId);
    if (attemptCode === null) continue;
    runs.set(attemptCode, [...(runs.get(attemptCode) ?? []), { attemptCode, runId, startedAt: startTime.getTime() }]);
  }
  for (const each of runs.values()) each.sort((one, other) => one.startedAt - other.startedAt);
  return runs;
}

/** Whether anything has happened in the run since then. */
async function hasGoneOn(client: Client, { attemptCode, runId }: Run, since: number): Promise<boolean> {
  const { namespace } = client.options;
  const execution = { workflowId: workflowIdOf(attemptCode), runId };
  const asked = { namespace, execution, maximumPageSize: 1 };
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse(asked);
  const seconds = Number(history?.events?.[0]?.eventTime?.seconds ?? 0);
  return (seconds + 1) * 1000 >= since;
}

async function fetchHistory(client: Client, run: Run): Promise<{ run: Run; history: History }[]> {
  try {
    const history = await client.workflow.getHandle(workflowIdOf(run.attemptCode), run.runId).fetchHistory();
    return [{ run, history }];
  } catch (error) {
    // Its retention has just ended.
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

/** The histories of an attempt's runs in order; none if nothing has happened since then. */
export async function fetchHistories(client: Client, runs: readonly Run[], { since }: Scope) {
  const latest = runs.at(-1);
  if (!latest || (since !== null && !(await hasGoneOn(client, latest, since)))) return [];
  return (await Promise.all(runs.map((run) => fetchHistory(client, run)))).flat();
}
