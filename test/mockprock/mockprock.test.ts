import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE, type Person } from '../../dev/people.ts';
import { freePort } from '../../dev/ports.ts';
import { until } from '../../dev/until.ts';
import { MOCKPROCK_URL, mockprockStatusOf, pythonWithMockprock, startMockprock } from '../support/mockprock.ts';
import { beginSitting, examsOf, type SeenExam, type Sitting } from '../support/proctored-sitting.ts';
import { startStackFromOutside, type StartedStack } from '../support/started-stack.ts';

const COURSE = 'course-v1:Mockprock+E2E+2030';
const ACCOUNT = { client_id: 'mockprock-account', client_secret: 'the-secret-of-mockprock' };
/** Its download page answers 2 s before the ready callback, a hand-in 10 s before the review (vendors §8). */
const CALLBACK_MS = 30_000;

const person = (userId: number): Person => ({
  username: `learner${userId}`,
  userId,
  name: `Learner ${userId}`,
  email: `learner${userId}@example.org`,
});

let stack: StartedStack;
let stopMockprock: () => Promise<void>;
let exams: Map<string, SeenExam>;

const examItem = (block: string, isPractice: boolean) => ({
  course_id: COURSE,
  content_id: `block-v1:Mockprock+E2E+2030+type@sequential+block@${block}`,
  exam_name: `The ${block}`,
  time_limit_mins: 30,
  is_proctored: true,
  is_practice_exam: isPractice,
  is_active: true,
  hide_after_due: false,
  due_date: null,
  backend: 'mockprock',
});

beforeAll(async () => {
  const python = await pythonWithMockprock();
  const port = await freePort();
  const lmsUrl = `http://127.0.0.1:${port}`;
  const { client_id: clientId, client_secret: clientSecret } = ACCOUNT;
  stopMockprock = await startMockprock(python, { clientId, clientSecret, lmsUrl });
  const credentials = { client_id: 'service', client_secret: 'servicesecret' };
  const mockprock = { type: 'rest', verbose_name: 'mockprock', base_url: MOCKPROCK_URL, ...credentials };
  stack = await startStackFromOutside({
    API_PORT: String(port),
    PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: 'mockprock', mockprock, mockvendor: { type: 'null' } }),
    OAUTH_CLIENTS: JSON.stringify([{ ...ACCOUNT, username: 'mockprock', groups: ['mockprock_review'] }]),
  });
  expect(stack.apiUrl).toBe(lmsUrl);
});
afterAll(async () => {
  await stack?.stop();
  await stopMockprock?.();
});

async function hears(exam: SeenExam, attemptExternalId: string, status: string): Promise<void> {
  await until(
    async () => (await mockprockStatusOf(exam.external_id, attemptExternalId)) === status,
    `mockprock hears "${status}"`,
  );
}

/** An exam of the course; it has been saved at mockprock. */
function examNamed(block: string): SeenExam {
  const exam = exams.get(block);
  if (!exam) throw new Error(`The course has no exam ${block}`);
  return exam;
}

/** From the creation over the download page to a running exam. */
async function begun(learner: Person, exam: SeenExam): Promise<{ sitting: Sitting; id: string }> {
  const sitting = await beginSitting(stack, learner, { exam, course: COURSE });
  const { attempt_status, external_id: id, software_download_url: download } = await sitting.seen();
  expect({ attempt_status, id }).toEqual({ attempt_status: 'created', id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  await sitting.act('click_download_software');
  expect((await fetch(String(download))).status).toBe(200);
  await sitting.reaches('ready_to_start', CALLBACK_MS);
  await sitting.act('start');
  await hears(exam, id, 'started');
  return { sitting, id };
}

describe('mockprock, the public mock vendor', () => {
  it('is told of the exams and gives them its ids', async () => {
    const items = [examItem('exam', false), examItem('onboarding', true)];
    await stack.call(PEOPLE.lms, 'PATCH', `/exam_registration/course_id/${COURSE}`, items);
    await until(async () => {
      exams = await examsOf(stack, PEOPLE.lms, COURSE);
      return [...exams.values()].every(({ external_id }) => external_id !== null);
    }, 'ids of mockprock');
    const ids = [...exams.values()].map(({ external_id }) => external_id);
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(new Set(ids).size).toBe(2);
  });

  it('describes itself in the settings of an exam', async () => {
    const { id } = examNamed('exam');
    expect(await stack.call(person(3001), 'GET', `/settings/exam_id/${id}/`)).toMatchObject({
      provider_name: 'mockprock',
      exam_proctoring_backend: {
        name: 'MockProck',
        download_url: `${MOCKPROCK_URL}/download`,
        instructions: expect.objectContaining({ length: 5 }),
      },
    });
  });

  it('has a learner verified for onboarding', async () => {
    const learner = person(3001);
    const { sitting, id } = await begun(learner, examNamed('onboarding'));
    await sitting.act('submit');
    await hears(examNamed('onboarding'), id, 'submitted');
    await sitting.reaches('verified', CALLBACK_MS);
    const path = `/api/edx_proctoring/v1/user_onboarding/status?course_id=${encodeURIComponent(COURSE)}`;
    expect(await stack.request(learner, 'GET', path)).toMatchObject({
      status: 200,
      body: { onboarding_status: 'verified' },
    });
  });

  it('sees an exam through an error and its resumption to the review', async () => {
    const learner = person(3002);
    const exam = examNamed('exam');
    const first = await begun(learner, exam);
    expect(await first.sitting.act('ping')).toBe(first.sitting.attemptId);
    expect(await first.sitting.act('error', 'The application was closed')).toBe(first.sitting.attemptId);
    await first.sitting.reaches('error');
    await hears(exam, first.id, 'error');
    const mark = { action: 'mark_ready_to_resume', user_id: learner.userId };
    await stack.call(PEOPLE.dora, 'PUT', `/attempt/${first.sitting.attemptId}`, mark);

    const second = await begun(learner, exam);
    expect(second.sitting.attemptId).not.toBe(first.sitting.attemptId);
    await second.sitting.act('stop');
    await second.sitting.reaches('ready_to_submit');
    await second.sitting.act('submit');
    await hears(exam, second.id, 'submitted');
    await second.sitting.reaches('verified', CALLBACK_MS);
  });

  it('shows its dashboard to staff', async () => {
    const { id } = examNamed('exam');
    const path = `/api/edx_proctoring/v1/instructor/${COURSE}/${id}`;
    const { status, location } = await stack.request(PEOPLE.dora, 'GET', path);
    expect(status).toBe(302);
    const page = await fetch(String(location));
    expect([page.status, (await page.text()).includes(COURSE)]).toEqual([200, true]);
  });
});
