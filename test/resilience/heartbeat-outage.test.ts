import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { changesOf, rowOf, stateOf } from '../support/attempt-records.ts';
import { openProcessStand, sitWatched, watchedVendorSettings, type ProcessStand } from '../support/process-stand.ts';
import type { ServiceProcess } from '../support/service-process.ts';

const WINDOW_MS = 6_000;
/** Longer than the window and than what counts as an outage. */
const OUTAGE_MS = 13_000;

let stand: ProcessStand;
let api: ServiceProcess;
let url: string;

beforeAll(async () => {
  stand = await openProcessStand(watchedVendorSettings(WINDOW_MS));
  const worker = await stand.worker();
  ({ api, url } = await stand.api());
  await Promise.all([worker.start(), api.start()]);
});
afterAll(() => stand.close());

/** A learner's page, which polls its attempt. */
class Page {
  private timer: NodeJS.Timeout | undefined;
  private readonly token: string;
  private readonly attemptId: number;
  answered = 0;

  constructor(token: string, attemptId: number) {
    this.token = token;
    this.attemptId = attemptId;
  }

  open(): void {
    this.timer = setInterval(() => void this.poll(), 500);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async poll(): Promise<void> {
    const headers = { authorization: `JWT ${this.token}` };
    const path = `/api/edx_proctoring/v1/proctored_exam/attempt/${this.attemptId}`;
    const answer = await fetch(url + path, { headers, signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.status === 200) this.answered += 1;
  }
}

const passed = (ms: number, since = Date.now()) => until(async () => Date.now() > since + ms, 'the time');

it('an API that is away for longer than the window puts no learner out, whose page goes on as soon as it is back', async () => {
  const { service } = stand;
  const { code, attemptId, token } = await sitWatched(service);
  const page = new Page(token, attemptId);
  const status = async () => (await rowOf(service, code))?.status;

  page.open();
  await until(async () => page.answered > 2, 'polls');
  await api.kill();
  await passed(OUTAGE_MS);
  expect(await status()).toBe('started');
  page.close();
  await api.start();
  await passed(WINDOW_MS / 2);
  expect(await status()).toBe('started');
  const before = page.answered;
  page.open();
  await until(async () => page.answered > before + 2, 'polls after the outage');
  await passed(WINDOW_MS);
  expect(await status()).toBe('started');

  page.close();
  await until(async () => (await status()) === 'error', 'a page that is closed is missed');
  const { startedAt, timeRemainingSeconds } = await stateOf(service, code);
  const lost = (await changesOf(service, code)).filter(({ event }) => event === 'heartbeat-lost');
  expect(lost).toHaveLength(1);
  const ranFor = 180 * 60 - (timeRemainingSeconds ?? 0);
  expect(ranFor).toBeGreaterThan((OUTAGE_MS + 1.5 * WINDOW_MS) / 1000);
  expect(ranFor).toBeLessThan((Date.now() - (startedAt ?? 0) - WINDOW_MS) / 1000 + 1);
}, 120_000);
