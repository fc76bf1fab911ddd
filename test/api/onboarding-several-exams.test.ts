// Which attempts speak for a learner when a course has, or had, several onboarding exams (rest-api §8).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { examItem, newLearner, PEOPLE, type Api } from './harness.ts';
import { startOnboardingLab } from './onboarding-lab.ts';

type Learner = ReturnType<typeof newLearner>;

let vendor: ScriptedVendor;
let api: Api;
let course: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ vendor, api, close } = await startOnboardingLab());
});
afterAll(() => close());
beforeEach(() => {
  course = `course-v1:Onboarding+${crypto.randomUUID()}+1`;
});

/** Makes the onboarding exams of the course exactly these; answers their ids. */
async function register(contentIds: readonly string[], of = course): Promise<number[]> {
  const fields = { is_proctored: true, is_practice_exam: true, backend: 'lab' };
  const body = contentIds.map((content_id) => examItem({ content_id, ...fields }));
  const path = `/v1/proctored_exam/exam_registration/course_id/${of}`;
  const answer = await api.call('PATCH', path, { as: PEOPLE.lms, body });
  return (answer.body as { exam_id: number }[]).map(({ exam_id }) => exam_id);
}

/** Starts an attempt; answers the vendor's id of it. */
async function start(learner: Learner, examId: number | undefined): Promise<string> {
  const id = crypto.randomUUID();
  vendor.otherwise({ body: { id } });
  const body = { exam_id: examId, attempt_proctored: 'true', start_clock: 'true' };
  expect(await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body })).toMatchObject({ status: 200 });
  return id;
}

async function approve(externalId: string): Promise<void> {
  const body = { status: 'passed', comments: [] };
  const path = `/v1/proctored_exam/attempt/${externalId}/reviewed`;
  expect(await api.call('POST', path, { as: PEOPLE.dora, body })).toMatchObject({ status: 200 });
}

/** Starts an attempt, hands it in, and has it passed. */
async function pass(learner: Learner, examId: number | undefined): Promise<void> {
  const externalId = await start(learner, examId);
  const { body } = await api.call('GET', '/v1/proctored_exam/active_attempt', { as: learner });
  const { attempt_id: id } = body as { attempt_id: number };
  await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'submit' } });
  await approve(externalId);
}

async function rowOf(learner: Learner) {
  const { body } = await api.call('GET', `/v1/user_onboarding/status/course_id/${course}`, { as: PEOPLE.dora });
  const { results } = body as { results: { username: string; status: string; modified: string | null }[] };
  return results.find(({ username }) => username === learner.username);
}

async function statusOf(learner: Learner) {
  const path = `/v1/user_onboarding/status?course_id=${encodeURIComponent(course)}`;
  return (await api.call('GET', path, { as: learner })).body;
}

describe('with several onboarding exams in a course', () => {
  it('an attempt on an older one counts in the list as it does for the learner', async () => {
    const [older] = await register(['older', 'newest']);
    const learner = newLearner();
    await start(learner, older);
    expect(await statusOf(learner)).toMatchObject({ onboarding_status: 'started' });
    expect(await rowOf(learner)).toMatchObject({ status: 'onboarding_started', modified: expect.any(String) });
  });

  it('a pass on an older one is a pass in this course, whatever was begun later', async () => {
    const [older, newest] = await register(['older', 'newest']);
    const learner = newLearner();
    await pass(learner, older);
    await start(learner, newest);
    expect(await rowOf(learner)).toMatchObject({ status: 'verified' });
  });
});

describe('a pass on an exam that its course has dropped', () => {
  it('is an approval still, in the list and for the learner', async () => {
    const [dropped] = await register(['dropped', 'kept']);
    const learner = newLearner();
    await pass(learner, dropped);
    const [kept] = await register(['kept']);
    await start(learner, kept);
    expect(await statusOf(learner)).toMatchObject({ onboarding_status: 'other_course_approved' });
    expect(await rowOf(learner)).toMatchObject({ status: 'other_course_approved' });
  });
});

it('an approval in another course has the date of the approved attempt in the list', async () => {
  const [elsewhere] = await register(['elsewhere'], `${course}-elsewhere`);
  const [here] = await register(['here']);
  const learner = newLearner();
  await pass(learner, elsewhere);
  const { expiration_date: expires } = (await statusOf(learner)) as { expiration_date: string };
  await start(learner, here);
  const approved = new Date(Date.parse(expires) - 365 * 24 * 3600 * 1000);
  const row = await rowOf(learner);
  expect(row).toMatchObject({ status: 'other_course_approved' });
  expect(Date.parse(row?.modified ?? '')).toBe(approved.getTime());
});
