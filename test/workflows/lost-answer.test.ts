import type { DatabasePool } from 'slonik';
import { expect, it, onTestFinished } from 'vitest';
import { changesOf, newCode, rowOf } from '../support/attempt-records.ts';
import { creationRequest, startServiceOnDevServer } from '../support/service.ts';

const WAITS_MS = 30_000;

/** A Postgres that dies when it has carried out the first creation, and is back when nobody waits for it any more. */
function losingFirstCreation(pool: DatabasePool, onLoss: () => void): DatabasePool {
  let isLost = false;
  return new Proxy(pool, {
    get(target, name, receiver) {
      if (name !== 'maybeOne') return Reflect.get(target, name, receiver) as unknown;
      return async (statement: Parameters<DatabasePool['maybeOne']>[0]) => {
        const answer: unknown = await target.maybeOne(statement);
        if (isLost || !/insert into attempt \(/.test(statement.sql)) return answer;
        isLost = true;
        onLoss();
        throw new Error('Connection terminated unexpectedly');
      };
    },
  });
}

it('a creation whose answer was lost until nobody waited is not recorded a second time', async () => {
  let behind = 0;
  const service = await startServiceOnDevServer({ clock: () => Date.now() + behind });
  onTestFinished(() => service.close());
  service.context.pool = losingFirstCreation(service.pool, () => (behind = 2 * WAITS_MS));
  const stopWorker = await service.startWorker();
  onTestFinished(stopWorker);

  const code = newCode();
  const request = await creationRequest(service, { wantedUntil: Date.now() + WAITS_MS });
  await service.attempts.create(code, request);

  expect((await changesOf(service, code)).map(({ event }) => event)).toEqual(['created', 'start']);
  expect(await rowOf(service, code)).toMatchObject({ status: 'started', version: 2 });
});
