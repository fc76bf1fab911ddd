import { afterAll, beforeAll, expect, it } from 'vitest';
import { watchIdOf } from '../../workflows/heartbeat-watch/workflow.ts';
import { freePort } from '../../dev/ports.ts';
import { signToken, type Person } from '../../dev/people.ts';
import { until } from '../../dev/until.ts';
import { changesOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';
import { addExam, addPerson, creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { devServerAddress } from '../support/stack.ts';

const KEY = 'a-key-for-tests-that-is-long-enough';
const WINDOW_MS = 6_000;
/** Longer than the window and than what counts as an outage. */
const OUTAGE_MS = 13_000;
const PROCTORING_BACKENDS = JSON.stringify({
  DEFAULT: 'watched',
  watched: { type: 'mock', heartbeat_window_seconds: WINDOW_MS / 1000 },
});

let service: Service;
let worker: ServiceProcess;
let api: ServiceProcess;
let apiUrl: string;

beforeAll(async () => {
  service = await startServiceOnDevServer({ env: { PROCTORING_BACKENDS } });
  const port = await freePort();
  apiUrl = `http://127.0.0.1:${port}`;
  const env = {
    DATABASE_URL: service.config.databaseUrl,
    TEMPORAL_ADDRESS: devServerAddress(),
    TEMPORAL_TASK_QUEUE: service.config.temporal.taskQueue,
    LOG_LEVEL: 'info',
    PROCTORING_BACKENDS,
  };
  worker = await serviceProcess('worker', { ...env, HEARTBEAT_WATCH_SECONDS: '1' });
  api = await serviceProcess('api', { ...env, API_PORT: String(port), JWT_SECRET_KEY: KEY });
  await Promise.all([worker.start(), api.start()]);
});
afterAll(async () => {
  await api.close();
  await worker.close();
  await service.client.workflow.getHandle(watchIdOf(service.config.temporal.taskQueue)).terminate();
  await service.close();
});

/** A learner's page, which polls its attempt. */
class Page {
  private timer: NodeJS.Timeout | undefined;
  private readonly learner: Person;
  private readonly attemptId: number;
  answered = 0;

  constructor(learner: Person, attemptId: number) {
    this.learner = learner;
    this.attemptId = attemptId;
  }

  open(): void {
    this.timer = setInterval(() => void this.poll(), 500);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async poll(): Promise<void> {
    const headers = { authorization: `JWT ${await signToken(this.learner, KEY)}` };
    const url = `${apiUrl}/api/edx_proctoring/v1/proctored_exam/attempt/${this.attemptId}`;
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.status === 200) this.answered += 1;
  }
}

const passed = (ms: number, since = Date.now()) => until(async () => Date.now() > since + ms, 'the time');

it('an API that is away for longer than the window puts no learner out, whose page goes on as soon as it is back', async () => {
  const username = `outage-${crypto.randomUUID()}`;
  const userId = await addPerson(service, username);
  const examId = await addExam(service, { proctored: true, backend: 'watched' });
  const code = newCode();
  const request = await creationRequest(service, { examId, userId, takingAsProctored: true, startClock: true });
  const { attemptId } = await service.attempts.create(code, request);
  const page = new Page({ username, userId, name: 'Learner', email: `${username}@example.org` }, attemptId);
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
