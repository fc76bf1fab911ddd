import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { SETTINGS_FILE, settingsPage } from '../../../dev/settings-table.ts';

test('docs/settings.md says what config.ts says (npm run settings writes it)', async () => {
  expect(await readFile(SETTINGS_FILE, 'utf8')).toBe(settingsPage());
});
