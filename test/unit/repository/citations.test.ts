import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import ofProctoring from '../../conformance/deviations.json' with { type: 'json' };
import ofExams from '../../conformance/exams/deviations.json' with { type: 'json' };

const deviations = [...ofProctoring, ...ofExams];

const ROOT = resolve(import.meta.dirname, '../../..');
const NUMBERED = {
  'attempt-lifecycle': 'docs/reference/attempt-lifecycle.md',
  'rest-api': 'docs/reference/rest-api.md',
  vendors: 'docs/reference/vendors.md',
  emails: 'docs/reference/emails.md',
  clients: 'docs/reference/clients.md',
  'edx-exams': 'docs/reference/edx-exams.md',
  differences: 'docs/differences.md',
};
const CITATION = new RegExp(`(?<![\\w/-])(${Object.keys(NUMBERED).join('|')}),? §\\s?(\\d+(?:\\.\\d+)?)`, 'g');
const HEADING_CITATION = /(?<![\w/-])(architecture|operations) "([^"]+)"/g;
const LINK = /\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g;
const SKIPPED = /^(node_modules|\.git|\.data|test\/histories)(\/|$)/;

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Numbers of the headings and of the table rows of a page. */
function sectionsOf(file: string): Set<string> {
  return new Set([...read(file).matchAll(/^(?:#+ |\| )(\d+(?:\.\d+)?)(?:[. ])/gm)].map(([, number = '']) => number));
}

function headingsOf(page: string): Set<string> {
  return new Set([...read(`docs/${page}.md`).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(file: string): Set<string> {
  const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function filesOf(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (SKIPPED.test(path)) return [];
    if (entry.isDirectory()) return filesOf(path);
    return /\.(ts|cjs|js|sql|md)$/.test(entry.name) ? [path] : [];
  });
}

const FILES = filesOf().map((file) => ({ file, text: read(file) }));
const citations = (pattern: RegExp) =>
  FILES.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map(([, page = '', section = '']) => ({ file, page, section })),
  );

describe('what code, tests and pages cite', () => {
  it('are numbered sections that exist', () => {
    const known = new Map(Object.entries(NUMBERED).map(([page, file]) => [page, sectionsOf(file)]));
    const cited = citations(CITATION);
    expect(cited.length).toBeGreaterThan(100);
    expect(cited.filter(({ page, section }) => !known.get(page)?.has(section))).toEqual([]);
  });

  it('are headings that exist', () => {
    expect(citations(HEADING_CITATION).filter(({ page, section }) => !headingsOf(page).has(section))).toEqual([]);
  });

  it('is nothing outside the repository', () => {
    const outside = new RegExp(['design', '(§|\\.md)'].join(' ?'), 'i');
    expect(FILES.filter(({ text }) => outside.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('are files and headings that exist, where a page links to them', () => {
    const links = FILES.filter(({ file }) => file.endsWith('.md')).flatMap(({ file, text }) =>
      [...text.matchAll(LINK)].map(([, target = '', anchor]) => ({
        file,
        target: target === '' ? file : join(dirname(file), target),
        anchor,
      })),
    );
    expect(links.length).toBeGreaterThan(50);
    const isBroken = ({ target, anchor }: (typeof links)[number]) =>
      !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(target).has(anchor));
    expect(links.filter(isBroken)).toEqual([]);
  });
});

/** The rows of a page's tables that name what shows them. */
function rowsOf(file: string) {
  const rows = [...read(file).matchAll(/^\| (\d+\.\d+) .*\| `([^`]+)` › (.+?) +\|$/gm)];
  return rows.map(([, row = '', test = '', title = '']) => ({ row, test, title }));
}

const PAGES_OF_PROMISES = ['docs/differences.md', 'docs/threat-model.md'];

describe.each(PAGES_OF_PROMISES)('%s', (page) => {
  const rows = rowsOf(page);

  it('names for every row a test that exists', () => {
    expect(rows.length).toBe([...read(page).matchAll(/^\| \d+\.\d+ /gm)].length);
    expect(rows.length).toBeGreaterThan(20);
    const titlesIn = (test: string) => read(test).replaceAll(String.raw`\'`, "'");
    expect(rows.filter(({ test, title }) => !titlesIn(test).includes(title))).toEqual([]);
  });
});

describe('docs/differences.md', () => {
  it('has the row of every recorded deviation', () => {
    const known = new Set(rowsOf('docs/differences.md').map(({ row }) => row));
    const cited = deviations.map(({ why }) => /^differences §(\d+\.\d+): /.exec(why)?.[1]);
    expect(cited.filter((row) => row === undefined || !known.has(row))).toEqual([]);
  });
});
