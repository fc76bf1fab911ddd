// Takes the pictures of docs/tutorial.md from the running local stack, after its commands: npm run screenshots
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { z } from 'zod';
import { readNote } from './lock.ts';
import { DEMO_COURSE, PEOPLE, signToken } from './people.ts';
import { API_PATH } from './seed.ts';
import { readDevSettings } from './settings.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
const SIZE = { width: 1200, height: 640 };

const listSchema = z.object({
  proctored_exam_attempts: z.array(
    z.object({ attempt_code: z.string(), proctored_exam: z.object({ exam_name: z.string() }) }),
  ),
});

function addressOf(table: string, name: string): string {
  const address = new RegExp(`^\\s*${name}\\s+(http\\S+)`, 'm').exec(table)?.[1];
  if (address === undefined) throw new Error(`The running stack has no "${name}"`);
  return address;
}

/** The code of Bob's newest attempt on the one-minute exam. */
async function newestAttempt(apiUrl: string, jwtKey: string): Promise<string> {
  const token = await signToken(PEOPLE.dora, jwtKey);
  const address = `${apiUrl}${API_PATH}/attempt/grouped/course_id/${DEMO_COURSE}/search/${PEOPLE.bob.username}`;
  const response = await fetch(address, { headers: { Authorization: `JWT ${token}` } });
  const { proctored_exam_attempts: attempts } = listSchema.parse(await response.json());
  const found = attempts.find(({ proctored_exam: exam }) => exam.exam_name.endsWith('one minute'));
  if (!found) throw new Error('bob has not taken the exam of one minute. Follow docs/tutorial.md first.');
  return found.attempt_code;
}

async function takePicture(page: Page, address: string, waitFor: string, name: string): Promise<void> {
  await page.goto(address);
  const found = page.getByText(waitFor).first();
  await found.waitFor();
  await page.waitForTimeout(2_000);
  await found.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await page.screenshot({ path: join(FOLDER, name) });
}

const settings = readDevSettings();
const note = readNote(settings.dataDir);
if (!note) throw new Error('No local stack runs. Start one with npm start and follow docs/tutorial.md first.');
const workflows = `${addressOf(note.table, 'Temporal UI')}/namespaces/default/workflows`;
const code = await newestAttempt(addressOf(note.table, 'API'), settings.jwtKey);
await mkdir(FOLDER, { recursive: true });
const browser = await openChromium();
try {
  const page = await browser.newPage({ viewport: SIZE });
  const query = encodeURIComponent('WorkflowType="examAttempt"');
  await takePicture(page, `${workflows}?query=${query}`, 'exam-attempt/', 'tutorial-attempts.png');
  await takePicture(page, `${workflows}/exam-attempt%2F${code}`, 'exam ends', 'tutorial-history.png');
} finally {
  await browser.close();
}
