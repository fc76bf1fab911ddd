import { setTimeout as delay } from 'node:timers/promises';
import { insertExam } from '../load/begin.ts';
import { countPageRequests, type PageRequests } from '../load/page-requests.ts';
import { startSittings, type Sittings } from '../load/sittings.ts';
import type { Stand } from '../load/stand.ts';
import { learner } from '../peer/people.ts';

const PER_SECOND = 1;
/** So many of the first learners open their exam and close the page. */
const SILENT = 20;
const POLL_MS = 5_000;
const NO_ATTEMPT = 'attempt/987654321';

/**
 * Learners of every kind, one a second: the first fall silent at once; of the others, some hand in, some are at the vendor, and some let an
 * exam of a minute run out. Each asks once for what is not there.
 */
export async function startTraffic(stand: Stand): Promise<{ page: PageRequests; sittings: Sittings }> {
  const page = countPageRequests(stand.service);
  const { proctored } = stand.service.exams;
  const [long, short] = [await insertExam(stand, 'long', null), await insertExam(stand, 'short', null, 1)];
  const kinds = [
    { examId: long, isProctored: false, polls: 8, handsIn: true },
    { examId: proctored, isProctored: true, polls: 12, handsIn: true },
    { examId: short, isProctored: false, polls: 14, handsIn: false },
  ] as const;

  async function sit(number: number, stopping: AbortSignal): Promise<void> {
    const kind = kinds[number % kinds.length] ?? kinds[0];
    const person = learner(number);
    if (number < SILENT) return void (await page.begin(person, long));
    const path = await page.begin(person, kind.examId, kind.isProctored);
    await page.call(person, 'GET', NO_ATTEMPT);
    for (let polls = 0; polls < kind.polls && !stopping.aborted; polls += 1) {
      await delay(POLL_MS, undefined, { signal: stopping }).catch(() => undefined);
      await page.call(person, 'GET', path);
    }
    if (kind.handsIn) await page.call(person, 'PUT', path, { action: 'submit' });
  }
  return { page, sittings: startSittings(PER_SECOND, sit) };
}
