import type { DatabasePool } from 'slonik';
import { listRetiredPeople } from '../../db/retirement.ts';

const LOOK_EVERY_MS = 2_000;
/** Longer than any transaction that retires a person, because it counts from the start of the transaction. */
const LONGEST_RETIREMENT_MS = 60_000;

/**
 * Calls `onRetired` with the id of everybody retired by any process, within about two seconds, and possibly again. While
 * Postgres is down nobody is retired either; the next check goes back to the last one.
 */
export function watchRetirements(pool: DatabasePool, onRetired: (userId: number) => void): { close(): void } {
  let looked = performance.now();
  let isLooking = false;

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    const began = performance.now();
    try {
      for (const userId of await listRetiredPeople(pool, began - looked + LONGEST_RETIREMENT_MS)) onRetired(userId);
      looked = began;
    } finally {
      isLooking = false;
    }
  }

  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
