// Writes docs/imports.md, the graph of the imports between the folders as they are: npm run import-graph
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = [
  'rules',
  'workflows',
  'vendors',
  'lms',
  'emails',
  'db',
  'temporal',
  'telemetry',
  'activities',
  'api',
  'manage',
  'console',
  'service.ts',
];
const IMPORT = /(?:from|import) '(\.{1,2}\/[^']+)'/g;

/** File that holds the graph. */
export const IMPORTS_FILE = join(ROOT, 'docs', 'imports.md');

const INTRODUCTION = `# The imports between the folders

An arrow says that files of one folder import files of another. \`config.ts\` and
\`logging.ts\`, which every process reads, are left out, and so are \`dev/\`, \`test/\` and \`bench/\`, which may import anything.
[architecture.md](architecture.md) says what each folder is for; \`npm run layers\` checks what it may import.

This page is made from the source by \`npm run import-graph\`.
`;

function filesOf(folder: string): string[] {
  if (folder.endsWith('.ts')) return [join(ROOT, folder)];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The folders that the files of one import from, in the order of the list. */
function importedBy(from: string): string[] {
  const targets = filesOf(from).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(
      ([, target = '']) => relative(ROOT, join(file, '..', target)).split(sep)[0],
    ),
  );
  return FOLDERS.filter((folder) => folder !== from && targets.includes(folder));
}

/** The page: a Mermaid graph whose arrows are the imports from one folder to another. */
export function importsPage(): string {
  const idOf = (folder: string) => folder.replace('.ts', '_ts');
  const nodes = FOLDERS.map((folder) => `  ${idOf(folder)}["${folder.endsWith('.ts') ? folder : `${folder}/`}"]`);
  const arrows = FOLDERS.flatMap((from) => importedBy(from).map((to) => `  ${idOf(from)} --> ${idOf(to)}`));
  return `${INTRODUCTION}\n\`\`\`mermaid\nflowchart BT\n${[...nodes, ...arrows].join('\n')}\n\`\`\`\n`;
}

if (import.meta.main) await writeFile(IMPORTS_FILE, importsPage());
