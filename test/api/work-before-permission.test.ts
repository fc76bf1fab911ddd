// What somebody who may not do it can make the service do.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addExam, COURSE, examItem, newLearner, PEOPLE, startApi, type Api } from './harness.ts';

const BULK = '/v1/proctored_exam/bulk_allowance';

const learner = newLearner();
/** What the LMS, which knows nobody, was asked about the learner. */
let asked: string[] = [];
const lms = createServer(({ url = '' }, response) => {
  if (url.includes(learner.username)) asked.push(url);
  response.writeHead(404).end();
});

let api: Api;
beforeAll(async () => {
  lms.listen(0, '127.0.0.1');
  await once(lms, 'listening');
  const { port } = lms.address() as AddressInfo;
  api = await startApi({
    env: { LMS_URL: `http://127.0.0.1:${port}`, LMS_TOKEN: 'token', LMS_WEBHOOK_SECRET: 'whsec_c2VjcmV0' },
  });
});
afterAll(async () => {
  await api.close();
  lms.close();
});
beforeEach(async () => {
  await api.call('GET', '/v1/proctored_exam/attempt', { as: learner });
  api.statements();
  asked = [];
});

const numbers = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);
const wish = { allowance_type: 'additional_time_granted', value: '5', user_ids: learner.username };

describe('a bulk allowance from a learner', () => {
  it.each([1, 1_000, 100_000])('costs one statement before it is refused, whatever is sent: %d ids', async (count) => {
    const body = { ...wish, exam_ids: numbers(count, 10_000_000).join(',') };
    expect(await api.call('PUT', BULK, { as: learner, body })).toMatchObject({ status: 403 });
    expect(api.statements()).toHaveLength(1);
  });
});

describe('lists', () => {
  it('of a bulk allowance have a maximum, and so have their pairs', async () => {
    const examId = await addExam(api);
    const exams = (count: number) => [examId, ...numbers(count - 1, 10_000_000)].join(',');
    const people = (count: number) =>
      numbers(count)
        .map((number) => `nobody-${number}`)
        .join(',');
    const bulk = (exam_ids: string, user_ids: string) =>
      api.call('PUT', BULK, { as: PEOPLE.dora, body: { ...wish, exam_ids, user_ids } });
    expect(await bulk(exams(1_001), learner.username)).toMatchObject({ status: 400 });
    expect(await bulk(String(examId), people(1_001))).toMatchObject({ status: 400 });
    expect(await bulk(exams(101), people(100))).toMatchObject({ status: 400 });
    api.statements();
    expect(await bulk(exams(1_000), learner.username)).toMatchObject({ status: 207 });
    expect(api.statements().length).toBeLessThan(20);
  });

  it('of exams to register have a maximum', async () => {
    const path = `/v1/proctored_exam/exam_registration/course_id/${COURSE}-many`;
    const body = numbers(1_001).map(() => examItem({ exam_name: 'E' }));
    const answer = await api.call('PATCH', path, { as: PEOPLE.lms, body });
    expect(answer).toMatchObject({ status: 422, body: { non_field_errors: ['Send at most 1000 exams.'] } });
  });
});

describe('a course that we hold no exam of', () => {
  it('is no reason to ask the LMS', async () => {
    const course = `course-v1:Made+Up+${'1'.repeat(200)}`;
    const answers = [
      await api.call('GET', `/v1/proctored_exam/${course}/allowance`, { as: learner }),
      await api.call('GET', `/v1/proctored_exam/attempt/grouped/course_id/${course}`, { as: learner }),
      await api.call('GET', `/v1/user_onboarding/status/course_id/${course}`, { as: learner }),
      await api.call('GET', `/v1/user_onboarding/status?course_id=${encodeURIComponent(course)}`, { as: learner }),
      await api.call('GET', `/v1/user_onboarding/status?course_id=${'x'.repeat(9_000)}&username=a`, { as: learner }),
      await api.call('GET', `/v1/instructor/${course}`, { as: learner }),
      await api.call('PUT', BULK, { as: learner, body: { ...wish, exam_ids: '', course_id: 'x'.repeat(500_000) } }),
      await api.call('GET', '/v1/proctored_exam/active_exams_for_user', {
        as: learner,
        body: { user_id: 1, course_id: 'x'.repeat(500_000) },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 404, 403, 403, 403, 403]);
    expect(asked).toEqual([]);
  });

  it('is one, when there is one', async () => {
    await addExam(api);
    expect(await api.call('GET', `/v1/proctored_exam/${COURSE}/allowance`, { as: learner })).toMatchObject({
      status: 403,
    });
    expect(asked).toHaveLength(1);
  });
});
