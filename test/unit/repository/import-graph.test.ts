import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { IMPORTS_FILE, importsPage } from '../../../dev/import-graph.ts';

test('docs/imports.md draws the imports that there are (npm run import-graph writes it)', async () => {
  expect(await readFile(IMPORTS_FILE, 'utf8')).toBe(importsPage());
});
