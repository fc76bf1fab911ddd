import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answers, until } from '../../dev/until.ts';
import { startBalancer, type Balancer } from '../support/balancer.ts';
import { addSignedIn, openProcessStand, type ProcessStand } from '../support/process-stand.ts';

const CALLERS = 8;

let stand: ProcessStand;
let balancer: Balancer;
let token: string;
let apis: Awaited<ReturnType<ProcessStand['api']>>[];

beforeAll(async () => {
  stand = await openProcessStand({ DRAIN_SECONDS: '2', REQUESTS_PER_MINUTE: '0' });
  ({ token } = await addSignedIn(stand.service));
  apis = [await stand.api(), await stand.api()];
  await Promise.all(apis.map(({ api }) => api.start()));
  balancer = await startBalancer(apis.map(({ url }) => url));
  await until(async () => balancer.ready() === 2, 'both processes are ready');
});
afterAll(async () => {
  await balancer.close();
  await stand.close();
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
  for (const { api, url } of apis) {
    const closing = api.stop();
    await until(async () => !(await answers(`${url}/readyz`)), 'the process wants no more requests');
    expect(await answers(`${url}/healthz`)).toBe(true);
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
