import type { Logger } from 'pino';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { createTtlCache } from '../ttl-cache.ts';

export interface CourseStaffOptions {
  /** Base address of Open edX. */
  url: string;
  log: Pick<Logger, 'warn'>;
  /** Epoch milliseconds, for the age of the answers. */
  now: () => number;
  timeoutMs?: number;
}

/** Somebody who is signed in with a token of Open edX, with which they are asked about. */
export interface TokenHolder {
  userId: number;
  token: string;
}

/** Whether Open edX lets a person do the work of staff in a course; false too if it cannot be asked (edx-exams §4.3). */
export type IsPlatformStaff = (person: TokenHolder, courseId: string) => Promise<boolean>;

const TIMEOUT_MS = 2_000;
const FRESH_MS = 60_000;
/** After a failure, so that an outage does not slow down every request by the timeout. */
const REST_MS = 5_000;
const MOST_ENTRIES = 10_000;
const LARGEST_ANSWER_BYTES = 1024 * 1024;

const metadata = z.object({ original_user_is_staff: z.boolean() });

/** Asks what the page of a course asks, in the name of the person; nobody needs rights of their own for it. */
export function createPlatformStaff({ url, log, now, timeoutMs = TIMEOUT_MS }: CourseStaffOptions): IsPlatformStaff {
  const base = `${url.replace(/\/+$/, '')}/api/course_home/course_metadata/`;
  const dispatcher = new Agent({ maxResponseSize: LARGEST_ANSWER_BYTES });
  const readThroughCache = createTtlCache<boolean>({ maxEntries: MOST_ENTRIES, now });
  let restsUntil = 0;

  async function ask(token: string, courseId: string): Promise<boolean> {
    const response = await fetch(base + encodeURIComponent(courseId), {
      headers: { authorization: `JWT ${token}`, accept: 'application/json' },
      redirect: 'error',
      dispatcher,
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.ok) return metadata.parse(await response.json()).original_user_is_staff;
    await response.body?.cancel();
    if (response.status >= 500) throw new Error(`Open edX answered ${response.status}`);
    // It does not know the course, or does not show it to this person.
    return false;
  }

  return async ({ userId, token }, courseId) => {
    try {
      return await readThroughCache(`${userId} ${courseId}`, async () => {
        if (performance.now() < restsUntil) throw new Error('Open edX did not answer a moment ago');
        return { value: await ask(token, courseId), ttlMs: FRESH_MS };
      });
    } catch (error) {
      if (performance.now() >= restsUntil) {
        restsUntil = performance.now() + REST_MS;
        log.warn({ err: error }, 'Open edX did not say whether somebody is staff of a course');
      }
      return false;
    }
  };
}
