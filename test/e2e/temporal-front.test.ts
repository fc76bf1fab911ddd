import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { registerSearchAttributes } from '../../activities/temporal-setup.ts';
import { freePort } from '../../dev/ports.ts';
import { signToken } from '../../dev/people.ts';
import { answers, until } from '../../dev/until.ts';
import { newCode, rowOf } from '../support/attempt-records.ts';
import { addExam, addPerson, creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';
import { devServerAddress, ownNamespace } from '../support/stack.ts';
import { startTemporalFront, type TemporalFront } from '../support/temporal-front.ts';

const KEY = 'a-key-for-tests-that-is-long-enough';
const ROOT = join(import.meta.dirname, '../..');

let service: Service;
let front: TemporalFront;
let folder: string;
const running: ServiceProcess[] = [];

beforeAll(async () => {
  service = await startServiceOnDevServer();
  await registerSearchAttributes(service.client);
  front = await startTemporalFront(devServerAddress());
  folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-front-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.close()));
});
afterAll(async () => {
  await front.close();
  await service.close();
  await rm(folder, { recursive: true });
});

const common = () => ({
  DATABASE_URL: service.config.databaseUrl,
  TEMPORAL_TASK_QUEUE: service.config.temporal.taskQueue,
  LOG_LEVEL: 'info',
});
const secure = () => ({
  ...common(),
  TEMPORAL_ADDRESS: front.address,
  TEMPORAL_API_KEY: front.apiKey,
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: front.certificate,
});

async function launched(name: 'worker' | 'api', env: Record<string, string>): Promise<ServiceProcess> {
  const process = await serviceProcess(name, env);
  running.push(process);
  return process;
}

async function run(file: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], { env: { ...process.env, ...env } });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exit: child.exitCode, stdout, stderr };
}

it("API, worker, health check and commands work through TLS and an API key, without an operator's rights", async () => {
  const port = await freePort();
  await (await launched('worker', secure())).start();
  await (await launched('api', { ...secure(), API_PORT: String(port), JWT_SECRET_KEY: KEY })).start();
  expect(front.denied.length).toBeGreaterThan(0);
  const url = `http://127.0.0.1:${port}`;
  await until(() => answers(`${url}/readyz`), 'readiness');

  const username = `front-${crypto.randomUUID()}`;
  const userId = await addPerson(service, username);
  const examId = await addExam(service);
  const token = await signToken({ username, userId, name: 'L', email: `${username}@example.org` }, KEY);
  const created = await fetch(`${url}/api/edx_proctoring/v1/proctored_exam/attempt`, {
    method: 'POST',
    headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ exam_id: examId, start_clock: true }),
  });
  expect(created.status).toBe(200);
  const { exam_attempt_id: id } = (await created.json()) as { exam_attempt_id: number };

  expect(await run('activities/health-check.ts', [], secure())).toMatchObject({ exit: 0, stderr: '' });
  const changed = await run('manage/main.ts', ['set-attempt-status', '-a', String(id), '-t', 'submitted'], secure());
  expect(changed).toEqual({ exit: 0, stdout: 'Done: 1 changed, 0 unchanged, 0 failed.\n', stderr: '' });
}, 90_000);

it('a profile file does as well as the environment', async () => {
  const file = join(folder, 'temporal.toml');
  await writeFile(
    file,
    `[profile.rented]\naddress = "${front.address}"\napi_key = "${front.apiKey}"\n` +
      `[profile.rented.tls]\nserver_ca_cert_data = """${front.certificate}"""\n`,
  );
  const worker = await launched('worker', { ...common(), TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'rented' });
  await worker.start();
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service));
  expect((await rowOf(service, code))?.status).toBe('started');
}, 60_000);

it('a worker that may not make search attributes names the command, waits, and goes on when they exist', async () => {
  const namespace = await ownNamespace();
  const worker = await launched('worker', { ...secure(), TEMPORAL_NAMESPACE: namespace.name });
  const started = worker.start();
  const command =
    `temporal operator search-attribute create --namespace ${namespace.name} ` +
    '--name ProctoringCourse --type Keyword --name ProctoringExamId --type Int';
  await until(async () => (await worker.log()).includes(command), 'the command');
  expect(await worker.log()).toContain(`tcld namespace search-attributes add --namespace ${namespace.name} --sa`);
  await namespace.registerSearchAttributes();
  await started;
}, 90_000);

it('a worker whose namespace does not exist says how to make it, and begins when it is there', async () => {
  const name = `later-${crypto.randomUUID()}`;
  const worker = await launched('worker', {
    ...common(),
    TEMPORAL_ADDRESS: devServerAddress(),
    TEMPORAL_NAMESPACE: name,
  });
  const started = worker.start();
  await until(
    async () => (await worker.log()).includes(`temporal operator namespace create --namespace ${name}`),
    'the command',
  );
  await ownNamespace(name);
  await started;
}, 90_000);

it('a worker with a wrong key says so and tries again, and the API serves reads', async () => {
  const port = await freePort();
  const wrong = { ...secure(), TEMPORAL_API_KEY: 'wrong' };
  const worker = await launched('worker', wrong);
  const begun = worker.start().catch((error: unknown) => error);
  await (await launched('api', { ...wrong, API_PORT: String(port), JWT_SECRET_KEY: KEY })).start();
  await until(async () => (await worker.log()).includes('does not know our key'), 'the reason');
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
  await worker.close();
  expect(await begun).toBeInstanceOf(Error);
}, 60_000);

it('an API whose namespace does not exist serves reads, says so, and refuses changes for now', async () => {
  const port = await freePort();
  const api = await launched('api', {
    ...common(),
    TEMPORAL_ADDRESS: devServerAddress(),
    TEMPORAL_NAMESPACE: `missing-${crypto.randomUUID()}`,
    API_PORT: String(port),
    JWT_SECRET_KEY: KEY,
  });
  await api.start();
  const url = `http://127.0.0.1:${port}`;
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ reads: true, changes: false });

  const username = `missing-${crypto.randomUUID()}`;
  const userId = await addPerson(service, username);
  const token = await signToken({ username, userId, name: 'L', email: `${username}@example.org` }, KEY);
  const attempts = `${url}/api/edx_proctoring/v1/proctored_exam/attempt`;
  const headers = { authorization: `JWT ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ exam_id: await addExam(service), start_clock: true });
  const refused = await fetch(attempts, { method: 'POST', headers, body });
  expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
    status: 503,
    retryAfter: '5',
  });
  expect((await fetch(attempts, { headers })).status).toBe(200);
}, 60_000);
