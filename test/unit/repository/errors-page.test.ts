import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ERRORS_FILE, errorsPage } from '../../../dev/errors-page.ts';

test('docs/errors.md says what the error catalogue says (npm run errors writes it)', async () => {
  expect(await readFile(ERRORS_FILE, 'utf8')).toBe(errorsPage());
});
