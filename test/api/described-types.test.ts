// Answers that are no JSON, or have no body, are described as they come; schemathesis found those that were not.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  COURSE,
  newLearner,
  PEOPLE,
  startApi,
  WIRE,
  type Answer,
  type Api,
  type CallOptions,
  type Method,
} from './harness.ts';

interface Described {
  paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>>;
}

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** The documented types of an answer; undefined for an undocumented status, [] where no body is described. */
function typesOf(method: Method, path: string, { status }: Answer): string[] | undefined {
  const { paths } = api.app.swagger() as unknown as Described;
  const answer = paths[path]?.[method.toLowerCase()]?.responses[status];
  return answer && Object.keys(answer.content ?? {});
}

const LEARNER: CallOptions = { as: newLearner() };

it.each([
  ['GET', `${WIRE}/proctoring_launch_callback/start_exam/{attempt_code}`, 'nobody', {}, 404, 'text/html'],
  ['GET', '/lti/lti_consumer/v1/launch/', '', {}, 400, 'text/html'],
  ['GET', '/api/proctoring/v1/browser-worker/{backend}.js', 'nobody', {}, 404, 'application/json'],
  ['GET', '/api/proctoring/v1/courses/{course}/exams/{exam_id}/board/events', '999', LEARNER, 403, 'application/json'],
  ['POST', `${WIRE}/v1/retire_user/{user_id}/`, '999', LEARNER, 403, undefined],
  ['POST', `${WIRE}/v1/retire_backend_user/{user_id}/`, '999', LEARNER, 403, undefined],
  ['GET', '/api/v1/student/course_id/{course}/onboarding', '', LEARNER, 404, undefined],
  ['DELETE', '/api/v1/exams/course_id/{course}/allowances/{allowance_id}', 'no-id', { as: PEOPLE.dora }, 405, 'application/json'],
] as const)('%s %s says how it answers %s', async (method, path, value, options, status, type) => {
  const url = path.replace('{course}', COURSE).replace(/\{\w+\}/, value);
  const answer = await api.callRoot(method, url, options);
  const [sent] = (answer.headers['content-type'] ?? '').split(';');
  expect([answer.status, sent || undefined]).toEqual([status, type]);
  const described = typesOf(method, path, answer);
  expect(described).toEqual(type === undefined ? [] : expect.arrayContaining([type]));
}); // prettier-ignore

it('a sequence with a usage key is not found by its content, in whatever course it is asked for', async () => {
  for (const course of [COURSE, 'a', '%C2%84']) {
    const path = `/v1/proctored_exam/exam/course_id/${course}/content_id/block-v1:Demo+a`;
    expect(await api.call('GET', path, LEARNER)).toMatchObject({ status: 404 });
  }
});
