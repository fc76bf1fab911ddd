// Builds the console into console/dist, unless that is what was built last: npm run console
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = import.meta.dirname;
const ROOT = join(FOLDER, '..');
/** Names the source of what stands beside it. */
const NOTE = join(FOLDER, 'dist', 'built-from.txt');

function sources(): string[] {
  const inside = (folder: string) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(FOLDER, 'dist')))
      .map((entry) => join(entry.parentPath, entry.name));
  return [...inside('console'), ...inside('rules'), join(ROOT, 'package-lock.json')].toSorted();
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of sources()) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex');
}

function builtFrom(): string | null {
  try {
    return readFileSync(NOTE, 'utf8');
  } catch {
    return null;
  }
}

const source = hashOfSources();
if (builtFrom() !== source) {
  // Whoever builds it, a test among them: React's parts for development and for production do not work together.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  await build({ configFile: join(FOLDER, 'vite.config.ts') });
  writeFileSync(NOTE, source);
}
