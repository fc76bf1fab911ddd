import type { Client } from '@temporalio/client';
import { catchUpSignal, COMMANDS, EXAM_ATTEMPT, workflowIdOf, type ExamAttemptInput } from './messages.ts';

/** How many are started at a time. */
const AT_A_TIME = 20;

/** How the workflow of a stored attempt is started that has none. */
export function fromItsRow(attemptCode: string, taskQueue: string) {
  const restore: ExamAttemptInput = { kind: 'restore', attemptCode, commands: COMMANDS };
  return { workflowId: workflowIdOf(attemptCode), taskQueue, args: [restore] as [ExamAttemptInput] };
}

async function doForEach(attemptCodes: readonly string[], work: (attemptCode: string) => Promise<unknown>) {
  for (let from = 0; from < attemptCodes.length; from += AT_A_TIME) {
    await Promise.all(attemptCodes.slice(from, from + AT_A_TIME).map(work));
  }
}

/**
 * Starts the workflows of stored attempts that have none, each from its row; the others go on undisturbed. Throws the
 * client's own errors when Temporal is out of reach.
 */
export async function reviveAttempts(
  client: Client,
  taskQueue: string,
  attemptCodes: readonly string[],
): Promise<void> {
  await doForEach(attemptCodes, (attemptCode) =>
    client.workflow.start(EXAM_ATTEMPT, {
      ...fromItsRow(attemptCode, taskQueue),
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  );
}

/** Has the workflows of stored attempts read their rows; those that have none are started from them. Throws the same. */
export async function catchUpAttempts(
  client: Client,
  taskQueue: string,
  attemptCodes: readonly string[],
): Promise<void> {
  await doForEach(attemptCodes, (attemptCode) =>
    client.workflow.signalWithStart(EXAM_ATTEMPT, {
      ...fromItsRow(attemptCode, taskQueue),
      signal: catchUpSignal,
    }),
  );
}
