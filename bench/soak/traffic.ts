import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { insertExam } from '../load/begin.ts';
import { countPageRequests, type PageRequests } from '../load/page-requests.ts';
import { startSittings, type Sittings } from '../load/sittings.ts';
import type { Stand } from '../load/stand.ts';
import { learner } from '../peer/people.ts';

/** So many take one exam; then the next one begins. */
const LEARNERS_OF_AN_EXAM = 5_000;
/** The page of a learner whose time is a hundredth. */
const POLL_MS = 600;
const POLLS = 5;

/** Exams of learners who begin one after the other, so many a second: each begins, polls, and hands in. */
export function startTraffic(stand: Stand, perSecond: number): { page: PageRequests; sittings: Sittings } {
  const page = countPageRequests(stand.service);
  let exam: Promise<number>;
  const sittings = startSittings(perSecond, async (number, stopping) => {
    if (number % LEARNERS_OF_AN_EXAM === 0) exam = insertExam(stand, `soak ${randomUUID()}`, null);
    const person = learner(number % LEARNERS_OF_AN_EXAM);
    const path = await page.begin(person, await exam);
    for (let polls = 0; polls < POLLS && !stopping.aborted; polls += 1) {
      await delay(POLL_MS);
      await page.call(person, 'GET', path);
      await page.call(person, 'PUT', path, { action: 'ping' });
    }
    await page.call(person, 'PUT', path, { action: 'submit' });
  });
  return { page, sittings };
}
