import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const DOCS = join(ROOT, 'docs');
const SCRIPTS = ['dev/screenshots.ts', 'dev/console-screenshots.ts', 'bench/monitoring/run.ts'];

const shown = new Set(
  readdirSync(DOCS)
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => [...readFileSync(join(DOCS, file), 'utf8').matchAll(/\]\(images\/([^)]+)\)/g)])
    .map(([, name = '']) => name),
);

describe('the pictures of the documents', () => {
  it('are all shown on a page', () => {
    expect(readdirSync(join(DOCS, 'images')).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(SCRIPTS)('that %s takes are all shown on a page', (script) => {
    const taken = [...readFileSync(join(ROOT, script), 'utf8').matchAll(/'([\w-]+\.png)'/g)].map(([, name]) => name);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.filter((name = '') => !shown.has(name))).toEqual([]);
  });
});
