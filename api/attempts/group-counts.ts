import { createHash } from 'node:crypto';
import type { DatabasePool } from 'slonik';
import { countAttemptGroups, type GroupFilter } from '../../db/grouped-attempts.ts';

/** Counting this many takes longer than reading the page that the count is for. */
const MANY = 2_000;
const FRESH_MS = 30_000;
const MAXIMUM = 1_000;

/**
 * Counts rows of a course's list. A long list's count is remembered for half a minute, so that reading its pages does not
 * grow with it; only the number of pages can then lag behind, never their contents.
 */
export function createGroupCounts(pool: DatabasePool, clock: () => number) {
  const counted = new Map<string, { count: number; until: number }>();
  return async (filter: GroupFilter): Promise<number> => {
    const key = createHash('sha256')
      .update(JSON.stringify([filter.courseId, filter.search]))
      .digest('base64url');
    const found = counted.get(key);
    if (found && found.until > clock()) return found.count;
    counted.delete(key);
    const count = await countAttemptGroups(pool, filter);
    const [oldest] = counted.keys();
    if (counted.size >= MAXIMUM && oldest !== undefined) counted.delete(oldest);
    if (count >= MANY) counted.set(key, { count, until: clock() + FRESH_MS });
    return count;
  };
}
