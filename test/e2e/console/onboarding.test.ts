import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coursePage } from '../../../console/ui/addresses.ts';
import { addExam, newLearner, PEOPLE, startAttempt } from '../../api/harness.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';

const BACKENDS = { DEFAULT: 'mock', mock: { supports_onboarding: true } };

let stand: ConsoleStand;
beforeAll(async () => {
  const opened = await openConsoleStand({ PROCTORING_BACKENDS: JSON.stringify(BACKENDS) });
  if (opened) stand = opened;
});
afterAll(() => stand?.close());

/** A course whose first learner has begun the onboarding, and whose other one has not. */
async function newCourse(): Promise<string> {
  const course = `course-v1:Overview+${crypto.randomUUID()}+1`;
  const fields = { course_id: course, is_proctored: true };
  const onboarding = await addExam(stand.api, { ...fields, is_practice_exam: true });
  const begun = { ...newLearner(), name: 'Ada First' };
  await startAttempt(stand.api, begun, onboarding, { proctored: true });
  await startAttempt(
    stand.api,
    { ...newLearner(), name: 'Ben Second' },
    await addExam(stand.api, { course_id: course }),
  );
  return course;
}

describe.skipIf(installedChromium() === undefined)('the page of onboarding', () => {
  it('shows who has not begun, and hands the list on', async () => {
    const page = await stand.open(coursePage(await newCourse(), 'onboarding'), { as: PEOPLE.dora });
    await page.getByRole('cell', { name: 'Ada First' }).waitFor();
    await page.getByRole('button', { name: '1 not begun' }).click();
    await page.getByRole('cell', { name: 'Ada First' }).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: 'Ben Second' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Send the list (CSV)' }).click(),
    ]);
    const [head, ben, end] = (await readFile(await download.path(), 'utf8')).split('\r\n');
    expect(head).toBe('\uFEFFusername,name,state,since,expires_at');
    expect(ben).toMatch(/,Ben Second,none,,$/);
    expect(end).toBe('');
  });

  it('has no barrier, and fits on a phone', async () => {
    const size = { width: 320, height: 700 };
    const page = await stand.open(coursePage(await newCourse(), 'onboarding'), { as: PEOPLE.dora, size });
    await page.getByRole('cell', { name: 'Ada First' }).waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
  });
});
