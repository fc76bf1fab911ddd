import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { changeDeliveryIdOf } from '../../workflows/change-delivery/messages.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';

const codeRow = z.object({ attempt_code: z.string() });
const subjectRow = z.object({ subject: z.string() });

async function terminate(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).terminate('the data are reset');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Ends all workflows, found by the rows that they have: the time-skipping server cannot list them. */
async function terminateAll(pool: DatabasePool, client: Client): Promise<void> {
  const codes = await pool.anyFirst(sql.type(codeRow)`select attempt_code from attempt`);
  const subjects = await pool.anyFirst(sql.type(subjectRow)`
    select distinct subject from pending_change where delivered_at is null`);
  const ids = [...codes.map(workflowIdOf), ...subjects.map(changeDeliveryIdOf)];
  await Promise.all(ids.map((id) => terminate(client, id)));
}

/** Empties every table but that of the migrations and lets all numbers begin anew. */
async function truncateAll(pool: DatabasePool): Promise<void> {
  await pool.query(sql.unsafe`
    do $$ begin
      execute (select 'truncate ' || string_agg(quote_ident(tablename), ', ') || ' restart identity cascade'
        from pg_tables where schemaname = 'public' and tablename <> 'schema_migration');
    end $$`);
  await pool.query(sql.unsafe`alter sequence person_unnumbered_id restart`);
}

/** Makes the service as new. */
export async function resetData(pool: DatabasePool, client: Client): Promise<void> {
  await terminateAll(pool, client);
  await truncateAll(pool);
}
