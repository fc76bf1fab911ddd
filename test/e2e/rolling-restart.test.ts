import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { signToken } from '../../dev/people.ts';
import { answers, until } from '../../dev/until.ts';
import { startBalancer, type Balancer } from '../support/balancer.ts';
import { addPerson, startServiceOnDevServer, type Service } from '../support/service.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';
import { devServerAddress } from '../support/stack.ts';

const KEY = 'a-key-for-tests-that-is-long-enough';
const CALLERS = 8;

let service: Service;
let balancer: Balancer;
let token: string;
const processes: { api: ServiceProcess; origin: string }[] = [];

beforeAll(async () => {
  service = await startServiceOnDevServer();
  const username = `rolling-${crypto.randomUUID()}`;
  const userId = await addPerson(service, username);
  token = await signToken({ username, userId, name: 'L', email: `${username}@example.org` }, KEY);
  for (let n = 0; n < 2; n++) {
    const port = await freePort();
    const api = await serviceProcess('api', {
      DATABASE_URL: service.config.databaseUrl,
      TEMPORAL_ADDRESS: devServerAddress(),
      TEMPORAL_TASK_QUEUE: service.config.temporal.taskQueue,
      JWT_SECRET_KEY: KEY,
      API_PORT: String(port),
      DRAIN_SECONDS: '2',
      REQUESTS_PER_MINUTE: '0',
      LOG_LEVEL: 'info',
    });
    processes.push({ api, origin: `http://127.0.0.1:${port}` });
    await api.start();
  }
  balancer = await startBalancer(processes.map(({ origin }) => origin));
  await until(async () => balancer.ready() === 2, 'both processes are ready');
}, 90_000);
afterAll(async () => {
  await balancer.close();
  await Promise.all(processes.map(({ api }) => api.close()));
  await service.close();
});

/** Learners' pages that ask again and again until `hasEnded`; how often each answer came. */
async function ask(hasEnded: AbortSignal): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const caller = async () => {
    while (!hasEnded.aborted) {
      const answer = await fetch(`${balancer.url}/api/edx_proctoring/v1/proctored_exam/attempt`, {
        headers: { authorization: `JWT ${token}` },
      });
      const told = answer.status < 500 ? String(answer.status) : `${answer.status} ${await answer.text()}`;
      if (answer.status < 500) await answer.arrayBuffer();
      counts[told] = (counts[told] ?? 0) + 1;
      await delay(5);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return counts;
}

it('a rolling restart refuses and resets no request, though each process is told to end twice', async () => {
  const ended = new AbortController();
  const asking = ask(ended.signal);
  for (const { api, origin } of processes) {
    const closing = api.stop();
    await until(async () => !(await answers(`${origin}/readyz`)), 'the process wants no more requests');
    expect(await answers(`${origin}/healthz`)).toBe(true);
    void api.stop();
    expect(await closing).toBe(0);
    await api.start();
    await until(async () => balancer.ready() === 2, 'both processes are ready');
  }
  ended.abort();
  const counts = await asking;
  expect(Object.keys(counts)).toEqual(['200']);
  expect(counts['200']).toBeGreaterThan(500);
}, 90_000);
