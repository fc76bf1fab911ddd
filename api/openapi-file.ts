// Writes docs/openapi.json from the routes; with --check it only compares: npm run openapi, npm run openapi:check
import { readFile, writeFile } from 'node:fs/promises';
import { buildDescribedApp } from './described-app.ts';

const FILE = new URL('../docs/openapi.json', import.meta.url);

async function describeApi(): Promise<string> {
  const app = await buildDescribedApp();
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
