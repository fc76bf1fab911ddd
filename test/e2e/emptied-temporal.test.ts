import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, terminate } from '../../dev/child-process.ts';
import { signToken, type Person } from '../../dev/people.ts';
import { freePort } from '../../dev/ports.ts';
import { temporalExecutable } from '../../dev/temporal-executable.ts';
import { devServerPlace, temporalAnswers, temporalServer } from '../../dev/temporal-server.ts';
import { answers, until } from '../../dev/until.ts';
import { rowOf } from '../support/attempt-records.ts';
import { addExam, addPerson, startServiceOnDevServer, type Service } from '../support/service.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';

const KEY = 'a-key-for-tests-that-is-long-enough';
const MINUTE = 60_000;

let service: Service;
let folder: string;
let executable: string;
let port: number;
let temporal: ChildProcess;
let worker: ServiceProcess;
let api: ServiceProcess;
let url: string;

async function startTemporal(databaseFile: string): Promise<void> {
  const { command, args } = temporalServer({ executable, port, databaseFile: join(folder, databaseFile) });
  temporal = launch({ name: 'Temporal', command, args }, join(folder, 'temporal.log'));
  const started = temporal;
  process.once('exit', () => started.kill('SIGKILL'));
  await until(() => temporalAnswers(devServerPlace(`127.0.0.1:${port}`)), 'Temporal');
}

beforeAll(async () => {
  service = await startServiceOnDevServer();
  folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-emptied-'));
  executable = await temporalExecutable(() => {});
  port = await freePort();
  await startTemporal('first.db');
  const apiPort = await freePort();
  url = `http://127.0.0.1:${apiPort}`;
  const env = {
    DATABASE_URL: service.config.databaseUrl,
    TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
    TEMPORAL_TASK_QUEUE: service.config.temporal.taskQueue,
    LOG_LEVEL: 'info',
  };
  worker = await serviceProcess('worker', env);
  api = await serviceProcess('api', { ...env, API_PORT: String(apiPort), JWT_SECRET_KEY: KEY });
  await Promise.all([worker.start(), api.start()]);
});
afterAll(async () => {
  await api.close();
  await worker.close();
  await terminate(temporal);
  await service.close();
  await rm(folder, { recursive: true });
});

async function learner(): Promise<Person> {
  const username = `emptied-${crypto.randomUUID()}`;
  const userId = await addPerson(service, username);
  return { username, userId, name: 'Learner', email: `${username}@example.org` };
}

async function call(person: Person, method: string, path: string, body: unknown) {
  const headers = { authorization: `JWT ${await signToken(person, KEY)}`, 'content-type': 'application/json' };
  const init = { method, headers, body: JSON.stringify(body) };
  return await fetch(`${url}/api/edx_proctoring/v1/proctored_exam/attempt${path}`, init);
}

async function begin(person: Person, examId: number) {
  const created = await call(person, 'POST', '', { exam_id: examId, start_clock: true });
  expect(created.status).toBe(200);
  const { exam_attempt_id: id } = (await created.json()) as { exam_attempt_id: number };
  const { attempt_code: code } = (await (
    await fetch(`${url}/api/edx_proctoring/v1/proctored_exam/attempt/${id}`, {
      headers: { authorization: `JWT ${await signToken(person, KEY)}` },
    })
  ).json()) as { attempt_code: string };
  return { id, code };
}

it('a Temporal that lost everything is made ready again by the workers that run, and exams end when they should', async () => {
  const [short, long] = [await addExam(service, { minutes: 1 }), await addExam(service, { minutes: 60 })];
  const [ann, ben] = [await learner(), await learner()];
  const [ending, going] = [await begin(ann, short), await begin(ben, long)];
  const startedAt = (await rowOf(service, ending.code))?.startedAt ?? Number.NaN;

  await terminate(temporal, 'SIGKILL');
  await startTemporal('second.db');
  await until(async () => (await worker.log()).includes('the heartbeat watch was gone'), 'the worker notices');
  await until(() => answers(`${url}/readyz`), 'readiness');
  const submitted = await call(ben, 'PUT', `/${going.id}`, { action: 'submit' });
  expect(submitted.status).toBe(200);
  expect((await rowOf(service, going.code))?.status).toBe('submitted');

  await until(async () => (await rowOf(service, ending.code))?.status === 'submitted', 'the end', {
    timeoutMs: 90_000,
  });
  expect(Date.now()).toBeLessThan(startedAt + MINUTE + 10_000);
  expect((await rowOf(service, ending.code))?.completedAt).toBe(startedAt + MINUTE);
  const next = await begin(await learner(), long);
  expect((await rowOf(service, next.code))?.status).toBe('started');
}, 180_000);
