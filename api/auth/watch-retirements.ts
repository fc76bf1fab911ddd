import type { DatabasePool } from 'slonik';
import { readRetired } from '../../db/retirement.ts';

const LOOK_EVERY_MS = 2_000;
/** Longer than any transaction that retires somebody takes, since it counts from the transaction's beginning. */
const LONGEST_RETIREMENT_MS = 60_000;

/**
 * Calls `onRetired` with the id of everybody whom any process retires, within some two seconds, and perhaps again. While
 * Postgres is away nobody is retired either; the next look goes back to the last one.
 */
export function watchRetirements(pool: DatabasePool, onRetired: (userId: number) => void): { close(): void } {
  let looked = performance.now();
  let isLooking = false;

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    const began = performance.now();
    try {
      for (const userId of await readRetired(pool, began - looked + LONGEST_RETIREMENT_MS)) onRetired(userId);
      looked = began;
    } finally {
      isLooking = false;
    }
  }

  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
