import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { signToken } from '../../dev/people.ts';
import { answers, until } from '../../dev/until.ts';
import { watchIdOf } from '../../workflows/heartbeat-watch/workflow.ts';
import { newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { addExam, addPerson, creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';
import { devServerAddress } from '../support/stack.ts';

const KEY = 'a-key-for-tests-that-is-long-enough';
const WINDOW_MS = 6_000;
const AHEAD_MS = 100_000;
const PROCTORING_BACKENDS = JSON.stringify({
  DEFAULT: 'watched',
  watched: { type: 'mock', heartbeat_window_seconds: WINDOW_MS / 1000 },
});

let service: Service;
let healthy: string;
let wrong: string;
const processes: ServiceProcess[] = [];

beforeAll(async () => {
  service = await startServiceOnDevServer({ env: { PROCTORING_BACKENDS } });
  const env = {
    DATABASE_URL: service.config.databaseUrl,
    TEMPORAL_ADDRESS: devServerAddress(),
    TEMPORAL_TASK_QUEUE: service.config.temporal.taskQueue,
    HEARTBEAT_WATCH_SECONDS: '1',
    JWT_SECRET_KEY: KEY,
    LOG_LEVEL: 'info',
    PROCTORING_BACKENDS,
  };
  const started = async (process: ServiceProcess) => {
    processes.push(process);
    await process.start();
  };
  const apiProcess = async (options?: { preload: string }) => {
    const port = await freePort();
    await started(await serviceProcess('api', { ...env, API_PORT: String(port) }, options));
    return `http://127.0.0.1:${port}`;
  };
  await started(await serviceProcess('worker', env));
  healthy = await apiProcess();
  wrong = await apiProcess({ preload: `./shifted-clock.mjs?ms=${AHEAD_MS}` });
}, 90_000);
afterAll(async () => {
  await Promise.all(processes.map((process) => process.close()));
  await service.client.workflow.getHandle(watchIdOf(service.config.temporal.taskQueue)).terminate();
  await service.close();
});

/** A learner in a watched exam, whose page asks `origin` about the attempt. */
async function sit(origin: string) {
  const username = `clock-${crypto.randomUUID()}`;
  const userId = await addPerson(service, username);
  const token = await signToken({ username, userId, name: 'L', email: `${username}@example.org` }, KEY);
  const examId = await addExam(service, { proctored: true, backend: 'watched' });
  const code = newCode();
  await service.attempts.create(
    code,
    await creationRequest(service, { examId, userId, takingAsProctored: true, startClock: true }),
  );
  const { attemptId } = await stateOf(service, code);
  const poll = async () => {
    const answer = await fetch(`${origin}/api/edx_proctoring/v1/proctored_exam/attempt/${attemptId}`, {
      headers: { authorization: `JWT ${token}` },
    });
    return { status: answer.status, body: (await answer.json()) as { time_remaining_seconds: number } };
  };
  return { code, poll };
}

it('an API process whose host has a wrong clock puts nobody out, gives nobody less time, and says so', async () => {
  const sittings = [await sit(healthy), await sit(wrong)];
  const end = Date.now() + 3 * WINDOW_MS;
  while (Date.now() < end) {
    for (const { poll } of sittings) {
      const { status, body } = await poll();
      expect(status).toBe(200);
      expect(body.time_remaining_seconds).toBeGreaterThan(180 * 60 - AHEAD_MS / 1000 / 2);
    }
    await delay(1_000);
  }
  for (const { code } of sittings) expect((await rowOf(service, code))?.status).toBe('started');

  await until(() => answers(`${healthy}/readyz`), 'the healthy one is ready');
  const unready = await fetch(`${wrong}/readyz`);
  expect(unready.status).toBe(503);
  expect(unready.headers.get('retry-after')).not.toBeNull();
  expect(await unready.json()).toMatchObject({ reads: true, changes: true, detail: expect.stringMatching(/clock/) });
  expect(await processes[2]?.log()).toContain("this host's clock is wrong");

  // Whoever falls silent is still found.
  const [, silent] = sittings;
  await until(
    async () => (await rowOf(service, silent?.code ?? ''))?.status === 'error',
    'the silent learner is found',
  );
}, 120_000);
