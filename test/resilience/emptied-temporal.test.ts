import { afterAll, beforeAll, expect, it } from 'vitest';
import { answers, until } from '../../dev/until.ts';
import { rowOf } from '../support/attempt-records.ts';
import { startOwnTemporal, type OwnTemporal } from '../support/own-temporal.ts';
import { addSignedIn, openProcessStand, type ProcessStand } from '../support/process-stand.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { addExam } from '../support/service.ts';

const MINUTE = 60_000;

let temporal: OwnTemporal;
let stand: ProcessStand;
let worker: ServiceProcess;
let url: string;

beforeAll(async () => {
  temporal = await startOwnTemporal();
  stand = await openProcessStand({ TEMPORAL_ADDRESS: temporal.address });
  worker = await stand.worker();
  const { api, ...at } = await stand.api();
  ({ url } = at);
  await Promise.all([worker.start(), api.start()]);
});
afterAll(async () => {
  await stand.close();
  await temporal.close();
});

const learner = async () => (await addSignedIn(stand.service)).token;

async function call(token: string, method: string, path: string, body: unknown) {
  const headers = { authorization: `JWT ${token}`, 'content-type': 'application/json' };
  const init = { method, headers, body: JSON.stringify(body) };
  return await fetch(`${url}/api/edx_proctoring/v1/proctored_exam/attempt${path}`, init);
}

async function begin(token: string, examId: number) {
  const created = await call(token, 'POST', '', { exam_id: examId, start_clock: true });
  expect(created.status).toBe(200);
  const { exam_attempt_id: id } = (await created.json()) as { exam_attempt_id: number };
  const { attempt_code: code } = (await (
    await fetch(`${url}/api/edx_proctoring/v1/proctored_exam/attempt/${id}`, {
      headers: { authorization: `JWT ${token}` },
    })
  ).json()) as { attempt_code: string };
  return { id, code };
}

/** Whether a change was made; one that cannot be made yet is to be sent again. */
async function isAccepted(change: Promise<Response>): Promise<boolean> {
  const { status, headers } = await change;
  if (status !== 200) expect([status, headers.get('retry-after')]).toEqual([503, expect.any(String)]);
  return status === 200;
}

it('a Temporal that lost everything is made ready again by the workers that run, and exams end when they should', async () => {
  const [short, long] = [await addExam(stand.service, { minutes: 1 }), await addExam(stand.service, { minutes: 60 })];
  const [ann, ben] = [await learner(), await learner()];
  const [ending, going] = [await begin(ann, short), await begin(ben, long)];
  const startedAt = (await rowOf(stand.service, ending.code))?.startedAt ?? Number.NaN;

  await temporal.empty();
  await until(async () => (await worker.log()).includes('the heartbeat watch was missing'), 'the worker notices');
  await until(() => answers(`${url}/readyz`), 'readiness');
  await until(() => isAccepted(call(ben, 'PUT', `/${going.id}`, { action: 'submit' })), 'the submission');
  expect((await rowOf(stand.service, going.code))?.status).toBe('submitted');

  await until(async () => (await rowOf(stand.service, ending.code))?.status === 'submitted', 'the end', {
    timeoutMs: 90_000,
  });
  expect((await rowOf(stand.service, ending.code))?.completedAt).toBe(startedAt + MINUTE);
  const next = await begin(await learner(), long);
  expect((await rowOf(stand.service, next.code))?.status).toBe('started');
}, 180_000);
