import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PERMISSIONS_FILE, permissionsPage } from '../../../dev/permissions-page.ts';

test('docs/permissions.md says what the routes say (npm run permissions writes it)', async () => {
  expect(await readFile(PERMISSIONS_FILE, 'utf8')).toBe(await permissionsPage());
});
