import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardPath } from '../../../console/ui/addresses.ts';
import { addExam, COURSE, newLearner, PEOPLE, startAttempt } from '../../api/harness.ts';
import { findBarriers, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';

let stand: ConsoleStand;
let examId: number;
beforeAll(async () => {
  const opened = await openConsoleStand();
  if (!opened) return;
  stand = opened;
  examId = await addExam(stand.api, { is_proctored: true, exam_name: 'History' });
  await startAttempt(stand.api, { ...newLearner(), name: 'Ada First' }, examId, { proctored: true });
});
afterAll(() => stand?.close());

const headings = (page: Page) => page.getByRole('columnheader').allTextContents();

describe.skipIf(installedChromium() === undefined)('the columns of a board', () => {
  it('are hidden and moved, and saved as a view by name', async () => {
    const page = await stand.open(boardPath(COURSE, examId));
    await page.getByRole('row').filter({ hasText: 'Ada First' }).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Extra' }).uncheck();
    await page.getByRole('button', { name: 'Move Time left forward' }).click();
    await page.keyboard.press('Escape');
    const moved = ['', 'Learner', 'Time left', 'Status', 'Ends', 'Heard', 'Acts'];
    expect(await headings(page)).toEqual(moved);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByLabel('Save this view as').fill('Mine');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('button', { name: 'Mine', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Standard view' }).click();
    await page.getByRole('columnheader', { name: 'Extra' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Mine', exact: true }).click();
    await page.getByRole('columnheader', { name: 'Extra' }).waitFor({ state: 'detached' });
    expect(await headings(page)).toEqual(moved);
  });

  it('are shared as a view with the team of the course, which only who shared it and global staff can remove', async () => {
    const path = boardPath(COURSE, examId);
    const [carol, ivan] = [await stand.open(path), await stand.open(path, { as: PEOPLE.ivan })];
    await carol.getByRole('row').filter({ hasText: 'Ada First' }).waitFor();
    await carol.getByRole('combobox', { name: 'Order' }).selectOption('end');
    await carol.getByRole('button', { name: 'Views' }).click();
    await carol.getByLabel('Save this view as').fill('Who ends first');
    await carol.getByRole('button', { name: 'Share with the course' }).click();
    await carol.getByRole('list', { name: 'Of the course' }).getByText('Who ends first').waitFor();
    await ivan.reload();
    await ivan.getByRole('row').filter({ hasText: 'Ada First' }).waitFor();
    await ivan.getByRole('button', { name: 'Views' }).click();
    const shared = ivan.getByRole('list', { name: 'Of the course' });
    await shared.getByRole('button', { name: 'Who ends first' }).click();
    await ivan.waitForURL(/sort=end/);
    expect(await ivan.getByRole('button', { name: 'Remove Who ends first' }).count()).toBe(0);
    expect(await ivan.getByRole('button', { name: 'Share with the course' }).count()).toBe(0);
    await carol.getByRole('button', { name: 'Remove Who ends first' }).click();
    await carol.getByRole('list', { name: 'Of the course' }).waitFor({ state: 'detached' });
  });

  it('are chosen without a barrier', async () => {
    const page = await stand.open(boardPath(COURSE, examId));
    await page.getByRole('row').filter({ hasText: 'Ada First' }).waitFor();
    for (const menu of ['Columns', 'Views']) {
      await page.getByRole('button', { name: menu }).click();
      await page.getByRole('group', { name: 'Columns' }).or(page.getByLabel('Save this view as')).first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
    }
  });
});
