import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coursePage } from '../../../console/ui/addresses.ts';
import { saveReview } from '../../../db/reviews.ts';
import { addExam, newLearner, PEOPLE, startAttempt } from '../../api/harness.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';

let stand: ConsoleStand;
beforeAll(async () => {
  const opened = await openConsoleStand();
  if (opened) stand = opened;
});
afterAll(() => stand?.close());

/** A course with attempts that wait for a second look, of people with these names. */
async function courseOf(...names: string[]): Promise<string> {
  const course = `course-v1:Second+Look+${crypto.randomUUID()}`;
  const exam_name = 'Oral exam';
  const examId = await addExam(stand.api, { is_proctored: true, course_id: course, exam_name });
  for (const name of names) {
    const learner = { ...newLearner(), name };
    const id = await startAttempt(stand.api, learner, examId, { proctored: true });
    const own = `/api/proctoring/v1/attempts/${id}`;
    const { body } = await stand.api.callRoot('GET', `${own}/timeline`, { as: PEOPLE.dora });
    const write = {
      attemptCode: (body as { attempt_code: string }).attempt_code,
      reviewStatus: 'Suspicious',
      rawData: '{}',
      encryptedVideoUrl: null,
      reviewedBy: null,
      studentId: learner.userId,
      examId,
      comments: [{ comment: `${name} reads a note`, status: 'suspicious', start: 62, stop: 70, duration: 8 }],
      at: Date.now(),
    };
    await saveReview(stand.api.service.pool, write, { allowUpdates: true });
    for (const status of ['submitted', 'second_review_required']) {
      const wish = { status, reason: 'Set for the test' };
      await stand.api.callRoot('POST', `${own}/acts/set-status`, { as: PEOPLE.dora, body: wish });
    }
  }
  return course;
}

describe.skipIf(installedChromium() === undefined)('the page of second looks', () => {
  it('is gone through by one key, and loses what has been decided', async () => {
    const course = await courseOf('Ada First', 'Ben Second');
    const page = await stand.open(coursePage(course, 'reviews'), { as: PEOPLE.dora });
    const items = page.getByRole('article');
    await items.filter({ hasText: 'Ada First reads a note' }).waitFor();
    expect(await items.getByRole('heading').allTextContents()).toEqual([
      expect.stringContaining('Ada First'),
      expect.stringContaining('Ben Second'),
    ]);
    await page.keyboard.press('n');
    await page.locator('article:focus', { hasText: 'Ada First' }).waitFor();
    await page.keyboard.press('n');
    await page.locator('article:focus', { hasText: 'Ben Second' }).waitFor();
    await items.filter({ hasText: 'Ben Second' }).getByRole('button', { name: 'Reject …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('In words').fill('The note can be read in the recording.');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Set status' }).click();
    await items.filter({ hasText: 'Ben Second' }).waitFor({ state: 'detached' });
    await page.getByLabel('Show').selectOption('only late ones');
    await page.getByText('Nothing waits for a second look.').waitFor();
  });

  it('has no barrier, and fits on a phone', async () => {
    const course = await courseOf('Ada First');
    const size = { width: 320, height: 700 };
    const page = await stand.open(coursePage(course, 'reviews'), { as: PEOPLE.dora, size });
    await page.getByText('Ada First reads a note').waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
  });
});
