import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardPath } from '../../../console/ui/addresses.ts';
import type { Person } from '../../../dev/people.ts';
import { addExam, COURSE, newLearner, PEOPLE, startAttempt } from '../../api/harness.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';

const PHONE = { width: 320, height: 640 };

let stand: ConsoleStand;
beforeAll(async () => {
  const opened = await openConsoleStand();
  if (opened) stand = opened;
});
afterAll(() => stand?.close());

/** A timed exam that these learners take. */
async function examOf(...names: string[]) {
  const examId = await addExam(stand.api, { time_limit_mins: 60, exam_name: 'Physics 101' });
  const learners = names.map((name): Person => ({ ...newLearner(), name }));
  const ids: number[] = [];
  for (const learner of learners) ids.push(await startAttempt(stand.api, learner, examId));
  return { examId, learners, ids };
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const select = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` }).check();
const inDialog = (page: Page, name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name });

async function ask(page: Page, act: string): Promise<void> {
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Acts', exact: true }).click();
  await page.getByRole('button', { name: act }).click();
}

describe.skipIf(installedChromium() === undefined)('acts on many attempts', () => {
  it('are previewed, done, and told on every screen, with what became of each', async () => {
    const { examId, learners, ids } = await examOf('Ada First', 'Ben Second', 'Cy Third');
    const submit = { as: learners[2] ?? newLearner(), body: { action: 'submit' } };
    await stand.api.call('PUT', `/v1/proctored_exam/attempt/${ids[2]}`, submit);
    const [page, other] = [
      await stand.open(boardPath(COURSE, examId)),
      await stand.open(boardPath(COURSE, examId), { as: PEOPLE.dora }),
    ];
    for (const screen of [page, other]) await screen.locator('.live-on').waitFor();
    await select(page, 'Ada First');
    await page.getByRole('button', { name: 'Select all 3 that match' }).click();
    await page.getByText('3 selected').waitFor();
    await ask(page, 'Pause clock');
    await inDialog(page, 'Preview').click();
    await page.getByText('2 attempts will change.').waitFor();
    await page.getByRole('dialog').getByText('Cy Third').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await inDialog(page, 'Pause clock for 2').click();
    for (const screen of [page, other]) {
      await screen.getByText('2 attempts done').waitFor();
      await rowOf(screen, 'Ada First').getByText('paused').waitFor();
      await rowOf(screen, 'Ben Second').getByText('paused').waitFor();
    }
    expect(await findBarriers(other)).toEqual([]);
    await other.getByRole('link', { name: 'What became of each' }).click();
    await other.getByRole('heading', { name: 'Pause clock · 2 attempts' }).waitFor();
    await other.getByText('Carol Teacher (course staff)').waitFor();
    await other.getByRole('cell', { name: 'done' }).nth(1).waitFor();
    expect(await other.getByRole('cell', { name: 'done' }).count()).toBe(2);
  });

  it('are undone as a whole, and only removed with their number typed', async () => {
    const { examId } = await examOf('Ada First', 'Ben Second');
    const page = await stand.open(boardPath(COURSE, examId));
    await rowOf(page, 'Ada First').getByText('running').waitFor();
    await select(page, 'Ada First');
    await select(page, 'Ben Second');
    await ask(page, 'Reset');
    await page.getByLabel('In words').fill('Wrong exam');
    await inDialog(page, 'Preview').click();
    const confirm = inDialog(page, /for 2$/);
    await confirm.waitFor();
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel('Type 2 to confirm').fill('2');
    await confirm.click();
    await page.getByText('2 attempts done').waitFor();
    await page.getByText('Nobody has begun').waitFor();
    await page.getByRole('link', { name: 'What became of each' }).click();
    await page.getByRole('button', { name: /^Undo all/ }).click();
    await page.getByRole('cell', { name: 'undone' }).nth(1).waitFor();
    await page.goBack();
    await rowOf(page, 'Ben Second').getByText('running').waitFor();
  });

  it('stop a whole sitting in two touches on a phone, and let it go on', async () => {
    const { examId } = await examOf('Ada First', 'Ben Second');
    const page = await stand.open(boardPath(COURSE, examId), { as: PEOPLE.ivan, size: PHONE });
    await page.locator('.live-on').waitFor();
    await page.getByRole('button', { name: 'Pause sitting' }).click();
    await inDialog(page, 'Pause clock for 2').click();
    await page.getByText('2 attempts done').waitFor();
    await startAttempt(stand.api, { ...newLearner(), name: 'Cy Later' }, examId);
    expect(await findBarriers(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.getByRole('button', { name: 'Resume sitting' }).click();
    await page.getByText('Whoever begins later is not paused any more.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await inDialog(page, 'Resume clock for 3').click();
    await page.getByText('3 attempts done').waitFor();
  });

  it('let a sitting go on that was paused before anybody began', async () => {
    const examId = await addExam(stand.api);
    const page = await stand.open(boardPath(COURSE, examId), { as: PEOPLE.carol });
    await page.getByRole('button', { name: 'Pause sitting' }).click();
    await inDialog(page, 'Pause sitting').click();
    await page.getByText('Sitting paused since').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Resume sitting' }).click();
    await inDialog(page, 'Resume sitting').click();
    await page.getByRole('button', { name: 'Pause sitting' }).waitFor();
    const id = await startAttempt(stand.api, newLearner(), examId);
    await page.getByText('1 of 1 running').waitFor();
    const { body } = await stand.api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, {
      as: PEOPLE.carol,
    });
    expect((body as { steps: { event: string }[] }).steps.map(({ event }) => event)).toEqual(['created', 'start']);
  });

  it('of others are shown as such to whom they are not permitted', async () => {
    const { examId } = await examOf('Ada First', 'Ben Second');
    const page = await stand.open(boardPath(COURSE, examId), { as: PEOPLE.ivan });
    await select(page, 'Ada First');
    await select(page, 'Ben Second');
    await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Acts', exact: true }).click();
    await page.getByRole('button', { name: 'Delete – course staff can do this' }).waitFor();
    // Open, in the colors of its own ground.
    expect(await findBarriers(page)).toEqual([]);
  });

  it('have no barrier on their page, at the desk and on a phone', async () => {
    const { examId, ids } = await examOf('Ada First', 'Ben Second');
    const path = `/api/proctoring/v1/courses/${COURSE}/bulk`;
    const body = { act: 'extra-time', payload: { minutes: 5 }, reason: 'Power', targets: { ids } };
    const told = await stand.api.callRoot('POST', path, { as: PEOPLE.carol, body: { ...body, dry_run: true } });
    const { token } = told.body as { token: string };
    await stand.api.callRoot('POST', path, { as: PEOPLE.carol, body: { ...body, token } });
    expect(examId).toBeGreaterThan(0);
    for (const size of [undefined, PHONE]) {
      const page = await stand.open(`/bulk/${token}`, { ...(size && { size }) });
      await page.getByRole('cell', { name: 'done' }).nth(1).waitFor();
      expect([size, await findBarriers(page)]).toEqual([size, []]);
      expect(await isTooWide(page)).toBe(false);
      await page.context().close();
    }
  });
});
