import type { Page } from 'playwright-core';
import { isServed } from '../../../console/api/is-served.ts';
import { boardPath } from '../../../console/ui/addresses.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../dev/people.ts';
import { addExam, COURSE, newLearner, PEOPLE, startAttempt } from '../../api/harness.ts';
import { startBreakableProxy } from '../../support/breakable-proxy.ts';
import { installedChromium } from '../../../dev/chromium.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';

const PHONE = { width: 320, height: 640 };

let stand: ConsoleStand;
beforeAll(async () => {
  // A slow machine may need more than a minute to get from an act to its undo.
  const opened = await openConsoleStand({ UNDO_WINDOW_SECONDS: '600' });
  if (opened) stand = opened;
});
afterAll(() => stand?.close());

const pathOf = (examId: number, rest = '') => `${boardPath(COURSE, examId)}${rest}`;
const named = (name: string): Person => ({ ...newLearner(), name });
const failExam = (id: number, as: Person) =>
  stand.api.call('PUT', `/v1/proctored_exam/attempt/${id}`, {
    as,
    body: { action: 'error', detail: 'The camera was lost' },
  });

/** A proctored exam that these learners take. */
async function examOf(...names: string[]) {
  const examId = await addExam(stand.api, { is_proctored: true, time_limit_mins: 60, exam_name: 'Physics 101' });
  const learners = names.map(named);
  const ids: number[] = [];
  for (const learner of learners) ids.push(await startAttempt(stand.api, learner, examId, { proctored: true }));
  return { examId, learners, ids };
}

const rowNames = (page: Page) => page.locator('tbody th .learner').allTextContents();
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

