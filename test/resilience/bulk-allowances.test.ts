import { sql } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { signToken } from '../../dev/people.ts';
import { freePort } from '../../dev/ports.ts';
import { until } from '../../dev/until.ts';
import { newCode } from '../support/attempt-records.ts';
import { addExam, addPerson, creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';
import { devServerAddress } from '../support/stack.ts';

const KEY = 'a-key-for-tests-that-is-long-enough';
const RUNNING = 30;
const OTHERS = 70;

let service: Service;
let api: ServiceProcess;
let worker: ServiceProcess;
let url: string;

beforeAll(async () => {
  service = await startServiceOnDevServer();
  const port = await freePort();
  url = `http://127.0.0.1:${port}/api/edx_proctoring/v1/proctored_exam`;
  const env = {
    DATABASE_URL: service.config.databaseUrl,
    TEMPORAL_ADDRESS: devServerAddress(),
    TEMPORAL_TASK_QUEUE: service.config.temporal.taskQueue,
    JWT_SECRET_KEY: KEY,
    LOG_LEVEL: 'info',
  };
  worker = await serviceProcess('worker', env);
  api = await serviceProcess('api', { ...env, API_PORT: String(port) });
  await Promise.all([worker.start(), api.start()]);
});
afterAll(async () => {
  await Promise.all([worker.close(), api.close()]);
  await service.close();
});

const countRow = z.object({ count: z.int() });

const countExtended = () =>
  service.pool.oneFirst(sql.type(countRow)`
    select count(*)::int from attempt_transition where event = 'extra-time'`);
const countUndelivered = () =>
  service.pool.oneFirst(sql.type(countRow)`
    select count(*)::int from pending_change where delivered_at is null`);

it('extra time for many reaches each running exam once, whoever dies in the middle', async () => {
  const examId = await addExam(service, { minutes: 60 });
  const names = Array.from({ length: RUNNING + OTHERS }, (_, index) => `bulk-learner-${index}`);
  const people = await Promise.all(names.map((name) => addPerson(service, name)));
  for (const userId of people.slice(0, RUNNING)) {
    await service.attempts.create(newCode(), await creationRequest(service, { examId, userId }));
  }
  const staff = { username: 'bulk-staff', userId: 77, name: 'S', email: 's@example.org', administrator: true };
  const answer = await fetch(`${url}/bulk_allowance`, {
    method: 'PUT',
    headers: { authorization: `JWT ${await signToken(staff, KEY)}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      exam_ids: String(examId),
      user_ids: names.join(','),
      allowance_type: 'additional_time_granted',
      value: '15',
    }),
  });
  expect(answer.status).toBe(200);
  await api.kill();
  await until(async () => (await countExtended()) >= 3, 'some of them');
  await worker.kill();
  expect(await countExtended()).toBeLessThan(RUNNING);
  await worker.start();
  await until(async () => (await countUndelivered()) === 0, 'the delivery', { timeoutMs: 90_000, everyMs: 500 });
  const given = await service.pool.any(sql.type(z.object({ grants: z.int(), allowed_seconds: z.number() }))`
    select (select count(*)::int from attempt_transition t where t.attempt_id = a.id and event = 'extra-time') as grants,
      allowed_seconds
    from attempt a where exam_id = ${examId}`);
  expect(given).toHaveLength(RUNNING);
  expect(given).toEqual(given.map(() => ({ grants: 1, allowed_seconds: 75 * 60 })));
}, 180_000);
