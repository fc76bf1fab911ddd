import { sql, type DatabasePool } from 'slonik';
import { setTimeout as delay } from 'node:timers/promises';
import type { TemporalGateway } from '../../api/temporal-gateway.ts';

const PATIENCE_MS = 3_000;

/** Whether every effect has been tried, and every clock that ran out before `now` has ended its exam. */
async function isSettled(pool: DatabasePool, now: number): Promise<boolean> {
  return !(await pool.exists(sql.unsafe`
    select 1 from attempt_effect where outcome = 'pending' and last_error is null
    union all
    select 1 from live_attempt where expires_at < to_timestamp(${now / 1000})`));
}

/** Waits for the consequences of what has happened; gives up after a while, since the runner waits on its own too. */
export async function settled(pool: DatabasePool, now: () => number): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSettled(pool, now())) && Date.now() < end) await delay(5);
}

/**
 * Answers a change only after its effects, as the original does. The runner empties the vendor's record of calls before
 * it resets the server, so a call of the scenario before must not still be on its way. Exams that are saved together
 * reach the vendor in their order, which the product does not promise and the recorded calls have.
 */
export function settledGateway(gateway: TemporalGateway, pool: DatabasePool, now: () => number): TemporalGateway {
  return {
    ...gateway,
    async createAttempt(request) {
      const answer = await gateway.createAttempt(request);
      await settled(pool, now);
      return answer;
    },
    async send(...call) {
      const answer = await gateway.send(...call);
      await settled(pool, now);
      return answer;
    },
    async deliverChanges(subjects, waitMs) {
      for (const subject of subjects) await gateway.deliverChanges([subject], waitMs);
    },
  };
}
