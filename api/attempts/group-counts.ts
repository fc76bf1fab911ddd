import { hash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { DatabasePool } from 'slonik';
import {
  countGroupsFound,
  countGroupsOfCourse,
  updateGroupCounts,
  type GroupFilter,
} from '../../db/grouped-attempts.ts';

/** Adding up more changes than this takes longer than the rest of a list. */
const MOST_UNCOUNTED = 1_000;
const UPDATED_AT_ONCE = 10_000;
const UPDATE_MS = 60 * 60 * 1000;

/** Counting this many takes longer than reading the page that the count is for. */
const MANY = 2_000;
const FRESH_MS = 30_000;
const MAXIMUM = 1_000;

/** Counts the rows of lists of attempts. */
export interface GroupCounts {
  /** Exactly, except that the number of pages of a long search may lag behind for half a minute. */
  of(filter: GroupFilter): Promise<number>;
  /** Ends the updates. */
  close(): void;
}

interface Deps {
  pool: DatabasePool;
  clock: () => number;
  logger: FastifyBaseLogger;
}

/** Brings the counts of the lists up to date, when a reader sees that they lag behind, and once an hour. */
function createUpdates({ pool, logger }: Deps): { update: () => void; stop: () => void } {
  let running = false;
  const updateAll = async () => {
    while ((await updateGroupCounts(pool, UPDATED_AT_ONCE)) === UPDATED_AT_ONCE);
  };
  const update = () => {
    if (running) return;
    running = true;
    updateAll()
      .catch((error: unknown) => logger.warn({ err: error }, 'could not update the counts of the lists'))
      .finally(() => (running = false));
  };
  const timer = setInterval(update, UPDATE_MS);
  timer.unref();
  return { update, stop: () => clearInterval(timer) };
}

/** Counts what searches find. A high count is remembered for half a minute, so that its pages need not be counted again. */
function createSearchCounts({ pool, clock }: Deps): (courseId: string, search: string) => Promise<number> {
  const counted = new Map<string, { count: number; until: number }>();
  return async (courseId, search) => {
    const key = hash('sha256', JSON.stringify([courseId, search]), 'base64url');
    const known = counted.get(key);
    if (known && known.until > clock()) return known.count;
    counted.delete(key);
    const count = await countGroupsFound(pool, courseId, search);
    const [oldest] = counted.keys();
    if (counted.size >= MAXIMUM && oldest !== undefined) counted.delete(oldest);
    if (count >= MANY) counted.set(key, { count, until: clock() + FRESH_MS });
    return count;
  };
}

/** One for the whole process: each remembers what it has counted, and brings counts up to date. */
export function createGroupCounts(deps: Deps): GroupCounts {
  const { update, stop } = createUpdates(deps);
  const countFound = createSearchCounts(deps);
  return {
    async of({ courseId, search }) {
      if (search !== null) return await countFound(courseId, search);
      const { count, uncounted } = await countGroupsOfCourse(deps.pool, courseId);
      if (uncounted > MOST_UNCOUNTED) update();
      return count;
    },
    close: stop,
  };
}
