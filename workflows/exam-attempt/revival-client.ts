import type { Client } from '@temporalio/client';
import { COMMANDS, EXAM_ATTEMPT, workflowIdOf, type ExamAttemptInput } from './messages.ts';

/** How many are started at a time. */
const AT_A_TIME = 20;

/**
 * Starts the workflows of stored attempts that have none, each from its row; the others go on undisturbed. Throws the
 * client's own errors when Temporal is out of reach.
 */
export async function reviveAttempts(
  client: Client,
  taskQueue: string,
  attemptCodes: readonly string[],
): Promise<void> {
  const start = async (attemptCode: string) => {
    const restore: ExamAttemptInput = { kind: 'restore', attemptCode, commands: COMMANDS };
    await client.workflow.start(EXAM_ATTEMPT, {
      workflowId: workflowIdOf(attemptCode),
      taskQueue,
      args: [restore],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  };
  for (let from = 0; from < attemptCodes.length; from += AT_A_TIME) {
    await Promise.all(attemptCodes.slice(from, from + AT_A_TIME).map(start));
  }
}
