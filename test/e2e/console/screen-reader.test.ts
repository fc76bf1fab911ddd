// What a screen reader is given, as Chromium says it.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attemptPath, boardPath } from '../../../console/ui/addresses.ts';
import type { Person } from '../../../dev/people.ts';
import { addExam, COURSE, newLearner, startAttempt } from '../../api/harness.ts';
import { openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';

let stand: ConsoleStand;
beforeAll(async () => {
  const opened = await openConsoleStand();
  if (opened) stand = opened;
});
afterAll(() => stand?.close());

const named = (name: string): Person => ({ ...newLearner(), username: `${name.split(' ', 1)[0]}-${Date.now()}`, name });
const loseCamera = (id: number, as: Person) =>
  stand.api.call('PUT', `/v1/proctored_exam/attempt/${id}`, {
    as,
    body: { action: 'error', detail: 'The camera was lost' },
  });

/** A proctored exam that three learners take, of whom the second has lost the camera. */
async function examInTrouble() {
  const examId = await addExam(stand.api, { is_proctored: true, time_limit_mins: 60, exam_name: 'Physics 101' });
  const learners = ['Ada First', 'Ben Second', 'Cy Third'].map(named) as [Person, Person, Person];
  const ids: number[] = [];
  for (const learner of learners) ids.push(await startAttempt(stand.api, learner, examId, { proctored: true }));
  const [one = 0, two = 0, three = 0] = ids;
  await loseCamera(two, learners[1]);
  return { examId, learners, ids: [one, two, three] as const };
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

/** The lines of a snapshot with a place holder for what differs from run to run. */
async function heardOf(part: Locator): Promise<string[]> {
  const lines = (await part.ariaSnapshot()).split('\n').filter((line) => !line.includes('/url:'));
  return lines.map((line) =>
    line
      .replaceAll(/(Ada|Ben|Cy)-\d+/g, '$1')
      .replaceAll(/\d+:\d\d(:\d\d)?/g, '<time>')
      .replaceAll(/1 h 00|5\d min/g, '<left>')
      .replaceAll(/\bnow\b|\d+ s\b/g, '<heard>')
      .replaceAll(/attempt \d+/g, 'attempt <id>')
      .replaceAll(/[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}/g, '<code>'),
  );
}

/** Begins to note what is said by itself: what changes inside of live regions. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const live = 'output, [role=status], [role=alert], [aria-live=polite], [aria-live=assertive]';
    const watch = new MutationObserver((changes) => {
      const regions = changes.flatMap(({ target }) => {
        const element = target instanceof Element ? target : target.parentElement;
        return element?.closest(live) ?? [];
      });
      for (const region of new Set(regions)) said.push(`${region.tagName.toLowerCase()}: ${region.textContent}`);
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
const saidOn = (page: Page) => page.evaluate(() => (window as unknown as { said: string[] }).said);

describe.skipIf(installedChromium() === undefined)('a screen reader', () => {
  it('hears the board as a table, whatever is in trouble first, with a name for every control', async () => {
    const { examId } = await examInTrouble();
    const page = await stand.open(boardPath(COURSE, examId));
    await rowOf(page, 'Ben Second').getByRole('button', { name: 'Let resume' }).waitFor();
    expect(await heardOf(page.getByRole('group', { name: 'Filter by stage' }))).toContain('  - button "1 Trouble"');
    const heard = await heardOf(page.getByRole('table'));
    expect(heard.slice(0, 13)).toEqual([
      '- table "3 attempts":',
      '  - caption: 3 attempts',
      '  - rowgroup:',
      '    - row "Select all that are shown Learner Status Time left Ends Heard Extra Acts":',
      '      - columnheader "Select all that are shown":',
      '        - checkbox "Select all that are shown"',
      ...['Learner', 'Status', 'Time left', 'Ends', 'Heard', 'Extra', 'Acts'].map(
        (title) => `      - columnheader "${title}"`,
      ),
    ]);
    expect(heard.slice(13, 28)).toEqual([
      '  - rowgroup:',
      '    - row "Select Ben Second Ben Second Ben error The camera was lost stopped at <time> – – – Let resume Acts on Ben Second":',
      '      - cell "Select Ben Second":',
      '        - checkbox "Select Ben Second"',
      '      - rowheader "Ben Second Ben":',
      '        - link "Ben Second":',
      '        - text: Ben',
      '      - cell "error The camera was lost"',
      '      - cell "stopped at <time>"',
      '      - cell "–"',
      '      - cell "–"',
      '      - cell "–"',
      '      - cell "Let resume Acts on Ben Second":',
      '        - button "Let resume"',
      '        - button "Acts on Ben Second": ⋯',
    ]);
    expect(heard[28]).toBe(
      '    - row "Select Ada First Ada First Ada running <left> <time> <heard> – Acts on Ada First":',
    );
  });

  it('hears a dialog by its name, about whom it is, what follows, and a label for each field', async () => {
    const { examId } = await examInTrouble();
    const page = await stand.open(boardPath(COURSE, examId));
    await rowOf(page, 'Ben Second').getByRole('button', { name: 'Let resume' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The learner can go on').waitFor();
    const heard = await heardOf(dialog);
    expect(heard.filter((line) => !line.includes('- option '))).toEqual([
      '- dialog "Let resume":',
      '  - heading "Let resume" [level=2]',
      '  - paragraph: Ben Second · Ben',
      '  - paragraph: The learner can go on with the <time> that were left.',
      '  - text: Reason',
      '  - combobox "Reason":',
      '  - text: In words (optional)',
      '  - textbox "In words (optional) Stands in the attempt’s history with your name."',
      '  - text: Stands in the attempt’s history with your name.',
      '  - group: The same as a command',
      '  - button "Cancel"',
      '  - button "Let resume"',
    ]);
  });

  it('hears of a bulk act what will change, what will not, and why', async () => {
    const { examId } = await examInTrouble();
    const page = await stand.open(boardPath(COURSE, examId));
    await rowOf(page, 'Ben Second').getByText('The camera was lost').waitFor();
    await page.getByRole('checkbox', { name: 'Select Ada First' }).check();
    await page.getByRole('button', { name: 'Select all 3 that match' }).click();
    const selection = page.getByRole('region', { name: 'Selection' });
    await selection.getByRole('button', { name: 'Acts', exact: true }).click();
    await page.getByRole('button', { name: 'Pause clock' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByText('2 attempts will change.').waitFor();
    const heard = await heardOf(dialog);
    expect(heard.slice(0, 2)).toEqual([
      '- dialog "Pause clock · 3 selected":',
      '  - heading "Pause clock · 3 selected" [level=2]',
    ]);
    expect(heard.slice(heard.indexOf('  - status:'))).toEqual([
      '  - status:',
      '    - strong: 2 attempts will change.',
      '    - text: 1 will not.',
      '  - group:',
      '    - text: Why not',
      '    - list:',
      expect.stringMatching(/^ {6}- listitem: Ben Second – The clock of the exam has stopped\./),
      '  - button "Cancel"',
      '  - button "Pause clock for 2"',
    ]);
  });

  it('hears the page of an attempt by headings, with steps as a list and buttons that say what they are for', async () => {
    const { examId, ids } = await examInTrouble();
    const page = await stand.open(attemptPath(COURSE, examId, ids[1]));
    await page.getByText('Stopped with an error').waitFor();
    await page.getByRole('button', { name: 'Let resume' }).waitFor();
    await page.getByRole('button', { name: 'Tell again: Exam event to the LMS' }).waitFor();
    const heard = (await heardOf(page.getByRole('main'))).map((line) => line.trim());
    const titles = ['Timeline', 'Connection', 'Reviews', 'Effects', 'Notes and incidents'];
    expect(heard.filter((line) => /^- (region|heading)/.test(line))).toEqual([
      '- region "Attempt":',
      '- heading "Ben Second" [level=1]',
      '- region "Timeline":',
      '- heading "Timeline" [level=2]',
      expect.stringMatching(/^- heading ".+ \(UTC\)" \[level=3\]$/),
      ...titles.slice(1).flatMap((title) => [`- region "${title}":`, `- heading "${title}" [level=2]`]),
    ]);
    expect(heard).toEqual(
      expect.arrayContaining([
        '- paragraph: Ben · proctored · attempt <id>',
        '- text: error The camera was lost',
        '- paragraph: stopped at <time>',
        '- list "The attempt as a line":',
        '- \'listitem "not started: <time>–<time> (<time>)"\'',
        '- paragraph: Stopped with an error → error',
        '- paragraph: The camera was lost',
        '- paragraph: No gap of more than 90 seconds.',
      ]),
    );
    const unnamed = heard.filter((line) => /^- (button|link|checkbox|textbox|combobox)(:|$| \[)/.test(line));
    expect(unnamed).toEqual([]);
  });

  it('is told of each trouble once and politely, and of no tick of a clock', async () => {
    const { examId, learners, ids } = await examInTrouble();
    const page = await stand.open(boardPath(COURSE, examId));
    await page.clock.install();
    await page.reload();
    await page.locator('.live-on').waitFor();
    await rowOf(page, 'Ben Second').getByText('The camera was lost').waitFor();
    await listen(page);
    const told = 'output: 1 more learner needs attention';
    await loseCamera(ids[0], learners[0]);
    await rowOf(page, 'Ada First').getByText('The camera was lost').waitFor();
    await page.clock.runFor(10_000);
    expect(await saidOn(page)).toEqual([told]);
    await page.clock.runFor(10_000);
    expect(await saidOn(page)).toEqual([told]);
    await loseCamera(ids[2], learners[2]);
    await rowOf(page, 'Cy Third').getByText('The camera was lost').waitFor();
    await page.clock.runFor(10_000);
    expect(await saidOn(page)).toEqual([told, told]);
  });
});
