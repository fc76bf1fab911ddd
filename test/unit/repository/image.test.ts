import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');
/** What a container runs, and what the worker bundles by its path. */
const RUN = [
  'api/server.ts',
  'activities/worker.ts',
  'activities/health-check.ts',
  'manage/main.ts',
  'manage/codec-server/server.ts',
  'workflows/index.ts',
  'workflows/readable-payloads.ts',
];
const IMPORT = /^(?:import|export)(?! type\b)[^;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

function importsOf(file: string): string[] {
  return [...read(file).matchAll(IMPORT)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}

/** Every file that the processes load, and every package that these name. */
function loaded(): { files: string[]; packages: string[] } {
  const files = new Set(RUN);
  const packages = new Set<string>();
  for (const file of files) {
    for (const imported of importsOf(file)) {
      if (imported.startsWith('.')) files.add(relative(ROOT, join(ROOT, dirname(file), imported)));
      else if (!imported.startsWith('node:'))
        packages.add(imported.split('/', imported.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  return { files: [...files], packages: [...packages] };
}

const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
const leftOut = read('.dockerignore').split('\n').filter(Boolean);

test('what a container runs loads nothing that the image leaves out', () => {
  const { files } = loaded();
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => leftOut.includes(file.split('/', 1)[0] ?? ''))).toEqual([]);
});

test('the image leaves out the tools and the tests', () => {
  expect(leftOut).toEqual(expect.arrayContaining(['bench', 'dev', 'docs', 'test']));
});

test('what a container runs needs no package that is there for development only', () => {
  expect(loaded().packages.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
});
