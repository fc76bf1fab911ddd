import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attemptPath, boardPath } from '../../../console/ui/addresses.ts';
import { addExam, COURSE, newLearner, PEOPLE, startAttempt } from '../../api/harness.ts';
import { findBarriers, isTooWide, openConsoleStand, type ConsoleStand } from '../../support/console-stand.ts';
import { installedChromium } from '../../../dev/chromium.ts';

let stand: ConsoleStand;
beforeAll(async () => {
  const opened = await openConsoleStand();
  if (opened) stand = opened;
});
afterAll(() => stand?.close());

async function sitting(name: string) {
  const examId = await addExam(stand.api, { is_proctored: true, exam_name: 'Biology' });
  return { examId, id: await startAttempt(stand.api, { ...newLearner(), name }, examId, { proctored: true }) };
}

const noteOn = (id: number, body: object) =>
  stand.api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/notes`, { as: PEOPLE.carol, body });

describe.skipIf(installedChromium() === undefined)('notes', () => {
  it('are written by one key, show on every screen, and are put right by who wrote them', async () => {
    const { examId } = await sitting('Ada First');
    const page = await stand.open(boardPath(COURSE, examId), { as: PEOPLE.ivan });
    const other = await stand.open(boardPath(COURSE, examId));
    const rowOn = (on: typeof page) => on.getByRole('row').filter({ hasText: 'Ada First' });
    await rowOn(page).waitFor();
    await rowOn(other).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Text').fill('Coverd the camera');
    await dialog.getByLabel('Flag the learner').check();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Note', exact: true }).click();
    await rowOn(other).getByText('flagged').waitFor();
    await rowOn(other).getByText('1 note').waitFor();
    await rowOn(page).getByRole('link').first().click();
    const notes = page.getByRole('region', { name: 'Notes' });
    await notes.getByText('Coverd the camera').waitFor();
    await notes.getByRole('button', { name: 'Change' }).click();
    await notes.getByRole('textbox').fill('Covered the camera');
    await notes.getByRole('button', { name: 'Save' }).click();
    await notes.getByText('Covered the camera').waitFor();
    await notes.getByText('Ivan Invigilator (invigilator) · changed').waitFor();
  });

  it('have no barrier, also while they are changed on a phone', async () => {
    const { examId, id } = await sitting('Ada First');
    await noteOn(id, { text: 'Left the room', kind: 'incident', category: 'illness', flag: true });
    await noteOn(id, { text: 'Came back', flag: false });
    const page = await stand.open(attemptPath(COURSE, examId, id), { size: { width: 320, height: 700 } });
    const notes = page.getByRole('region', { name: 'Notes' });
    await notes.getByText('Came back').waitFor();
    await notes.getByRole('button', { name: 'Change' }).first().click();
    await notes.getByRole('textbox').waitFor();
    expect([await findBarriers(page), await isTooWide(page)]).toEqual([[], false]);
  });
});
