import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardPath, coursePage } from '../../../console/ui/addresses.ts';
import { addExam, COURSE, newLearner, PEOPLE, startAttempt } from '../../api/harness.ts';
import { installedChromium } from '../../../dev/chromium.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';

const inCourse = (page: string) => coursePage(COURSE, page);

let stand: ConsoleStand;
let examId: number;
beforeAll(async () => {
  // A slow machine may need more than a minute to get from an act to its undo.
  const opened = await openConsoleStand({ UNDO_WINDOW_SECONDS: '600' });
  if (!opened) return;
  stand = opened;
  examId = await addExam(stand.api, { exam_name: 'Chemistry' });
});
afterAll(() => stand?.close());

describe.skipIf(installedChromium() === undefined)('the pages of the console', () => {
  it('have no barrier, and none of them scrolls sideways', async () => {
    const found: unknown[] = [];
    const page = await stand.open('/', { size: { width: 320, height: 700 } });
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    const pages = [
      '/',
      '/effects',
      '/log',
      '/nowhere',
      pathOf(),
      pathOf('/settings'),
      ...['reviews', 'allowances', 'onboarding'].map(inCourse),
    ];
    for (const path of pages) {
      await page.goto(`${stand.url}/console${path}`);
      await page.locator('main').getByText(/\w/).first().waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      found.push([path, await findBarriers(page), await isTooWide(page)]);
    }
    expect(found).toEqual(pages.map((path) => [path, [], false]));
  });

  it('tell who may sign in, and sign out again', async () => {
    const page = await stand.open('/log', { as: null });
    await page.getByRole('button', { name: 'Continue as ivan' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Continue as ivan' }).click();
    await page.getByRole('heading', { name: 'Log' }).waitFor();
    await page.getByRole('button', { name: 'Ivan Invigilator' }).click();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Continue as carol' }).waitFor();
  });

  it('speak German, and remember it', async () => {
    const page = await stand.open('/');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await page.getByRole('button', { name: 'Carol Teacher' }).click();
    await page.getByLabel('Language').selectOption('Deutsch');
    await page.getByRole('heading', { name: 'Heute' }).waitFor();
    await page.locator('html[lang="de"]').waitFor();
  });

  it('are reached by keys, which can be listed', async () => {
    const page = await stand.open('/');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    for (const [keys, title] of [
      ['ga', 'Allowances'],
      ['gr', 'Second look'],
      ['gb', 'Today'],
    ] as const) {
      for (const key of keys) await page.keyboard.press(key);
      await page.getByRole('heading', { name: title }).waitFor();
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Search').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('have a log, by kind and as a file, from which staff take back what others did', async () => {
    const learner = newLearner();
    const id = await startAttempt(stand.api, learner, await addExam(stand.api));
    const body = { minutes: 150, reason: 'Power cut' };
    await stand.api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/acts/extra-time`, { as: PEOPLE.carol, body });
    const page = await stand.open('/log', { as: PEOPLE.dora });
    const row = page.getByRole('row').filter({ hasText: learner.name });
    await row.filter({ hasText: 'Power cut' }).getByRole('button', { name: 'Undo' }).click();
    await row.filter({ hasText: 'Undone' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByLabel('What').selectOption('Extra time');
    await row.filter({ hasText: 'Undone' }).waitFor({ state: 'detached' });
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const file = readFileSync(await (await saving).path(), 'utf8');
    expect(file).toContain(`,carol,staff,incident-time,started,started,${COURSE},`);
    expect(file).not.toContain(',undo,');
  });

  it('do not show what somebody may not know of', async () => {
    const page = await stand.open('/courses/course-v1%3AOther%2BCourse%2B1/exams/1');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/You may not see|There is nothing here/);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('load nothing from anywhere else, and take no script of anybody else', async () => {
    const asked: string[] = [];
    const page = await stand.open('/');
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${stand.url}/console${pathOf()}`);
    await page.getByRole('heading', { name: 'Chemistry' }).waitFor();
    expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(new Set([stand.url]));
    // The page uses what its browser was told to ask for early.
    expect(asked.filter((url) => /\/(board|me)$/.test(url))).toHaveLength(2);
    const answer = await fetch(`${stand.url}/console/`);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
  });
});

function pathOf(rest = ''): string {
  return `${boardPath(COURSE, examId)}${rest}`;
}
