// Attempts of one learner on one exam that are decided at the same time: one after the other, so that each sees the other.
import { sql, type DatabasePool } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../dev/until.ts';
import { newCode, rowOf } from '../support/attempt-records.ts';
import { whileDecidedAbout } from '../support/held-place.ts';
import { learner, startRestServiceOnDevServer } from '../support/rest-service.ts';
import { creationRequest, outcomeOf } from '../support/service.ts';

let service: Awaited<ReturnType<typeof startRestServiceOnDevServer>>;
let stopWorker: () => Promise<void>;
beforeAll(async () => {
  service = await startRestServiceOnDevServer();
  stopWorker = await service.startWorker();
});
afterAll(async () => {
  await stopWorker();
  await service.close();
});

const isSomebodyWaiting = (pool: DatabasePool) =>
  pool.exists(sql.type(z.object({}))`
    select from pg_locks join pg_database on pg_database.oid = database
    where datname = current_database() and locktype = 'advisory' and not granted`);

it('waits for whoever decides about the learner on the exam', async () => {
  const [code, request] = [newCode(), await creationRequest(service, { startClock: true })];
  await service.attempts.create(code, request);
  const { submission } = await whileDecidedAbout(service.config.databaseUrl, request, async () => {
    const telling = outcomeOf(service.attempts.tell(code, 'submit', { actor: learner }));
    await until(() => isSomebodyWaiting(service.pool), 'the submission waits');
    expect(await rowOf(service, code)).toMatchObject({ status: 'started' });
    return { submission: telling };
  });
  expect(await submission).toBe('submitted');
});
