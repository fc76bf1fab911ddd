import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answers, until } from '../../dev/until.ts';
import { rowOf } from '../support/attempt-records.ts';
import { openProcessStand, sitWatched, watchedVendorSettings, type ProcessStand } from '../support/process-stand.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const WINDOW_MS = 6_000;
const AHEAD_MS = 100_000;

let stand: ProcessStand;
let worker: ServiceProcess;
let healthy: string;
let wrong: { api: ServiceProcess; url: string };

beforeAll(async () => {
  stand = await openProcessStand(watchedVendorSettings(WINDOW_MS));
  worker = await stand.worker({}, { preload: `./shifted-clock.mjs?ms=${-AHEAD_MS}` });
  const right = await stand.api();
  healthy = right.url;
  wrong = await stand.api({}, { preload: `./shifted-clock.mjs?ms=${AHEAD_MS}` });
  await Promise.all([worker, right.api, wrong.api].map((process) => process.start()));
});
afterAll(() => stand.close());

/** A learner in a watched exam, whose page asks `origin` about the attempt. */
async function sit(origin: string) {
  const { code, attemptId, token } = await sitWatched(stand.service);
  const poll = async () => {
    const answer = await fetch(`${origin}/api/edx_proctoring/v1/proctored_exam/attempt/${attemptId}`, {
      headers: { authorization: `JWT ${token}` },
    });
    return { status: answer.status, body: (await answer.json()) as { time_remaining_seconds: number } };
  };
  return { code, poll };
}

it('a worker and an API process whose hosts have wrong clocks put nobody out, give nobody less time, and say so', async () => {
  const sittings = [await sit(healthy), await sit(wrong.url)];
  const end = Date.now() + 3 * WINDOW_MS;
  while (Date.now() < end) {
    for (const { poll } of sittings) {
      const { status, body } = await poll();
      expect(status).toBe(200);
      expect(body.time_remaining_seconds).toBeGreaterThan(180 * 60 - AHEAD_MS / 1000 / 2);
    }
    await delay(1_000);
  }
  for (const { code } of sittings) expect((await rowOf(stand.service, code))?.status).toBe('started');

  await until(() => answers(`${healthy}/readyz`), 'the healthy one is ready');
  const unready = await fetch(`${wrong.url}/readyz`);
  expect(unready.status).toBe(503);
  expect(unready.headers.get('x-error-code')).toBe('clock_off');
  expect(unready.headers.get('retry-after')).not.toBeNull();
  expect(await unready.json()).toMatchObject({ reads: true, changes: true, detail: expect.stringMatching(/clock/) });
  for (const off of [worker, wrong.api]) expect(await off.log()).toContain("this host's clock is wrong");

  // Whoever falls silent is still found.
  const [, silent] = sittings;
  await until(
    async () => (await rowOf(stand.service, silent?.code ?? ''))?.status === 'error',
    'the silent learner is found',
  );
}, 120_000);
