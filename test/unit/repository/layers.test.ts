import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractConfiguration from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
});
afterEach(() => rm(folder, { recursive: true }));

async function violations(files: Record<string, string>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const { forbidden, options } = await extractConfiguration(join(ROOT, '.dependency-cruiser.cjs'));
  const ruleSet = forbidden === undefined ? {} : { forbidden };
  const { output } = await cruise(Object.keys(files), { ...options, ruleSet, validate: true, baseDir: folder });
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

test('a workflow may not import a type of the database, a Node built-in or a library', async () => {
  const found = await violations({
    'db/row.ts': 'export interface Row { id: number }',
    'workflows/story.ts': `import type { Row } from '../db/row.ts';
      import { readFileSync } from 'node:fs';
      import { z } from 'zod';
      import { sleep } from '@temporalio/workflow';
      export const story = (row: Row): unknown => [row, readFileSync, z, sleep];`,
  });
  expect(found.map((line) => line.replace(/ → .*node_modules\/(@?\w+).*/, ' → $1')).toSorted()).toEqual([
    'workflows: workflows/story.ts → db/row.ts',
    'workflows: workflows/story.ts → fs',
    'workflows: workflows/story.ts → zod',
  ]);
});

test('the rules may not import the workflow around them', async () => {
  const found = await violations({
    'workflows/story.ts': 'export const story = 1;',
    'rules/attempt/rule.ts': `export { story } from '../../workflows/story.ts';`,
  });
  expect(found).toEqual(['rules-alone: rules/attempt/rule.ts → workflows/story.ts']);
});

test('the API may not import activities', async () => {
  const found = await violations({
    'activities/mail.ts': 'export const mail = 1 satisfies number;',
    'api/app.ts': `export const later = () => import('../activities/mail.ts');`,
  });
  expect(found).toEqual(['api: api/app.ts → activities/mail.ts']);
});

test('two files may not import each other', async () => {
  const found = await violations({
    'db/hen.ts': `import { egg } from './egg.ts'; export const hen: number = egg;`,
    'db/egg.ts': `import { hen } from './hen.ts'; export const egg: number = hen;`,
  });
  expect(found).toEqual(['no-circular: db/egg.ts → db/hen.ts']);
});

test('the console may import the rules, and nothing else of ours', async () => {
  const found = await violations({
    'rules/rule.ts': 'export const rule = 1;',
    'api/shape.ts': 'export interface Shape { id: number }',
    'console/page.ts': `import { rule } from '../rules/rule.ts';
      import type { Shape } from '../api/shape.ts';
      export const page = ({ id }: Shape): number => id + rule;`,
  });
  expect(found).toEqual(['console: console/page.ts → api/shape.ts']);
});
