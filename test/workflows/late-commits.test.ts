// A Postgres that stands still until nobody waits for an answer any more: what they were told did not work has not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { findVersion } from '../../db/attempt-store.ts';
import { createBoundedClient } from '../../workflows/exam-attempt/bounded-client.ts';
import { changesOf, newCode, rowOf } from '../support/attempt-records.ts';
import { whileUnwritable } from '../support/held-table.ts';
import { learner, PROCTORED, startRestServiceOnDevServer } from '../support/rest-service.ts';
import type { ReceivedRequest } from '../support/scripted-vendor.ts';
import { creationRequest, outcomeOf } from '../support/service.ts';

let service: Awaited<ReturnType<typeof startRestServiceOnDevServer>>;
let vendor: typeof service.vendor;
let stopWorker: () => Promise<void>;
beforeAll(async () => {
  service = await startRestServiceOnDevServer();
  vendor = service.vendor;
  stopWorker = await service.startWorker();
});
afterAll(async () => {
  await stopWorker();
  await service.close();
});

/** How long people wait, and how long Postgres stands still. */
const [PATIENCE_MS, HELD_MS] = [1_500, 3_000];
/** How long the service itself would have them wait (differences §2.8). */
const [WISH_MS, CREATION_MS] = [8_500, 21_250];

/** Somebody whose wish, which is good for `allowedMs` in general, is given up after `PATIENCE_MS`. */
function somebodyImpatient(allowedMs: number) {
  const { client, config, pool } = service;
  const now = () => Date.now() - allowedMs + PATIENCE_MS;
  return createBoundedClient(client, { ...config.temporal, readVersion: (code) => findVersion(pool, code), now });
}

const whileHeld = (work: () => Promise<string>) => whileUnwritable(service.config.databaseUrl, HELD_MS, work);

it('starts no clock', async () => {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { startClock: false }));
  const start = () => outcomeOf(somebodyImpatient(WISH_MS).tell(code, 'start', { actor: learner }));
  expect((await whileHeld(start)).result).toBe('service_unavailable');
  expect(await changesOf(service, code)).toMatchObject([{ event: 'created' }]);
  expect(await outcomeOf(service.attempts.tell(code, 'start', { actor: learner }))).toBe('started');
});

describe.each([
  ['a timed exam', 'created', {}],
  ['a timed exam whose clock starts at once', 'started', { startClock: true }],
  ['a proctored exam', 'created', { exam: PROCTORED }],
])('on %s', (_, made, fields) => {
  it('makes no attempt, and lets the next one be made at once', async () => {
    const code = newCode();
    const request = await creationRequest(service, { startClock: false, ...fields });
    const create = () => outcomeOf(somebodyImpatient(CREATION_MS).create(code, request));
    expect((await whileHeld(create)).result).toBe('service_unavailable');
    await expect.poll(() => rowOf(service, code)).toBeNull();
    expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe(made);
  });
});

it('leaves nothing at the vendor that was asked in time', async () => {
  const code = newCode();
  const request = await creationRequest(service, { exam: PROCTORED });
  vendor.take();
  vendor.script({ body: { id: 'of-no-attempt' }, manner: 'late' });
  const creation = outcomeOf(somebodyImpatient(CREATION_MS).create(code, request));
  const isAsked = ({ method, path }: ReceivedRequest) => method === 'POST' && path.endsWith('/attempt/');
  await until(async () => vendor.take().some(isAsked), 'the vendor is asked');
  const { result } = await whileHeld(() => {
    vendor.answerLate();
    return creation;
  });
  expect(result).toBe('service_unavailable');
  await expect.poll(() => rowOf(service, code)).toBeNull();
  await expect
    .poll(() => vendor.take())
    .toMatchObject([{ method: 'DELETE', path: expect.stringMatching(/of-no-attempt/) as string }]);
});
