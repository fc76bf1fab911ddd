import type { Client } from '@temporalio/client';
import { sql, type DatabasePool } from 'slonik';
import type { ChangeDelivery } from '../../workflows/change-delivery/client.ts';
import type { AttemptClient } from '../../workflows/exam-attempt/client.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { atMost } from './patience.ts';

/** Whether every effect has been tried, and every clock that ran out before `now` has ended its exam. */
async function isSettled(pool: DatabasePool, now: number): Promise<boolean> {
  return !(await pool.exists(sql.unsafe`
    select 1 from attempt_effect where outcome = 'pending' and last_error is null
    union all
    select 1 from live_attempt where expires_at < to_timestamp(${now / 1000})`));
}

/** Waits for the consequences of what has happened; gives up after a while, since the runner waits on its own too. */
export function settled(pool: DatabasePool, now: () => number, patienceMs?: number): Promise<void> {
  return atMost(() => isSettled(pool, now()), patienceMs);
}

/**
 * Waits for the end of a removed attempt's workflow. The time-skipping server, unlike a real one, never answers an update
 * that reaches a workflow at its last moment.
 */
function ended(client: Client, attemptCode: string): Promise<void> {
  const handle = client.workflow.getHandle(workflowIdOf(attemptCode));
  return atMost(async () => (await handle.describe()).status.name !== 'RUNNING');
}

export interface SettledDeps {
  pool: DatabasePool;
  client: Client;
  /** Epoch milliseconds. */
  now: () => number;
}

/**
 * Answers a change only after its effects, as the original does. The runner empties the vendor's record of calls before
 * it resets the server, so a call of the scenario before must not still be on its way.
 */
export function settledAttempts(attempts: AttemptClient, { pool, client, now }: SettledDeps): AttemptClient {
  return {
    ...attempts,
    async create(...request) {
      const answer = await attempts.create(...request);
      await settled(pool, now);
      return answer;
    },
    async tell(attemptCode, event, payload) {
      const answer = await attempts.tell(attemptCode, event, payload);
      await settled(pool, now);
      if (event === 'delete') await ended(client, attemptCode);
      return answer;
    },
  };
}

/** Exams that are saved together reach the vendor in their order, which the product does not promise and the recorded calls have. */
export function inOrder(changes: ChangeDelivery): ChangeDelivery {
  return {
    // Answers a request about many only after its effects, too.
    begin: (subject) => changes.deliver([subject]),
    async deliver(subjects) {
      for (const subject of subjects) await changes.deliver([subject]);
    },
  };
}
