import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from 'slonik';
import { z } from 'zod';
import { signToken } from '../../dev/people.ts';
import { freePort } from '../../dev/ports.ts';
import { answers, until } from '../../dev/until.ts';
import { newCode } from '../support/attempt-records.ts';
import { addExam, addPerson, creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';
import { devServerAddress } from '../support/stack.ts';
import { startTemporalFront, type TemporalFront } from '../support/temporal-front.ts';

const KEY = 'a-key-for-tests-that-is-long-enough';

let service: Service;
let front: TemporalFront;
let api: ServiceProcess;
let stopWorker: () => Promise<void>;
let url: string;

beforeAll(async () => {
  service = await startServiceOnDevServer();
  stopWorker = await service.startWorker();
  front = await startTemporalFront(devServerAddress());
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  api = await serviceProcess('api', {
    DATABASE_URL: service.config.databaseUrl,
    TEMPORAL_TASK_QUEUE: service.config.temporal.taskQueue,
    TEMPORAL_ADDRESS: front.address,
    TEMPORAL_API_KEY: front.apiKey,
    TEMPORAL_TLS_SERVER_CA_CERT_DATA: front.certificate,
    API_PORT: String(port),
    JWT_SECRET_KEY: KEY,
    LOG_LEVEL: 'info',
  });
  await api.start();
  await until(() => answers(`${url}/readyz`), 'readiness');
});
afterAll(async () => {
  await api.close();
  await front.close();
  await stopWorker();
  await service.close();
});

interface Sitting {
  id: number;
  headers: Record<string, string>;
}

/** Attempts of learners of their own on one exam, with the clock running or not. */
async function sittings(count: number, startClock: boolean): Promise<Sitting[]> {
  const examId = await addExam(service);
  const sitting = async () => {
    const username = `overload-${crypto.randomUUID()}`;
    const userId = await addPerson(service, username);
    const request = await creationRequest(service, { examId, userId, startClock });
    const { attemptId } = await service.attempts.create(newCode(), request);
    const token = await signToken({ username, userId, name: 'L', email: `${username}@example.org` }, KEY);
    return { id: attemptId, headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' } };
  };
  const made: Sitting[] = [];
  for (let index = 0; index < count; index += 1) made.push(await sitting());
  return made;
}

const addressOf = ({ id }: Sitting) => `${url}/api/edx_proctoring/v1/proctored_exam/attempt/${id}`;
const poll = async (sitting: Sitting) => (await fetch(addressOf(sitting), { headers: sitting.headers })).status;

async function change(sitting: Sitting, action: string) {
  const { headers } = sitting;
  const answer = await fetch(addressOf(sitting), { method: 'PUT', headers, body: JSON.stringify({ action }) });
  return { status: answer.status, code: answer.headers.get('x-error-code'), after: answer.headers.get('retry-after') };
}

const countStarted = (ids: readonly number[]) =>
  service.pool.oneFirst(sql.type(z.object({ count: z.int() }))`
    select count(*)::int from attempt where status = 'started' and id = any(${sql.array([...ids], 'int8')})`);

it('what could not be answered in time is refused early, counts for nothing, and leaves polls and submissions alone', async () => {
  const [warm, waiting, running] = [await sittings(10, false), await sittings(90, false), await sittings(5, true)];
  front.slowDown(150);
  await Promise.all(warm.map((sitting) => change(sitting, 'start')));
  const before = front.changes();
  const starts = waiting.map((sitting) => change(sitting, 'start'));
  await until(async () => front.changes() > before + 10, 'the first starts');
  const submits = running.map((sitting) => change(sitting, 'submit'));
  expect(await Promise.all(warm.map(poll))).toEqual(warm.map(() => 200));
  const answered = await Promise.all(starts);
  const refused = answered.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(20);
  expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['503 changes_queued']));
  for (const { after } of refused) expect(Number(after)).toBeGreaterThanOrEqual(1);
  expect((await Promise.all(submits)).map(({ status }) => status)).toEqual(running.map(() => 200));
  expect(front.changes() - before).toBe(answered.length - refused.length + running.length);
  expect(await countStarted(waiting.map(({ id }) => id))).toBe(answered.length - refused.length);
  front.slowDown(0);
  const [again] = waiting.filter((_, index) => answered[index]?.status !== 200);
  if (!again) throw new Error('There is one.');
  expect(await change(again, 'start')).toMatchObject({ status: 200 });
}, 120_000);

it('a change that Temporal is too busy for is tried again while its caller waits', async () => {
  const [sitting] = await sittings(1, false);
  if (!sitting) throw new Error('There is one.');
  front.failWith(8, { only: 'changes', times: 2 });
  expect(await change(sitting, 'start')).toMatchObject({ status: 200 });
}, 60_000);

it('a Temporal that reads but makes no change any more is not ready, until it makes changes again', async () => {
  const three = await sittings(3, true);
  front.failWith(13, { only: 'changes' });
  const refused = await Promise.all(three.map((sitting) => change(sitting, 'stop')));
  expect(refused.map(({ status }) => status)).toEqual([503, 503, 503]);
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ reads: true, changes: false });
  front.failWith(null);
  await until(() => answers(`${url}/readyz`), 'readiness');
  expect(await Promise.all(three.map((sitting) => change(sitting, 'stop')))).toMatchObject([
    { status: 200 },
    { status: 200 },
    { status: 200 },
  ]);
}, 120_000);
