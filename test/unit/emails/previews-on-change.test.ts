import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { terminate } from '../../../dev/child-process.ts';
import { until } from '../../../dev/until.ts';
import { MAIL_NAMES, MAILS } from '../../../emails/index.ts';

let overrides: string;
let shown: ChildProcessWithoutNullStreams;
let url: string;

const override = (texts: object) =>
  writeFileSync(join(overrides, 'acme/submitted/texts.en.json'), JSON.stringify(texts));
const page = async () => await (await fetch(url)).text();
const says = (text: string) => until(async () => (await page()).includes(text), `"${text}" on the page`);

beforeAll(async () => {
  overrides = mkdtempSync(join(tmpdir(), 'mail-previews-'));
  mkdirSync(join(overrides, 'acme/submitted'), { recursive: true });
  override({ introduction: 'First words about {{exam_name}}.' });
  const env = { ...process.env, EMAIL_OVERRIDES_DIR: overrides, PORT: '0' };
  shown = spawn(process.execPath, [join(import.meta.dirname, '../../../dev/emails.ts')], { env, stdio: 'pipe' });
  for await (const line of createInterface({ input: shown.stdout })) {
    url = line.replace('Every email: ', '');
    if (url !== line) break;
  }
});
afterAll(async () => {
  await terminate(shown);
  rmSync(overrides, { recursive: true });
});

it('the page of all mails shows every mail with every sample in every language for every back-end', async () => {
  const languages = ['de', 'en'];
  const titles = MAIL_NAMES.flatMap((mail) =>
    (mail === 'submitted' ? [mail, `${mail} · override of acme`] : [mail]).flatMap((name) =>
      languages.flatMap((language) =>
        Object.keys(MAILS[mail].samples).map((sample) => `${name} · ${language} · ${sample}`),
      ),
    ),
  );
  const index = [...(await page()).matchAll(/<a href="#mail-\d+">([^<]+)<\/a>/g)].map(([, title = '']) => title);
  expect(new Set(index)).toEqual(new Set(titles));
  expect(index).toHaveLength(titles.length);
});

it('the page of all mails follows each change of a file, a mistake and its correction too', async () => {
  const gone = new AbortController();
  const { body } = await fetch(`${url}/changes`, { signal: gone.signal });
  override({ introduction: 'Second words about {{exam_name}}.' });
  await says('Second words about');
  expect(await page()).not.toContain('First words about');
  let told = '';
  for await (const chunk of body ?? []) {
    told += new TextDecoder().decode(chunk);
    if (told.includes('data: changed')) break;
  }
  override({ introduction: 'Third words about {{exam}}.' });
  await says('{{exam}} is unknown');
  override({ introduction: 'Third words about {{exam_name}}.' });
  await says('Third words about');
  gone.abort();
});
