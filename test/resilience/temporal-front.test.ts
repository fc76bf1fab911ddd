import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { registerSearchAttributes } from '../../activities/temporal-setup.ts';
import { readConfig } from '../../config.ts';
import { freePort } from '../../dev/ports.ts';
import { signToken } from '../../dev/people.ts';
import { answers, until } from '../../dev/until.ts';
import { followSecrets } from '../../follow-secrets.ts';
import { connectTemporal } from '../../temporal/connect.ts';
import { newCode, rowOf } from '../support/attempt-records.ts';
import { writeSecretFiles } from '../support/secret-files.ts';
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

it('a connection that is open goes on with the API key that its file has by now', async () => {
  const files = await writeSecretFiles({ TEMPORAL_API_KEY: front.apiKey });
  const { TEMPORAL_API_KEY: _, ...place } = secure();
  const variables = { ...place, ...files.settings, SECRETS_REREAD_SECONDS: '0' };
  const config = readConfig(variables);
  const secrets = followSecrets({ config, read: readConfig, variables, log: pino({ level: 'silent' }) });
  const link = await connectTemporal(config.temporal);
  const { namespace } = config.temporal;
  const ask = () => link.client.workflowService.describeNamespace({ namespace });
  try {
    await ask();
    front.changeApiKey('another key');
    await expect(ask()).rejects.toThrow(/invalid API key/);
    await files.exchange({ TEMPORAL_API_KEY: 'another key' });
    await secrets.reread();
    await expect(ask()).resolves.toMatchObject({ namespaceInfo: { name: namespace } });
  } finally {
    front.changeApiKey(front.apiKey);
    secrets.close();
    await link.close();
    await files.close();
  }
});

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

describe('a front that demands a client certificate', () => {
  let demanding: TemporalFront;
  beforeAll(async () => {
    demanding = await startTemporalFront(devServerAddress(), { knowsBy: 'certificate' });
  });
  afterAll(() => demanding.close());

  const shown = () => ({
    ...common(),
    TEMPORAL_ADDRESS: demanding.address,
    TEMPORAL_TLS_SERVER_CA_CERT_DATA: demanding.certificate,
    TEMPORAL_TLS_CLIENT_CERT_DATA: demanding.client.certificate,
    TEMPORAL_TLS_CLIENT_KEY_DATA: demanding.client.key,
  });

  /** Has an exam begun through a worker that was started meanwhile. */
  async function begin(): Promise<string | undefined> {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service));
    return (await rowOf(service, code))?.status;
  }

  it('serves API, worker, health check and commands that show one from the environment', async () => {
    const port = await freePort();
    await (await launched('worker', shown())).start();
    await (await launched('api', { ...shown(), API_PORT: String(port), JWT_SECRET_KEY: KEY })).start();
    await until(() => answers(`http://127.0.0.1:${port}/readyz`), 'readiness');
    expect(await begin()).toBe('started');
    expect(await run('activities/health-check.ts', [], shown())).toMatchObject({ exit: 0, stderr: '' });
    const code = newCode();
    const { attemptId } = await service.attempts.create(code, await creationRequest(service));
    const changed = await run(
      'manage/main.ts',
      ['set-attempt-status', '-a', String(attemptId), '-t', 'submitted'],
      shown(),
    );
    expect(changed).toEqual({ exit: 0, stdout: 'Done: 1 changed, 0 unchanged, 0 failed.\n', stderr: '' });
  }, 90_000);

  it('serves a worker that names its certificate in files of a profile', async () => {
    const at = (name: string) => join(folder, name);
    await writeFile(at('client.pem'), demanding.client.certificate);
    await writeFile(at('client.key'), demanding.client.key);
    await writeFile(at('ca.pem'), demanding.certificate);
    await writeFile(
      at('mtls.toml'),
      `[profile.own]\naddress = "${demanding.address}"\n[profile.own.tls]\nserver_ca_cert_path = "${at('ca.pem')}"\n` +
        `client_cert_path = "${at('client.pem')}"\nclient_key_path = "${at('client.key')}"\n`,
    );
    const env = { ...common(), TEMPORAL_CONFIG_FILE: at('mtls.toml'), TEMPORAL_PROFILE: 'own' };
    await (await launched('worker', env)).start();
    expect(await begin()).toBe('started');
  }, 60_000);

  it('is not served without one: health check and commands say so, and the API serves reads', async () => {
    const { TEMPORAL_TLS_CLIENT_CERT_DATA: _, TEMPORAL_TLS_CLIENT_KEY_DATA: __, ...without } = shown();
    const port = await freePort();
    await (await launched('api', { ...without, API_PORT: String(port), JWT_SECRET_KEY: KEY })).start();
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503);
    const checked = await run('activities/health-check.ts', [], without);
    expect(checked.exit).toBe(1);
    expect(checked.stderr).not.toBe('');
    const changed = await run('manage/main.ts', ['set-attempt-status', '-a', '1', '-t', 'submitted'], without);
    expect(changed.exit).not.toBe(0);
  }, 90_000);
});

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

/** Numbers of gRPC statuses. */
const FAILURES = { RESOURCE_EXHAUSTED: 8, UNAVAILABLE: 14, INTERNAL: 13, PERMISSION_DENIED: 7 } as const;

/** One of the answers to everything: reads go on, a change is refused for now and takes effect when it is repeated. */
async function outage(status: number): Promise<void> {
  const failing = await startTemporalFront(devServerAddress());
  try {
    const port = await freePort();
    const place = { TEMPORAL_ADDRESS: failing.address, TEMPORAL_API_KEY: failing.apiKey };
    const env = { ...secure(), ...place, TEMPORAL_TLS_SERVER_CA_CERT_DATA: failing.certificate };
    await (await launched('api', { ...env, API_PORT: String(port), JWT_SECRET_KEY: KEY })).start();
    const url = `http://127.0.0.1:${port}`;
    await until(() => answers(`${url}/readyz`), 'readiness');
    const username = `failing-${crypto.randomUUID()}`;
    const userId = await addPerson(service, username);
    const token = await signToken({ username, userId, name: 'L', email: `${username}@example.org` }, KEY);
    const request = await creationRequest(service, { userId, startClock: false });
    const { attemptId } = await service.attempts.create(newCode(), request);
    const attempt = `${url}/api/edx_proctoring/v1/proctored_exam/attempt/${attemptId}`;
    const headers = { authorization: `JWT ${token}`, 'content-type': 'application/json', 'idempotency-key': 'one' };
    const start = () => fetch(attempt, { method: 'PUT', headers, body: JSON.stringify({ action: 'start' }) });

    failing.failWith(status);
    const [refused, ready] = await Promise.all([start(), fetch(`${url}/readyz`)]);
    expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
      status: 503,
      retryAfter: '5',
    });
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ reads: true, changes: false });
    expect(await (await fetch(attempt, { headers })).json()).toMatchObject({ status: 'created' });

    failing.failWith(null);
    await until(() => answers(`${url}/readyz`), 'readiness again');
    expect((await start()).status).toBe(200);
    expect(await (await fetch(attempt, { headers })).json()).toMatchObject({ status: 'started' });
  } finally {
    await failing.close();
  }
}

it('a Temporal that answers errors to everything leaves reads, and refuses changes for now', async () => {
  await (await launched('worker', { ...common(), TEMPORAL_ADDRESS: devServerAddress() })).start();
  await Promise.all(Object.values(FAILURES).map(outage));
}, 120_000);

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
