// Writes docs/openapi.json from the routes; with --check it only compares: npm run openapi, npm run openapi:check
import { readFile, writeFile } from 'node:fs/promises';
import { pino } from 'pino';
import type { DatabasePool } from 'slonik';
import { readConfig } from '../config.ts';
import { buildApp } from './app.ts';
import type { AppDeps } from './app-deps.ts';

const FILE = new URL('../docs/openapi.json', import.meta.url);

/** Routes are described without being called, so nothing behind them is needed. */
const nothingBehind = new Proxy({}, { get: () => () => Promise.reject(new Error('Only described, not served.')) });

async function describeApi(): Promise<string> {
  const app = await buildApp({
    config: readConfig({}),
    pool: nothingBehind as DatabasePool,
    temporal: nothingBehind as AppDeps['temporal'],
    vendors: nothingBehind as AppDeps['vendors'],
    lms: nothingBehind as AppDeps['lms'],
    authenticate: async () => null,
    heartbeats: { note: () => {}, close: async () => {} },
    clock: Date.now,
    logger: pino({ level: 'silent' }),
  });
  await app.ready();
  const description = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return description;
}

const description = await describeApi();
if (!process.argv.includes('--check')) {
  await writeFile(FILE, description);
} else if ((await readFile(FILE, 'utf8').catch(() => '')) !== description) {
  process.stderr.write('docs/openapi.json does not say what the routes say: run npm run openapi.\n');
  process.exitCode = 1;
}
