import { afterAll, beforeAll, expect, it } from 'vitest';
import { addExam, COURSE, newLearner, startApi, startAttempt, type Answer, type Api } from './harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const LEARNERS = 6;
const ATTEMPT = '/v1/proctored_exam/attempt';
const CONTENT = 'block-v1:Demo+simultaneous';
const PAGE = `${ATTEMPT}/course_id/${encodeURIComponent(COURSE)}?content_id=${encodeURIComponent(CONTENT)}`;

it('learners who ask at the same time each get what is their own, by fewer statements than requests', async () => {
  const examId = await addExam(api, { content_id: CONTENT });
  const learners = Array.from({ length: LEARNERS }, newLearner);
  const ids = await Promise.all(learners.map((learner) => startAttempt(api, learner, examId)));
  const newcomer = newLearner();
  const ask = (as: ReturnType<typeof newLearner>, path: string) => api.call('GET', path, { as });
  const askAll = () =>
    Promise.all([
      Promise.all(learners.map((as, at) => ask(as, `${ATTEMPT}/${ids[at]}`))),
      Promise.all(learners.map((as) => ask(as, ATTEMPT))),
      Promise.all([...learners, newcomer].map((as) => ask(as, PAGE))),
      Promise.all([ask(newcomer, `${ATTEMPT}/${ids[0]}`), ask(newcomer, `${ATTEMPT}/999999999`)]),
    ]);
  await askAll();
  api.statements();
  const [polls, timers, pages, refused] = await askAll();
  const requests = [...polls, ...timers, ...pages, ...refused].length;
  expect(api.statements().length).toBeLessThan(requests);
  const bodies = (answers: readonly Answer[]) => answers.map(({ body }) => body);
  expect(bodies(polls)).toMatchObject(learners.map(({ username }, at) => ({ id: ids[at], user: { username } })));
  expect(bodies(timers)).toMatchObject(ids.map((id) => ({ attempt_id: id, in_timed_exam: true })));
  expect(bodies(pages)).toMatchObject([
    ...ids.map((id) => ({ exam: { id: examId, attempt: { attempt_id: id } }, active_attempt: { attempt_id: id } })),
    { exam: { id: examId, attempt: {}, total_time: '1 hour and 30 minutes' }, active_attempt: {} },
  ]);
  expect(refused.map(({ status }) => status)).toEqual([403, 400]);
});
