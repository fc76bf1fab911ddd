import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coursePage } from '../../../console/ui/addresses.ts';
import { addExam, COURSE, examItem, newLearner, PEOPLE, startAttempt } from '../../api/harness.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';

const PAGE = coursePage(COURSE, 'allowances');

let stand: ConsoleStand;
let examId: number;
beforeAll(async () => {
  const opened = await openConsoleStand();
  if (!opened) return;
  stand = opened;
  examId = await addExam(stand.api, { exam_name: 'Chemistry', time_limit_mins: 60 });
});
afterAll(() => stand?.close());

/** Somebody whom the service knows. */
async function knownLearner() {
  const learner = newLearner();
  await stand.api.call('GET', '/v1/proctored_exam/attempt', { as: learner });
  return learner;
}

describe.skipIf(installedChromium() === undefined)('the page of the allowances', () => {
  it('grants, changes and removes, without a barrier on the way', async () => {
    const { username } = await knownLearner();
    const page = await stand.open(PAGE, { size: { width: 320, height: 700 } });
    const found: unknown[] = [];
    const look = async () => found.push(await findBarriers(page), await isTooWide(page));
    await page.getByRole('button', { name: 'Grant' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Learners').fill(`${username}\nnobody-at-all`);
    await dialog.getByRole('combobox', { name: 'Exam' }).selectOption('Chemistry');
    await dialog.getByRole('combobox', { name: 'Kind' }).selectOption('multiplier');
    await dialog.getByLabel('Value').fill('1.5');
    await dialog.getByLabel('In words (optional)').fill('Section 5');
    await dialog.getByRole('button', { name: 'Grant' }).click();
    await dialog.getByText('nobody has this name or address').waitFor();
    await look();
    await dialog.getByRole('button', { name: 'Close' }).click();
    const row = page.getByRole('row').filter({ hasText: username });
    await row.getByText('1.5 × (30 min)').waitFor();
    await look();
    await row.getByRole('button', { name: 'Change' }).click();
    await dialog.getByLabel('Value').fill('2');
    await dialog.getByLabel('Last day (optional)').fill('2099-05-31');
    await look();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('2 × (60 min)').waitFor();
    await row.getByText('2099-05-31').waitFor();
    await row.getByRole('button', { name: 'Change' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'detached' });
    expect(found).toEqual([[], false, [], false, [], false]);
  });

  it('imports a file after a look at it, and exports it again', async () => {
    const { username } = await knownLearner();
    const page = await stand.open(PAGE, { size: { width: 320, height: 700 } });
    await page.getByRole('button', { name: 'Import CSV' }).click();
    const dialog = page.getByRole('dialog');
    const csv = `learner;exam;kind;value\n${username};${examId};minutes;20\nnobody-at-all;;minutes;5\n`;
    await dialog.getByLabel('File').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await dialog.getByRole('button', { name: 'Check' }).click();
    await dialog.getByText('1 new, 0 changed, 0 the same, 1 with an error').waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
    const [errors] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Errors as CSV' }).click(),
    ]);
    expect(errors.suggestedFilename()).toBe('allowance-errors.csv');
    await dialog.getByRole('button', { name: 'Import 1, leave out 1' }).click();
    await page.getByRole('row').filter({ hasText: username }).getByText('20 min').waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('allowances.csv');
  });

  it('names whom nobody knows before anything is sent', async () => {
    const { username } = await knownLearner();
    const page = await stand.open(PAGE);
    await page.getByRole('button', { name: 'Grant' }).click();
    const dialog = page.getByRole('dialog');
    const learners = dialog.getByLabel('Learners');
    await learners.fill(`${username}\nnobody-at-all, nobody-else`);
    await dialog.getByText('Not known: nobody-at-all, nobody-else').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await learners.fill(`${username}\n${username}@example.org`);
    await dialog.getByText(`Named twice: ${username}@example.org`).waitFor();
    await dialog.getByText('Not known').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('row').filter({ hasText: username }).waitFor({ state: 'detached' });
  });

  it('warns where the due date cuts the time, before it is granted and on a running clock', async () => {
    const course = 'course-v1:Due+Soon+2030';
    const due_date = new Date(Date.now() + 80 * 60_000).toISOString();
    const item = { ...examItem({ exam_name: 'Due soon', time_limit_mins: 60, due_date }), course_id: course };
    const registered = await stand.api.call('PATCH', `/v1/proctored_exam/exam_registration/course_id/${course}`, {
      as: PEOPLE.lms,
      body: [item],
    });
    const [{ exam_id: soon }] = registered.body as [{ exam_id: number }];
    const learner = await knownLearner();
    const page = await stand.open(coursePage(course, 'allowances'), {
      as: PEOPLE.dora,
      size: { width: 320, height: 700 },
    });
    await page.getByRole('button', { name: 'Grant' }).click();
    const dialog = page.getByRole('dialog');
    const minutes = dialog.getByRole('textbox', { name: 'Extra minutes' });
    await dialog.getByLabel('Learners').fill(learner.username);
    await dialog.getByRole('combobox', { name: 'Exam' }).selectOption('Due soon');
    await minutes.fill('5');
    await dialog.getByText('for all of the time, begin by').waitFor();
    await minutes.fill('30');
    await dialog.getByText('Due soon: whoever begins now would end').waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
    await minutes.fill('5');
    await dialog.getByRole('button', { name: 'Grant' }).click();
    const row = page.getByRole('row').filter({ hasText: learner.username });
    await row.getByText('5 min').waitFor();
    await startAttempt(stand.api, learner, soon);
    await page.reload();
    await row.getByText('begun').waitFor();
    await row.getByRole('button', { name: 'Change' }).click();
    await minutes.fill('40');
    await dialog.getByText('the running clock would end').waitFor();
  });
});
