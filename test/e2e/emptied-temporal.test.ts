import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBound, terminate } from '../../dev/child-process.ts';
import { freePort } from '../../dev/ports.ts';
import { temporalExecutable } from '../../dev/temporal-executable.ts';
import { devServerPlace, temporalAnswers, temporalServer } from '../../dev/temporal-server.ts';
import { answers, until } from '../../dev/until.ts';
import { rowOf } from '../support/attempt-records.ts';
import { addSignedIn, openProcessStand, type ProcessStand } from '../support/process-stand.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { addExam } from '../support/service.ts';

const MINUTE = 60_000;

let stand: ProcessStand;
let folder: string;
let executable: string;
let port: number;
let temporal: ChildProcess;
let worker: ServiceProcess;
let url: string;

async function startTemporal(databaseFile: string): Promise<void> {
  const { command, args } = temporalServer({ executable, port, databaseFile: join(folder, databaseFile) });
  temporal = launchBound({ name: 'Temporal', command, args }, join(folder, 'temporal.log'));
  await until(() => temporalAnswers(devServerPlace(`127.0.0.1:${port}`)), 'Temporal');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-emptied-'));
  executable = await temporalExecutable(() => {});
  port = await freePort();
  await startTemporal('first.db');
  stand = await openProcessStand({ TEMPORAL_ADDRESS: `127.0.0.1:${port}` });
  worker = await stand.worker();
  const { api, ...at } = await stand.api();
  ({ url } = at);
  await Promise.all([worker.start(), api.start()]);
});
afterAll(async () => {
  await stand.close();
  await terminate(temporal);
  await rm(folder, { recursive: true });
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

it('a Temporal that lost everything is made ready again by the workers that run, and exams end when they should', async () => {
  const [short, long] = [await addExam(stand.service, { minutes: 1 }), await addExam(stand.service, { minutes: 60 })];
  const [ann, ben] = [await learner(), await learner()];
  const [ending, going] = [await begin(ann, short), await begin(ben, long)];
  const startedAt = (await rowOf(stand.service, ending.code))?.startedAt ?? Number.NaN;

  await terminate(temporal, 'SIGKILL');
  await startTemporal('second.db');
  await until(async () => (await worker.log()).includes('the heartbeat watch was gone'), 'the worker notices');
  await until(() => answers(`${url}/readyz`), 'readiness');
  const submitted = await call(ben, 'PUT', `/${going.id}`, { action: 'submit' });
  expect(submitted.status).toBe(200);
  expect((await rowOf(stand.service, going.code))?.status).toBe('submitted');

  await until(async () => (await rowOf(stand.service, ending.code))?.status === 'submitted', 'the end', {
    timeoutMs: 90_000,
  });
  expect(Date.now()).toBeLessThan(startedAt + MINUTE + 10_000);
  expect((await rowOf(stand.service, ending.code))?.completedAt).toBe(startedAt + MINUTE);
  const next = await begin(await learner(), long);
  expect((await rowOf(stand.service, next.code))?.status).toBe('started');
}, 180_000);
