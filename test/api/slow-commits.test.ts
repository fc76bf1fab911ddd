// A Postgres that takes a change up seconds after it was sent: nobody's clock began meanwhile.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { whileUnwritable } from '../support/held-table.ts';
import { addExam, newLearner, startApi, type Api } from './harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Longer than an instant is fresh, and shorter than a worker waits for Postgres. */
const HELD_MS = 3_000;

const whileHeld = <Result>(work: () => Promise<Result>) => whileUnwritable(api.deps.config.databaseUrl, HELD_MS, work);

const idOf = (made: { body: unknown }) => (made.body as { exam_attempt_id: number }).exam_attempt_id;

async function readAttempt(learner: ReturnType<typeof newLearner>, id: number) {
  const { body } = await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
  const { status, started_at: startedAt } = body as { status: string; started_at: string };
  return { status, startedAt: Date.parse(startedAt) };
}

it('a start that waited in Postgres counts from when it was written', async () => {
  const [learner, exam_id] = [newLearner(), await addExam(api)];
  const id = idOf(await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body: { exam_id } }));
  const start = () => api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'start' } });
  const { writableAt } = await whileHeld(start);
  const { status, startedAt } = await readAttempt(learner, id);
  expect(status).toBe('started');
  expect(startedAt).toBeGreaterThan(writableAt - 100);
});

it('so does one that came with the creation', async () => {
  const [learner, exam_id] = [newLearner(), await addExam(api)];
  const create = () =>
    api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body: { exam_id, start_clock: 'true' } });
  const { result, writableAt } = await whileHeld(create);
  const { status, startedAt } = await readAttempt(learner, idOf(result));
  expect(status).toBe('started');
  expect(startedAt).toBeGreaterThan(writableAt - 100);
});
