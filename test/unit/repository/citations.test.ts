import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGES = ['attempt-lifecycle', 'rest-api', 'vendors', 'emails', 'clients'];
const CITATION = new RegExp(`(?<![\\w/-])(${PAGES.join('|')}),? §\\s?(\\d+(?:\\.\\d+)?)`, 'g');
const FOLDERS = ['activities', 'api', 'bench', 'db', 'dev', 'docs', 'emails', 'test', 'workflows'];

/** Numbers of the headings of a page of the reference. */
function sectionsOf(page: string): Set<string> {
  const text = readFileSync(join(ROOT, 'docs/reference', `${page}.md`), 'utf8');
  return new Set([...text.matchAll(/^#+ (\d+(?:\.\d+)?)[. ]/gm)].map(([, number = '']) => number));
}

const sections = new Map(PAGES.map((page) => [page, sectionsOf(page)]));

function citations() {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|js|sql|md)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(CITATION)].map(([, page = '', section = '']) => ({ file, page, section })),
  );
}

describe('the sections of the reference that code, tests and pages cite', () => {
  it('exist', () => {
    const cited = citations();
    expect(cited.length).toBeGreaterThan(100);
    expect(cited.filter(({ page, section }) => !sections.get(page)?.has(section))).toEqual([]);
  });
});
