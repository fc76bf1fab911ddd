import type { DatabasePool } from 'slonik';
import { deleteExpired, listExpiries, type Retention } from '../../db/expired-rows.ts';
import { deleteAnswersInExcess } from '../../db/idempotent-answers.ts';

const EVERY_MS = 60 * 60_000;
/** In one statement, which takes far less than a second. */
const AT_ONCE = 2_000;
/** Of one table in one sweep: what is left waits for the next one. */
const MOST_BATCHES = 50;

export interface SweepDeps {
  pool: DatabasePool;
  keep: Retention;
}

/** Deletes what is too old, in batches; answers how many rows of which table. A stop is heard between two of them. */
export async function sweep({ pool, keep }: SweepDeps, stop?: AbortSignal): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {};
  for (const expiry of listExpiries(keep)) {
    for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
      if (stop?.aborted) return deleted;
      const count = await deleteExpired(pool, expiry, AT_ONCE);
      if (count > 0) deleted[expiry.table] = (deleted[expiry.table] ?? 0) + count;
      if (count < AT_ONCE) break;
    }
  }
  await deleteAnswersInExcess(pool);
  return deleted;
}

/** Sweeps once an hour, and not right after the start, when there is more important work; null when it is not yet time. */
export function createHourlySweep(
  deps: SweepDeps,
  now: () => number = () => performance.now(),
): (stop?: AbortSignal) => Promise<Record<string, number> | null> {
  let last = now();
  return async (stop) => {
    if (now() - last < EVERY_MS) return null;
    last = now();
    return await sweep(deps, stop);
  };
}
