import { setTimeout as delay } from 'node:timers/promises';
import { holdLock } from './held-lock.ts';

/**
 * Runs `work` while attempts can be read but not written, as in a Postgres that stands still for so many milliseconds.
 * Answers what came of it, and when they could be written again, in epoch milliseconds.
 */
export async function whileUnwritable<Result>(
  databaseUrl: string,
  milliseconds: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; writableAt: number }> {
  const held = await holdLock(databaseUrl, 'lock table attempt in exclusive mode');
  const going = work();
  going.catch(() => {});
  await delay(milliseconds);
  const writableAt = Date.now();
  await held.release();
  return { result: await going, writableAt };
}
