import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOOK, MOST_SHOWN, type Look } from '../../dev/stand-ins/list.ts';
import { consequencesOf } from '../../dev/stand-ins/mock-lms/consequences.ts';
import { FAILURE } from '../../dev/stand-ins/mock-lms/failures.ts';
import { receivedPage } from '../../dev/stand-ins/mock-lms/page.ts';
import { addAttempt, createMemory } from '../../dev/stand-ins/mock-vendor/attempts.ts';
import { attemptsPage } from '../../dev/stand-ins/mock-vendor/pages.ts';
import type { CloudEvent } from '../../lms/cloud-events.ts';
import { findBarriers, isTooWide } from '../support/console-stand.ts';
import { installedChromium, openChromium } from '../../dev/chromium.ts';

const PEOPLE = 100;

const deliveries = Array.from({ length: PEOPLE }, (_, index) => ({
  event: {
    id: `5A1C0000-0000-4000-8000-${String(index).padStart(12, '0')}/3/announce-submitted`,
    type: 'org.openedx.learning.exam.attempt.submitted.v1',
    data: { student: { username: `learner-${index}` }, course: 'course-v1:Demo+Proctoring+2030' },
  } as unknown as CloudEvent,
  receivedAt: 0,
  repeats: 0,
}));
const report = { failure: FAILURE.parse({}), consequences: consequencesOf([]), deliveries, tries: [] };

const memory = createMemory({ outcome: 'clean', reviewer: '' });
for (let index = 0; index < PEOPLE; index += 1) {
  addAttempt(memory, { examId: 'exam', userId: `${index}`, fullName: `Learner ${index}`, isOnboarding: false });
}

const PAGES: [string, (look: Look) => string, string][] = [
  ['mock LMS', (look) => receivedPage(report, look), 'learner-42'],
  ['mock vendor', (look) => attemptsPage(memory, look), 'Learner 42'],
];

const rowsIn = (html: string) => html.split('<tr>').length - 2;

describe.each(PAGES)('the page of the %s', (_, render, wanted) => {
  it('shows a few of many, and those that a filter finds', () => {
    expect(rowsIn(render(LOOK.parse({})))).toBe(MOST_SHOWN);
    expect(render(LOOK.parse({}))).toContain(`And ${PEOPLE - MOST_SHOWN} more`);
    const found = render(LOOK.parse({ q: ` ${wanted.toUpperCase()} ` }));
    expect(rowsIn(found)).toBe(1);
    expect(found).toContain(wanted);
    expect(render(LOOK.parse({ q: '"><script>' }))).not.toContain('<script>');
  });
});

describe.skipIf(installedChromium() === undefined)('on a phone', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser?.close());

  it.each(PAGES)('the page of the %s has no barrier and nothing beside the screen', async (_, render) => {
    const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
    const page = await context.newPage();
    // It would load itself again from nowhere.
    await page.setContent(render(LOOK.parse({})).replace(/<meta http-equiv="refresh"[^>]*>/, ''));
    expect(await isTooWide(page)).toBe(false);
    expect(await findBarriers(page)).toEqual([]);
    await context.close();
  });
});
