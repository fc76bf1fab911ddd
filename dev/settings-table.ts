// Writes docs/settings.md from the descriptions in settings/: npm run settings
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { SETTINGS } from '../config.ts';
import { READ_AT_START, REREAD } from '../settings/reread.ts';

/** File that holds the table. */
export const SETTINGS_FILE = join(import.meta.dirname, '..', 'docs', 'settings.md');

const INTRODUCTION = `# Settings

Every process reads these from its environment at its start, and says which one is wrong. A value \`file:PATH\` is
replaced by the content of that file, so that secrets need not stand in the environment; [some](#secrets-that-are-read-again)
are read again while the process runs. \`npm start\` sets what its processes need and leaves what is set already.

Outside the local stack (\`LOCAL_STACK\`, which only \`npm start\` and the tests set) the API and the worker do not start while
anything below that is called required is missing, nor without a key to sign people in with (\`JWT_PUBLIC_JWK_SET\`,
\`JWT_JWKS_URL\` or \`JWT_SECRET_KEY\`), nor with a published or short key, a \`PUBLIC_URL\` without https, or
\`ALLOW_CALLBACK_SIMULATION\`; with \`SMTP_URL\` the sender and the contact address are required too. They name all of it at once.

This page is made from \`settings/\` by \`npm run settings\`.
`;

function shownDefault(schema: z.ZodType): string {
  const result = schema.safeParse(undefined);
  if (!result.success || result.data === undefined) return '–';
  const value: unknown = result.data;
  if (value === '') return 'empty';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function tableOf(settings: Readonly<Record<string, z.ZodType>>): string {
  const rows = Object.entries(settings).map(([name, schema]) => {
    const meaning = (schema.description ?? '').replaceAll('|', '\\|');
    return `| \`${name}\` | ${shownDefault(schema)} | ${meaning} |`;
  });
  return `| variable | default | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function secretsTable(): string {
  const rows = [
    ...Object.entries(REREAD).map(([name, from]) => `| \`${name}\` | yes | ${from} |`),
    ...Object.entries(READ_AT_START).map(([name, why]) => `| \`${name}\` | no | ${why} |`),
  ];
  return `## Secrets that are read again

API, workers and the codec server read these again, if they are given as files, every \`SECRETS_REREAD_SECONDS\` and on SIGHUP
([deployment](deployment.md#secrets)).

| variable | read again | a new value counts for; or why not |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** The page: one row for each setting with its default and meaning, and what becomes of secrets that change. */
export function settingsPage(): string {
  const sections = Object.entries(SETTINGS).map(([title, settings]) => `## ${title}\n\n${tableOf(settings)}`);
  return `${INTRODUCTION}\n${[...sections, secretsTable()].join('\n')}`;
}

if (import.meta.main) await writeFile(SETTINGS_FILE, settingsPage());
