import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { changeDeliveryIdOf } from '../../workflows/change-delivery/messages.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { atMost } from './patience.ts';

const codeRow = z.object({ attempt_code: z.string() });
const subjectRow = z.object({ subject: z.string() });

/** A number of `temporal.api.enums.v1.PendingActivityState`. */
const SCHEDULED = 1;

type Handle = ReturnType<Client['workflow']['getHandle']>;

/** Whether no activity is under way; one that waits for its next try is not. */
async function isIdle(handle: Handle): Promise<boolean> {
  const { raw } = await handle.describe();
  const activities = raw.pendingActivities ?? [];
  return activities.every(({ state, attempt }) => Number(state) === SCHEDULED && Number(attempt) > 1);
}

/**
 * Waits until nothing of the workflow is under way: what is lost by a termination keeps the time-skipping server from
 * skipping time ever after. A query is answered after the workflow task that runs.
 */
async function whenIdle(handle: Handle): Promise<void> {
  await atMost(() => isIdle(handle));
  await handle.query('__stack_trace');
  await atMost(() => isIdle(handle));
}

async function terminate(client: Client, workflowId: string): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    await whenIdle(handle);
    await handle.terminate('the data are reset');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Ends all workflows, found by the rows that they have: the time-skipping server cannot list them. */
async function terminateAll(pool: DatabasePool, client: Client, taskQueue: string): Promise<void> {
  const codes = await pool.anyFirst(sql.type(codeRow)`select attempt_code from attempt`);
  const subjects = await pool.anyFirst(sql.type(subjectRow)`
    select distinct subject from pending_change where delivered_at is null`);
  const ids = [...codes.map(workflowIdOf), ...subjects.map((subject) => changeDeliveryIdOf(taskQueue, subject))];
  await Promise.all(ids.map((id) => terminate(client, id)));
}

/** Empties every table but that of the migrations and starts all numbers again. */
async function truncateAll(pool: DatabasePool): Promise<void> {
  await pool.query(sql.unsafe`
    do $$ begin
      execute (select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' restart identity cascade'
        from pg_tables where schemaname = 'public' and tablename <> 'schema_migration');
    end $$`);
  await pool.query(sql.unsafe`alter sequence person_unnumbered_id restart`);
}

/** Makes the service as new. */
export async function resetData(pool: DatabasePool, client: Client, taskQueue: string): Promise<void> {
  await terminateAll(pool, client, taskQueue);
  await truncateAll(pool);
}
