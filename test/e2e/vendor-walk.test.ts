import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_COURSE, PEOPLE, type Person } from '../../dev/people.ts';
import { installedChromium } from '../../dev/chromium.ts';
import { openLearnerPage } from '../support/learner-page.ts';
import { beginSitting, examsOf, type SeenExam, type Sitting } from '../support/proctored-sitting.ts';
import { startStackFromOutside, type StartedStack } from '../support/started-stack.ts';

const executable = installedChromium() ?? '';

let stack: StartedStack;
let vendorUrl: string;
let exam: SeenExam;

beforeAll(async () => {
  stack = await startStackFromOutside({ READY_ON: 'download', READY_AFTER_MS: '300', REVIEW_AFTER_MS: '300' });
  vendorUrl = stack.addressOf('Mock vendor');
  const found = (await examsOf(stack, PEOPLE.lms, DEMO_COURSE)).get('proctored');
  if (!found) throw new Error('The demo course has no proctored exam');
  exam = found;
});
afterAll(() => stack?.stop());

const learner = (userId: number): Person => ({
  username: `walker${userId}`,
  userId,
  name: `Walker ${userId}`,
  email: `walker${userId}@example.org`,
});

const submitForm = (path: string, form: Record<string, string>) =>
  fetch(vendorUrl + path, { method: 'POST', body: new URLSearchParams(form) });

/** What a person does on the mock vendor's page. */
const choose = (id: string, outcome: string) => submitForm(`/attempts/${id}/outcome`, { outcome });
const closeApplication = (id: string) => submitForm(`/attempts/${id}/app`, { app: 'closed' });
const signReviewsAs = (reviewer: string) => submitForm('/settings', { outcome: 'clean', reviewer });

/** From the creation to a running exam, which the vendor knows as the id that is answered. */
async function begun(person: Person): Promise<{ sitting: Sitting; id: string }> {
  const sitting = await beginSitting(stack, person, { exam, course: DEMO_COURSE });
  const { external_id: id, software_download_url: download } = await sitting.seen();
  expect((await fetch(String(download))).status).toBe(200);
  await sitting.act('click_download_software');
  await sitting.reaches('ready_to_start');
  await sitting.act('start');
  return { sitting, id };
}

describe('a proctored exam after npm start', () => {
  it('is verified a moment after it is handed in, with nothing to be done', async () => {
    const { sitting } = await begun(PEOPLE.alice);
    const seen = await sitting.seen();
    expect(seen).toMatchObject({ attempt_status: 'started', ping_interval: 60 });
    expect(seen.time_remaining_seconds).toBeGreaterThan(59 * 60);
    expect((await fetch(seen.desktop_application_js_url)).headers.get('content-type')).toContain('text/javascript');
    await sitting.act('submit');
    await sitting.reaches('verified');
  });

  it("is rejected when a teacher signed the violation that was chosen on the vendor's page", async () => {
    await signReviewsAs(PEOPLE.carol.email);
    const { sitting, id } = await begun(PEOPLE.bob);
    await choose(id, 'violation');
    await sitting.act('submit');
    await sitting.reaches('rejected');
    await signReviewsAs('');
  });

  it('waits for a second review when the first one fails without a person', async () => {
    const { sitting, id } = await begun(learner(2001));
    await choose(id, 'suspicious');
    await sitting.act('submit');
    await sitting.reaches('second_review_required');
  });

  it('stays handed in while the vendor never answers, until a person chooses otherwise', async () => {
    const { sitting, id } = await begun(learner(2002));
    await choose(id, 'silence');
    await sitting.act('submit');
    await sitting.reaches('submitted');
    await choose(id, 'not_reviewed');
    await sitting.reaches('error');
  });

  it("goes on where it was after the learner's application was closed, once a teacher lets it", async () => {
    const person = learner(2003);
    const { sitting, id } = await begun(person);
    await closeApplication(id);
    expect(await sitting.act('error', 'no ping')).toBe(sitting.attemptId);
    await sitting.reaches('error');
    await stack.call(PEOPLE.carol, 'PUT', `/attempt/${sitting.attemptId}`, {
      action: 'mark_ready_to_resume',
      user_id: person.userId,
    });
    const resumed = await begun(person);
    expect(resumed.sitting.attemptId).not.toBe(sitting.attemptId);
    expect((await resumed.sitting.seen()).time_remaining_seconds).toBeLessThanOrEqual(60 * 60);
    await resumed.sitting.act('submit');
    await resumed.sitting.reaches('verified');
  });

  it.skipIf(executable === '')("tells the learner's page that the application was closed", async () => {
    const { sitting, id: attemptExternalId } = await begun(learner(2004));
    const { desktop_application_js_url: workerUrl } = await sitting.seen();
    const page = await openLearnerPage(executable);
    const tell = (type: string) => page.tell(workerUrl, { type, timeout: 5000, attemptExternalId });
    try {
      expect([await tell('startExamAttempt'), await tell('ping')]).toEqual([
        { type: 'examAttemptStarted' },
        { type: 'echo' },
      ]);
      await closeApplication(attemptExternalId);
      const { type, message } = await tell('ping');
      expect(type).toBe('pingFailed');
      expect(await sitting.act('error', message)).toBe(sitting.attemptId);
      await sitting.reaches('error');
    } finally {
      await page.close();
    }
  });

  it("has a dashboard at the vendor's for the teacher", async () => {
    const path = `/api/edx_proctoring/v1/instructor/${DEMO_COURSE}/${exam.id}`;
    const { status, location } = await stack.request(PEOPLE.carol, 'GET', path);
    expect(status).toBe(302);
    expect(await (await fetch(String(location))).text()).toContain(PEOPLE.carol.email);
  });
});
