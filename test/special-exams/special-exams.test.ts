import { createPublicKey } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signToken, type Person } from '../../dev/people.ts';
import { courseWith, EXAM_TOKEN_KEY, startExamsLab, type ExamsLab } from '../api/exams-dialect/lab.ts';
import { addExam, COURSE, KEY, newLearner, PEOPLE, type Api } from '../api/harness.ts';
import { openExamPage, type ExamPage, type Seen } from '../support/exam-page.ts';

const INSTALLATION_MS = 600_000;
/** The LMS has no part in a timed exam of an exams service. */
const NOWHERE = 'http://127.0.0.1:9';

let lab: ExamsLab;
let api: Api;
let lms: string;
const pages: ExamPage[] = [];
beforeAll(async () => {
  lab = await startExamsLab();
  ({ api } = lab);
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  lms = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
}, INSTALLATION_MS);
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
});
afterAll(() => api.close());

const hasQuestions = ({ text }: Seen) => text.includes('The questions');
const secondsOf = ({ attempt }: Seen) => attempt?.time_remaining_seconds ?? Number.NaN;

async function examFor(minutes: number) {
  const contentId = `block-v1:Demo+${crypto.randomUUID()}`;
  await addExam(api, { content_id: contentId, time_limit_mins: minutes });
  const learner = newLearner();
  const open = async () => {
    const token = await signToken(learner, KEY);
    const page = await openExamPage({ lms, exams: '', token, userId: learner.userId, courseId: COURSE, contentId });
    pages.push(page);
    return page;
  };
  return { learner, open };
}

async function begin(page: ExamPage): Promise<number> {
  await page.click('I am ready to start');
  const { attempt } = await page.waitFor('the questions', hasQuestions);
  return attempt?.attempt_id ?? 0;
}

async function act(id: number, name: 'pause' | 'unpause'): Promise<void> {
  const body = { reason: 'The alarm went off', category: 'fire-alarm' };
  const answer = await api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/acts/${name}`, {
    as: PEOPLE.carol,
    body,
  });
  expect(answer.status).toBe(200);
}

async function stateOf(id: number, as: Person) {
  const { body } = await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as });
  return body as { status: string; time_remaining_seconds: number };
}

describe('the page that learners have', () => {
  it('takes a timed exam to its end', { timeout: INSTALLATION_MS }, async () => {
    const { learner, open } = await examFor(60);
    const page = await open();
    const id = await begin(page);
    await page.click('End My Exam');
    await page.click('Yes, submit');
    await page.waitFor('the page after the hand-in', ({ text }) => text.includes('You have submitted your timed exam'));
    expect(await stateOf(id, learner)).toMatchObject({ status: 'submitted' });
  });

  it('stands still during a pause, and goes on after it', async () => {
    const { open } = await examFor(60);
    const page = await open();
    const id = await begin(page);
    await act(id, 'pause');
    await page.waitFor('two polls', counting(2));
    const held = secondsOf(await page.look());
    await page.waitFor('two more', counting(2));
    expect(secondsOf(await page.look())).toBe(held);
    await act(id, 'unpause');
    const after = await page.waitFor('a clock that goes on', (seen) => secondsOf(seen) < held);
    expect(held - secondsOf(after)).toBeLessThan(60);
    expect(hasQuestions(after)).toBe(true);
  });

  it('that slept through a pause hands nothing in, and has its seconds when it is loaded again', async () => {
    const { learner, open } = await examFor(1);
    const page = await open();
    const id = await begin(page);
    page.sleep();
    await act(id, 'pause');
    const { time_remaining_seconds: kept } = await stateOf(id, learner);
    await delay(kept * 1000 + 6_000);
    page.wake();
    await page.waitFor('its own hand-in', ({ answers }) => answers.some(({ method }) => method === 'put'));
    const { answers } = await page.look();
    const handIns = answers.filter(({ method }) => method === 'put').map(({ status }) => status);
    expect([...new Set(handIns)]).toEqual([409]);
    expect(await stateOf(id, learner)).toEqual(
      expect.objectContaining({ status: 'started', time_remaining_seconds: kept }),
    );
    const loaded = await (await open()).waitFor('the questions', hasQuestions);
    expect(secondsOf(loaded)).toBe(kept);
  });
});

describe('the page that learners have, where this service is the exams service of an Open edX', () => {
  it('takes a timed exam, on to the token for its content', { timeout: INSTALLATION_MS }, async () => {
    const { course: courseId, contentId } = await courseWith(lab, { time_limit_mins: 60 });
    const learner = newLearner();
    const options = { lms: NOWHERE, exams: lms, userId: learner.userId, courseId, contentId };
    const page = await openExamPage({ ...options, token: await signToken(learner, KEY) });
    pages.push(page);
    await page.click('I am ready to start');
    const { examAccessToken, attempt } = await page.waitFor('the questions', hasQuestions);
    expect(attempt).toMatchObject({ attempt_status: 'started' });
    const { payload } = await jwtVerify(examAccessToken?.exam_access_token ?? '', createPublicKey(EXAM_TOKEN_KEY));
    expect(payload).toMatchObject({ lms_user_id: learner.userId, course_id: courseId, content_id: contentId });
    await page.click('End My Exam');
    await page.click('Yes, submit');
    const end = await page.waitFor('the page after the hand-in', ({ text }) =>
      text.includes('You have submitted your timed exam'),
    );
    expect(end.answers.filter(({ url, status }) => !url.startsWith(`${lms}/api/v1/`) || status !== 200)).toEqual([]);
  });
});

/** True once the page has asked so many more times how its attempt is than when this was first asked. */
function counting(times: number): (seen: Seen) => boolean {
  let first: number | undefined;
  return ({ answers }) => {
    const polls = answers.filter(({ method, url }) => method === 'get' && /attempt\/\d+$/.test(url)).length;
    first ??= polls;
    return polls >= first + times;
  };
}
