import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EARLIER_PATCHES } from '../../../workflows/earlier-patches.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

test('every patch of the release before is still in the workflows, because attempts bear its mark', () => {
  const sources = globSync('workflows/**/*.ts', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const present = sources.flatMap((source) => [...source.matchAll(/\bpatched\('([^']+)'\)/g)].map(([, id]) => id));
  expect(present).toEqual(expect.arrayContaining([...EARLIER_PATCHES]));
});
