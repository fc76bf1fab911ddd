import type { Client } from '@temporalio/client';
import type { DatabasePool } from 'slonik';
import { readForgottenSubjects } from '../../db/changes.ts';
import { isIntakeOpen, readLostHeartbeats, readOverdueAttempts } from '../../db/heartbeat.ts';
import { CHANGE_DELIVERY, changeDeliveryIdOf, deliverSignal } from '../../workflows/change-delivery/messages.ts';
import { EXAM_ATTEMPT, eventSignals, workflowIdOf, type ExamAttemptInput } from '../../workflows/exam-attempt/messages.ts';
import type { WatchActivities } from '../../workflows/heartbeat-watch/workflow.ts';
import type { VendorRegistry } from '../vendors/port.ts';

export interface WatchDeps {
  pool: DatabasePool;
  client: Client;
  taskQueue: string;
  vendors: VendorRegistry;
  clock: () => number;
}

/** A workflow that is merely busy catches up within this; after it, it counts as lost. */
const PATIENCE_MS = 30_000;

async function tellLost({ pool, client, taskQueue, vendors, clock }: WatchDeps): Promise<number> {
  const now = clock();
  if (!(await isIntakeOpen(pool, now))) return 0;
  let lost = 0;
  for (const backend of vendors.names) {
    const windowSeconds = vendors.get(backend).heartbeatWindowSeconds;
    if (windowSeconds === null) continue;
    for (const { attempt_code: attemptCode, heard_at } of await readLostHeartbeats(pool, { backend, windowSeconds, now })) {
      const restore: ExamAttemptInput = { kind: 'restore', attemptCode };
      await client.workflow.signalWithStart(EXAM_ATTEMPT, {
        workflowId: workflowIdOf(attemptCode),
        taskQueue,
        args: [restore],
        signal: eventSignals['heartbeat-lost'],
        signalArgs: [{ actor: { kind: 'system' }, lastPingAt: heard_at }],
      });
      lost += 1;
    }
  }
  return lost;
}

async function healOverdue({ pool, client, taskQueue, clock }: WatchDeps): Promise<number> {
  const overdue = await readOverdueAttempts(pool, clock() - PATIENCE_MS);
  for (const attemptCode of overdue) {
    const restore: ExamAttemptInput = { kind: 'restore', attemptCode };
    await client.workflow.start(EXAM_ATTEMPT, {
      workflowId: workflowIdOf(attemptCode),
      taskQueue,
      args: [restore],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  }
  return overdue.length;
}

async function deliverForgotten({ pool, client, taskQueue, clock }: WatchDeps): Promise<number> {
  const subjects = await readForgottenSubjects(pool, clock() - PATIENCE_MS);
  for (const subject of subjects) {
    await client.workflow.signalWithStart(CHANGE_DELIVERY, {
      workflowId: changeDeliveryIdOf(subject),
      taskQueue,
      args: [subject],
      signal: deliverSignal,
    });
  }
  return subjects.length;
}

/** The activity behind the heartbeat watch. */
export function createWatchActivities(deps: WatchDeps): WatchActivities {
  return {
    async watchOnce() {
      const [lost, overdue, forgotten] = [await tellLost(deps), await healOverdue(deps), await deliverForgotten(deps)];
      return { lost, overdue, forgotten };
    },
  };
}
