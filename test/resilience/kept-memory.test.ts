// What a caller can make a process keep.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken } from '../../dev/people.ts';
import { freePort } from '../../dev/ports.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';
import { devServerAddress, testDatabase } from '../support/stack.ts';
import { KEY, newLearner, startApi, WIRE, type Api } from '../api/harness.ts';

const MIB = 1024 * 1024;
const REVIEWS = `${WIRE}/proctoring_review_callback/`;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What the process keeps, but for the statements that the tests take down. */
function keptBytes(api: Api): number {
  api.statements();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Lets `act` happen for each number, some at the same time. */
async function forEach(count: number, act: (number: number) => Promise<unknown>): Promise<void> {
  const waiting = numbers(count).values();
  await Promise.all(
    numbers(8).map(async () => {
      for (const number of waiting) await act(number);
    }),
  );
}

describe('10,000 hostile requests', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('leave next to nothing behind', { timeout: 600_000 }, async () => {
    const long = (number: number, length: number) => `${number}-`.padEnd(length, 'x');
    const post = (url: string, payload: object) => api.app.inject({ method: 'POST', url, payload });
    const kinds = [
      (number: number) => post(REVIEWS, { examMetaData: { examCode: long(number, 20_000) } }),
      (number: number) => post(REVIEWS, { examMetaData: { examCode: long(number, 200) } }),
      (number: number) => post('/oauth2/access_token', { client_id: long(number, 7_000), client_secret: 'x' }),
      (number: number) => api.app.inject(`${WIRE}/proctoring_launch_callback/start_exam/${long(number, 400)}`),
      (number: number) => api.app.inject(`/${long(number, 7_000)}`),
    ];
    const hurt = (number: number) => kinds[number % kinds.length]?.(number) ?? Promise.reject(new Error('no kind'));
    await forEach(2_000, hurt);
    const before = keptBytes(api);
    await forEach(10_000, (number) => hurt(number + 2_000));
    expect(keptBytes(api) - before).toBeLessThan(10 * MIB);
  });
});

describe('a process with 128 MiB of memory', () => {
  let url: string;
  let api: ServiceProcess;
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    api = await serviceProcess('api', {
      NODE_OPTIONS: '--max-old-space-size=128',
      API_PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: await testDatabase(),
      TEMPORAL_ADDRESS: devServerAddress(),
      JWT_SECRET_KEY: KEY,
      LOG_LEVEL: 'info',
    });
    await api.start();
  });
  afterAll(() => api.close());

  it('survives what anybody and what a learner can send', { timeout: 600_000 }, async () => {
    const authorization = `JWT ${await signToken(newLearner(), KEY)}`;
    const json = { 'content-type': 'application/json' };
    const statuses = new Set<number>();
    const send = async (path: string, method: string, body: object, headers: Record<string, string> = {}) => {
      const init = { method, headers: { ...json, ...headers }, body: JSON.stringify(body) };
      const answer = await fetch(url + path, init);
      await answer.arrayBuffer();
      statuses.add(answer.status);
    };
    const large = (number: number, bytes: number) => `${number}-`.padEnd(bytes, 'x');
    const bulk = `${WIRE}/v1/proctored_exam/bulk_allowance`;
    await forEach(400, (number) => send(REVIEWS, 'POST', { examMetaData: { examCode: large(number, 250_000) } }));
    await forEach(100, (number) => send(REVIEWS, 'POST', { examMetaData: { examCode: large(number, MIB - 100) } }));
    await forEach(100, (number) =>
      send(bulk, 'PUT', { exam_ids: '1,2', user_ids: large(number, MIB - 200) }, { authorization }),
    );
    await forEach(100, (number) => {
      const headers = { authorization, 'idempotency-key': `key-${number}` };
      return send(bulk, 'PUT', { exam_ids: '1,2', course_id: large(number, MIB - 200) }, headers);
    });
    expect(statuses).toEqual(new Set([400, 403, 413, 429]));
    expect(await fetch(`${url}/healthz`)).toMatchObject({ status: 200 });
  });
});
