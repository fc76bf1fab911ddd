import { hash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import {
  countGroupsFound,
  countGroupsOfCourse,
  updateGroupCounts,
  type GroupFilter,
} from '../../db/grouped-attempts.ts';
import type { AppDeps } from '../app-deps.ts';

/** Adding up more changes than this takes longer than the rest of a list. */
const MOST_UNCOUNTED = 1_000;
const UPDATED_AT_ONCE = 10_000;
const UPDATE_MS = 60 * 60 * 1000;

/** Counting this many takes longer than reading the page that the count is for. */
const MANY = 2_000;
const FRESH_MS = 30_000;
const MAXIMUM = 1_000;

/** Brings the counts of the lists up to date, when a reader sees that they lag behind, and once an hour. */
function createUpdates(app: FastifyInstance, { pool }: AppDeps): () => void {
  let running = false;
  const updateAll = async () => {
    while ((await updateGroupCounts(pool, UPDATED_AT_ONCE)) === UPDATED_AT_ONCE);
  };
  const update = () => {
    if (running) return;
    running = true;
    updateAll()
      .catch((error: unknown) => app.log.warn({ err: error }, 'could not update the counts of the lists'))
      .finally(() => (running = false));
  };
  const timer = setInterval(update, UPDATE_MS);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
  return update;
}

/** Counts what searches find. A high count is remembered for half a minute, so that its pages need not be counted again. */
function createSearchCounts({ pool, clock }: AppDeps): (courseId: string, search: string) => Promise<number> {
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

/**
 * Counts rows of a course's list: exactly, except that the number of pages of a long search may lag behind for half a
 * minute.
 */
export function createGroupCounts(app: FastifyInstance, deps: AppDeps): (filter: GroupFilter) => Promise<number> {
  const update = createUpdates(app, deps);
  const countFound = createSearchCounts(deps);
  return async ({ courseId, search }) => {
    if (search !== null) return await countFound(courseId, search);
    const { count, uncounted } = await countGroupsOfCourse(deps.pool, courseId);
    if (uncounted > MOST_UNCOUNTED) update();
    return count;
  };
}
