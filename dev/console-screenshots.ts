// Lets a class take an exam in the running local stack, and takes pictures of the console: npm run screenshots:console
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { z } from 'zod';
import { readNote } from './lock.ts';
import { DEMO_COURSE, PEOPLE, signToken, type Person } from './people.ts';
import { API_PATH } from './seed.ts';
import { MOCK_BACKEND } from './service-environment.ts';
import { readDevSettings } from './settings.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };
const NAMES = `Amara Okafor,Ben Keller,Carla Rossi,Deniz Aydın,Elif Brunner,Farid Nasser,Giulia Fontana,Hana Dvořák,Ivo Petrov,
  Jana Lindqvist,Kofi Mensah,Lea Hoffmann,Mateo García,Noor Haddad,Oleg Ivanov,Priya Nair,Rosa Almeida,Samir Tanaka`;

const settings = readDevSettings();
const note = readNote(settings.dataDir);
if (!note) throw new Error('No local stack runs. Start one with npm start first.');
const [, apiUrl = ''] = /^\s*API\s+(http\S+)/m.exec(note.table) ?? [];
const made = z.object({ exam_id: z.number().optional(), exam_attempt_id: z.number().optional() });

async function call(as: Person, method: string, path: string, body: object) {
  const headers = {
    authorization: `JWT ${await signToken(as, settings.jwtKey)}`,
    'content-type': 'application/json',
  };
  const response = await fetch(apiUrl + API_PATH + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return made.parse(await response.json());
}

/** A class in the middle of an exam: most are writing, some have handed in, and one has lost the camera. */
async function takeExam(): Promise<number> {
  const { exam_id: examId = 0 } = await call(PEOPLE.lms, 'POST', '/exam', {
    course_id: DEMO_COURSE,
    content_id: `block-v1:Demo+physics+${crypto.randomUUID()}`,
    exam_name: 'Physics, final exam',
    time_limit_mins: 90,
    is_proctored: true,
    is_practice_exam: false,
    is_active: true,
    hide_after_due: false,
    external_id: 'physics',
    backend: MOCK_BACKEND,
  });
  for (const [index, name] of NAMES.split(',').entries()) {
    const username = name.trim().split(' ')[0]?.toLowerCase() ?? '';
    const learner = { username, userId: 5000 + index, name: name.trim(), email: `${username}@example.org` };
    const wish = { exam_id: examId, start_clock: 'true', attempt_proctored: 'true' };
    const { exam_attempt_id: id } = await call(learner, 'POST', '/attempt', wish);
    if (index === 11) await call(learner, 'PUT', `/attempt/${id}`, { action: 'error', detail: 'The camera was lost' });
    else if (index % 6 === 5) await call(learner, 'PUT', `/attempt/${id}`, { action: 'submit' });
    else if (index === 7) await call(learner, 'PUT', `/attempt/${id}`, { action: 'stop' });
  }
  return examId;
}

async function openBoard(browser: Browser, path: string, size: typeof DESK): Promise<Page> {
  const page = await browser.newPage({ viewport: size, colorScheme: 'light', deviceScaleFactor: 1 });
  await page.goto(`${apiUrl}/console${path}`);
  await page.getByRole('button', { name: 'Continue as carol' }).click();
  await page.getByText('The camera was lost').first().waitFor();
  // What may be done comes a little later than the board.
  await page.getByRole('button', { name: 'Let resume' }).waitFor();
  return page;
}

const takePicture = (page: Page, name: string) => page.screenshot({ path: join(FOLDER, name) });

const board = `/courses/${DEMO_COURSE}/exams/${await takeExam()}`;
await mkdir(FOLDER, { recursive: true });
const browser = await openChromium();
try {
  await takePicture(await openBoard(browser, board, PHONE), 'console-phone.png');
  const page = await openBoard(browser, board, DESK);
  await takePicture(page, 'console-board.png');
  await page.getByRole('link', { name: 'Lea Hoffmann' }).click();
  await page.getByRole('heading', { name: 'Timeline' }).waitFor();
  await takePicture(page, 'console-attempt.png');
} finally {
  await browser.close();
}
