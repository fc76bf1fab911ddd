import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardPath } from '../../../console/ui/addresses.ts';
import { saveVendorHealth } from '../../../db/vendor-health.ts';
import { addExam, COURSE, PEOPLE } from '../../api/harness.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';

const BACKENDS = { DEFAULT: 'mock', mock: { verbose_name: 'Mock Proctoring' } };

let stand: ConsoleStand;
let examId: number;
beforeAll(async () => {
  const opened = await openConsoleStand({ PROCTORING_BACKENDS: JSON.stringify(BACKENDS) });
  if (!opened) return;
  stand = opened;
  examId = await addExam(stand.api, { is_proctored: true, exam_name: 'Physics' });
  const lastError = { at: Date.now(), message: 'register attempt: answered 503' };
  const health = { name: 'mock', lastOkAt: Date.now() - 60_000, lastError, leftAloneUntil: null };
  await saveVendorHealth(stand.api.service.pool, [health]);
});
afterAll(() => stand?.close());

describe.skipIf(installedChromium() === undefined)('the settings of an exam', () => {
  it('are readable, with how the provider is, and fit on a phone', async () => {
    const page = await stand.open(`${boardPath(COURSE, examId)}/settings`, {
      size: { width: 320, height: 700 },
    });
    await page.getByRole('heading', { name: 'Provider Mock Proctoring' }).waitFor();
    await page.getByText('register attempt: answered 503').waitFor();
    await page.getByRole('cell', { name: 'Time limit in minutes' }).waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
    await page.goto(`${stand.url}/console/`);
    await page.getByText('Mock Proctoring does not answer.').waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
  });

  it('and the failures of a provider are nothing for invigilators', async () => {
    const page = await stand.open(`${boardPath(COURSE, examId)}/settings`, { as: PEOPLE.ivan });
    await page.getByRole('alert').getByText('Only course staff and global staff may.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });
});
