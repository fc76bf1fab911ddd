import type { DatabasePool } from 'slonik';
import { deletePendingRetry, listPendingRetries } from '../../db/effect-retries.ts';
import type { AttemptClient } from '../../workflows/exam-attempt/client.ts';
import { AttemptRefusedError } from '../../workflows/refusals.ts';
import { whileAlive } from '../keep-alive.ts';
import { doEach } from '../do-each.ts';

interface RetryDeps {
  pool: DatabasePool;
  attempts: AttemptClient;
}

/** So few that those who wait for an answer of their own hardly notice. */
const ATTEMPTS_AT_A_TIME = 4;
const PAGE = 100;

async function retry({ pool, attempts }: RetryDeps, changeId: number, code: string, key: string): Promise<void> {
  try {
    await attempts.retryEffect(code, { key });
  } catch (error) {
    if (!(error instanceof AttemptRefusedError)) throw error;
  }
  await deletePendingRetry(pool, changeId, key);
}

/** Tells the attempts which of their effects to run again, and forgets each that has been told. */
export async function retryAll(deps: RetryDeps, changeId: number): Promise<void> {
  for (;;) {
    const page = await listPendingRetries(deps.pool, changeId, PAGE);
    if (page.length === 0) return;
    // The effects of one attempt stay in their order.
    const attempts = Object.entries(Object.groupBy(page, ({ attemptCode }) => attemptCode));
    await whileAlive(
      doEach(attempts, ATTEMPTS_AT_A_TIME, async ([code, effects = []]) => {
        for (const { key } of effects) await retry(deps, changeId, code, key);
      }),
    );
  }
}