describe.skipIf(installedChromium() === undefined)('the board', () => {
  it('puts a learner who is lost to the top, on every screen that shows it', async () => {
    const { examId, learners, ids } = await examOf('Ada First', 'Ben Second');
    const [one, other] = [await stand.open(pathOf(examId)), await stand.open(pathOf(examId), { as: PEOPLE.ivan })];
    await rowOf(one, 'Ada First').getByText('running').waitFor();
    await rowOf(other, 'Ada First').getByText('running').waitFor();
    await failExam(ids[1] ?? 0, learners[1] ?? named(''));
    for (const page of [one, other]) {
      await page.getByText('1 in trouble').waitFor();
      await rowOf(page, 'Ben Second').getByText('The camera was lost').waitFor();
      expect(await rowNames(page)).toEqual(['Ben Second', 'Ada First']);
    }
  });

  it('holds its order while a hand is in it, and says what has changed', async () => {
    const { examId, learners, ids } = await examOf('Ada First', 'Ben Second');
    const page = await stand.open(pathOf(examId));
    await rowOf(page, 'Ben Second').getByText('running').waitFor();
    await rowOf(page, 'Ada First').hover();
    await failExam(ids[1] ?? 0, learners[1] ?? named(''));
    await rowOf(page, 'Ben Second').getByText('The camera was lost').waitFor();
    const apply = page.getByRole('button', { name: '1 change in order' });
    await apply.waitFor();
    expect(await rowNames(page)).toEqual(['Ada First', 'Ben Second']);
    await page.keyboard.press('.');
    await apply.waitFor({ state: 'detached' });
    expect(await rowNames(page)).toEqual(['Ben Second', 'Ada First']);
  });

  it('keeps what is looked for in the address', async () => {
    const { examId } = await examOf('Ada First', 'Ben Second');
    const page = await stand.open(pathOf(examId));
    await rowOf(page, 'Ben Second').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('ben');
    await rowOf(page, 'Ada First').waitFor({ state: 'detached' });
    await page.reload();
    await rowOf(page, 'Ben Second').waitFor();
    expect(await rowNames(page)).toEqual(['Ben Second']);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await rowOf(page, 'Ada First').waitFor();
    await page.getByRole('button', { name: 'Declined' }).click();
    await page.getByText('Nothing matches.').waitFor();
    expect(new URL(page.url()).search).toBe('?phase=declined');
  });

  it('opens an attempt by the keyboard alone, and comes back to its row', async () => {
    const { examId, ids } = await examOf('Ada First', 'Ben Second');
    const page = await stand.open(pathOf(examId));
    await rowOf(page, 'Ben Second').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    expect(page.url()).toContain(pathOf(examId, `/attempts/${ids[1]}`));
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Timeline' }).waitFor({ state: 'detached' });
    expect(page.url()).toMatch(/exams\/\d+$/);
  });

  it('is printed as a list by name of everybody whom it shows', async () => {
    const { examId, learners, ids } = await examOf('Ben Second', 'Ada First', 'Zoe Last');
    await failExam(ids[2] ?? 0, learners[2] ?? named(''));
    const page = await stand.open(pathOf(examId, '?columns=left'));
    await rowOf(page, 'Zoe Last').waitFor();
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await page.getByText('All times: ').first().waitFor();
    const printed = page.getByRole('table', { name: '3 attempts' });
    await printed.getByRole('columnheader', { name: 'Ended' }).waitFor();
    expect((await printed.getByRole('row').allTextContents()).map((text) => text.slice(0, 8))).toEqual([
      'LearnerU',
      'Ada Firs',
      'Ben Seco',
      'Zoe Last',
    ]);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await page.getByRole('columnheader', { name: 'Time left' }).waitFor();
  });

  it('gives an attempt that is linked the page, and leads to its board', async () => {
    const { examId, ids } = await examOf('Ada First', 'Ben Second');
    const page = await stand.open(pathOf(examId, `/attempts/${ids[0]}`));
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).click();
    await rowOf(page, 'Ada First').getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await rowOf(page, 'Ben Second').waitFor();
  });

  it('asks before an act while what is shown may be out of date', async () => {
    const { examId } = await examOf('Ada First');
    const proxy = await startBreakableProxy(new URL(stand.url).host);
    try {
      const page = await stand.open(pathOf(examId), { by: proxy.address });
      await rowOf(page, 'Ada First').getByText('running').waitFor();
      await rowOf(page, 'Ada First').getByRole('button', { name: 'Acts on Ada First' }).click();
      await page.getByRole('button', { name: 'Note', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Text').waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.clock.install();
      proxy.cut();
      await page.clock.runFor(45_000);
      await page.getByText('no connection since').waitFor();
      await rowOf(page, 'Ada First').getByRole('button', { name: 'Acts on Ada First' }).click();
      await page.getByRole('button', { name: 'Note', exact: true }).click();
      await dialog.getByLabel('Text').fill('Alone in the hall');
      expect(await dialog.getByRole('button', { name: 'Note', exact: true }).isEnabled()).toBe(false);
      await dialog.getByLabel('This page has heard nothing since').check();
      expect(await dialog.getByRole('button', { name: 'Note', exact: true }).isEnabled()).toBe(true);
    } finally {
      await proxy.close();
    }
  });

  it.skipIf(!isServed('/attempts/{attempt_id}/acts/delete'))('says why what cannot be done cannot', async () => {
    const { examId } = await examOf('Ada First');
    const page = await stand.open(pathOf(examId), { as: PEOPLE.ivan });
    await rowOf(page, 'Ada First').getByRole('button', { name: 'Acts on Ada First' }).click();
    await page.getByRole('button', { name: 'Let resume – is running' }).waitFor();
    await page.getByRole('button', { name: 'Delete – course staff can do this' }).waitFor();
  });

  it('says when there is no connection, and recovers by itself with nothing missed', async () => {
    const { examId, learners, ids } = await examOf('Ada First');
    const proxy = await startBreakableProxy(new URL(stand.url).host);
    try {
      const page = await stand.open(pathOf(examId), { by: proxy.address });
      await rowOf(page, 'Ada First').getByText('running').waitFor();
      await page.clock.install();
      proxy.cut();
      await page.clock.runFor(45_000);
      await page.getByText('no connection since').waitFor();
      await failExam(ids[0] ?? 0, learners[0] ?? named(''));
      proxy.mend();
      await page.clock.runFor(20_000);
      await rowOf(page, 'Ada First').getByText('The camera was lost').waitFor();
      await page.getByText('no connection since').waitFor({ state: 'detached' });
    } finally {
      await proxy.close();
    }
  });

  it('lets a lost learner resume in three clicks, with the name and the reason in the timeline', async () => {
    const { examId, learners, ids } = await examOf('Ada First');
    await failExam(ids[0] ?? 0, learners[0] ?? named(''));
    const page = await stand.open(pathOf(examId));
    await rowOf(page, 'Ada First').getByRole('button', { name: 'Let resume' }).click();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Let resume' }).click();
    await rowOf(page, 'Ada First').getByText('ready to resume').waitFor();
    await page.getByRole('link', { name: 'Ada First' }).click();
    await page.getByText('Carol Teacher (course staff)').waitFor();
    await page.getByText('proctoring software: proctoring software').waitFor();
  });

  it('warns of a slip, and undoes it in its window', async () => {
    const { examId } = await examOf('Ada First');
    const page = await stand.open(pathOf(examId));
    await rowOf(page, 'Ada First')
      .getByText(/^(1 h 00|5\d min)$/)
      .waitFor();
    await rowOf(page, 'Ada First').getByRole('button', { name: 'Acts on Ada First' }).click();
    await page.getByRole('button', { name: 'Extra time', exact: true }).click();
    await page.getByLabel('Minutes').fill('150');
    await page.getByText('150 minutes? The exam has 60.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Extra time' }).click();
    await rowOf(page, 'Ada First')
      .getByText(/^3 h [23]\d$/)
      .waitFor();
    await rowOf(page, 'Ada First').getByText('moved by +150 min').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await rowOf(page, 'Ada First')
      .getByText(/^(1 h 00|5\d min)$/)
      .waitFor();
  });

  it('tells whoever is too late that somebody was faster, and changes nothing', async () => {
    const { examId } = await examOf('Ada First');
    const [one, other] = [await stand.open(pathOf(examId)), await stand.open(pathOf(examId), { as: PEOPLE.dora })];
    for (const page of [one, other]) {
      await rowOf(page, 'Ada First').getByRole('button', { name: 'Acts on Ada First' }).click();
      await page.getByRole('button', { name: 'Extra time', exact: true }).click();
    }
    await one.getByRole('dialog').getByRole('button', { name: 'Extra time' }).click();
    await one.getByRole('dialog').waitFor({ state: 'detached' });
    await other.getByRole('dialog').getByRole('button', { name: 'Extra time' }).click();
    const conflict = other.getByRole('alert').filter({ hasText: 'Somebody was faster. Nothing was changed.' });
    await conflict.getByText('Extra time, +5 min').waitFor();
    await conflict.getByText('Carol Teacher (course staff)').waitFor();
    expect(await findBarriers(other)).toEqual([]);
    await rowOf(one, 'Ada First').getByText('65 min').or(rowOf(one, 'Ada First').getByText('1 h 05')).waitFor();
  });

  it('has no barrier on board and attempt, at the desk and on a phone', async () => {
    const { examId, learners, ids } = await examOf('Ada First', 'Ben Second');
    await failExam(ids[1] ?? 0, learners[1] ?? named(''));
    for (const size of [undefined, PHONE]) {
      const page = await stand.open(pathOf(examId), { ...(size && { size }) });
      await page.getByText('The camera was lost').first().waitFor();
      expect([size, await findBarriers(page)]).toEqual([size, []]);
      expect(await isTooWide(page)).toBe(false);
      await page.getByRole('link', { name: 'Ben Second' }).click();
      await page.getByRole('heading', { name: 'Timeline' }).waitFor();
      await page.getByRole('heading', { name: 'Effects' }).waitFor();
      expect([size, await findBarriers(page)]).toEqual([size, []]);
      expect(await isTooWide(page)).toBe(false);
      await page.context().close();
    }
  });
});
