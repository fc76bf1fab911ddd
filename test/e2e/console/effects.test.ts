import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { attemptPath, coursePage } from '../../../console/ui/addresses.ts';
import { until } from '../../../dev/until.ts';
import { COURSE, PEOPLE } from '../../api/harness.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';
import { mailOf, refuseMail } from '../../support/refused-mail.ts';

let stand: ConsoleStand;
beforeAll(async () => {
  const opened = await openConsoleStand();
  if (opened) stand = opened;
});
afterAll(() => stand?.close());

const refused = (cause: string) => refuseMail(stand.api.service, { cause, courseId: COURSE });
const isDone = async ({ code }: { code: string }) => (await mailOf(stand.api.service, code)).outcome === 'done';

const attemptRow = z.object({ id: z.number(), examId: z.number() });

describe.skipIf(installedChromium() === undefined)('the page of the effects', () => {
  it('has one refused effect tried again, for staff of the course', async () => {
    const [mine, other] = [await refused('550 mailbox full'), await refused('550 mailbox fuller')];
    const page = await stand.open(coursePage(COURSE, 'effects'));
    const row = page.getByRole('row').filter({ hasText: /mailbox full$|mailbox full(?!er)/ });
    await row.getByRole('button', { name: 'Try again' }).click();
    await until(() => isDone(mine), 'the second try');
    expect(await isDone(other)).toBe(false);
    await page.reload();
    await page.getByText('mailbox fuller').waitFor();
    expect(await page.getByText(/mailbox full(?!er)/).count()).toBe(0);
  });

  it('has the LMS told again what it was told lately, and no barrier on the way', async () => {
    const { code } = await refused(`550 told again`);
    const told = () => stand.api.service.lms.effects.filter(({ key }) => key.startsWith(code)).length;
    const before = told();
    await stand.api.service.pool.query(sql.type(z.object({}))`
      update attempt_effect e set finished_at = finished_at - interval '1 hour'
      from attempt a where a.id = e.attempt_id and a.attempt_code = ${code}`);
    const page = await stand.open(coursePage(COURSE, 'effects'), { size: { width: 320, height: 700 } });
    await page.getByRole('button', { name: 'Tell the LMS again' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/events are sent again\./).waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
    await dialog.getByLabel('In words (optional)').fill('The LMS was restored');
    await dialog.getByRole('button', { name: 'Tell again' }).click();
    await dialog.waitFor({ state: 'detached' });
    await until(async () => told() === 2 * before, 'the second delivery');
  });

  it('of one attempt has one event told to the LMS again', async () => {
    const { code } = await refused('550 one event again');
    const { pool, lms } = stand.api.service;
    const keys = () => lms.effects.map(({ key }) => key).filter((key) => key.startsWith(code));
    const before = keys();
    const { id, examId } = await pool.one(sql.type(attemptRow)`
      with settled as (
        update attempt_effect e set finished_at = finished_at - interval '1 hour'
        from attempt a where a.id = e.attempt_id and a.attempt_code = ${code}
      )
      select id::int4, exam_id::int4 as "examId" from attempt where attempt_code = ${code}`);
    const page = await stand.open(attemptPath(COURSE, examId, id));
    const effect = page.getByRole('region', { name: 'Effects', exact: true }).getByRole('listitem');
    const told = effect.filter({ has: page.getByRole('button', { name: 'Tell again' }) });
    await told.first().getByRole('button').click();
    await effect.filter({ hasText: 'asked for again' }).first().waitFor();
    await until(async () => keys().length > before.length, 'the second delivery');
    expect(before).toContain(keys().at(-1));
    expect(keys()).toHaveLength(before.length + 1);
  });

  it('has all of one cause tried again, and no barrier on the way', async () => {
    const cause = `550 nobody reads this`;
    const attempts = [await refused(cause), await refused(cause)];
    const page = await stand.open('/effects', { as: PEOPLE.dora, size: { width: 320, height: 700 } });
    await page.getByText(cause).first().waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
    await page
      .getByRole('row')
      .filter({ hasText: cause })
      .first()
      .getByRole('button', { name: 'All of this cause' })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 effects are tried again.').waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
    await dialog.getByLabel('In words (optional)').fill('They have a mailbox now');
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.waitFor({ state: 'detached' });
    for (const attempt of attempts) await until(() => isDone(attempt), 'the second try');
  });
});
