import { afterAll, describe, expect, it } from 'vitest';
import { findVersion } from '../../db/attempt-store.ts';
import { createBoundedClient } from '../../workflows/exam-attempt/bounded-client.ts';
import { execute } from '../../dev/postgres.ts';
import { newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { testDatabase } from '../support/stack.ts';

// Workflows go by Temporal's clock, everybody else by the database's. What is compared must not mix them.

const actor = { kind: 'learner' } as const;
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

/** A database whose own clock is behind everybody's. */
async function databaseBehindBy(seconds: number): Promise<string> {
  const url = new URL(await testDatabase());
  await execute(url.href, 'create schema moved');
  await execute(
    url.href,
    `create function moved.clock_timestamp() returns timestamptz language sql volatile as
      $$ select pg_catalog.clock_timestamp() - make_interval(secs => ${seconds}) $$`,
  );
  url.searchParams.set('options', '-csearch_path=moved,public,pg_catalog');
  return url.href;
}

/** The service with a database whose clock is behind Temporal's by so much. */
async function serviceBehindBy(seconds: number): Promise<{ service: Service; now: () => number }> {
  const now = () => Date.now() - seconds * 1000;
  const service = await startServiceOnDevServer({
    clock: now,
    env: { DATABASE_URL: await databaseBehindBy(seconds) },
  });
  stops.push(service.close, await service.startWorker());
  return { service, now };
}

describe.each([30, -30])('a Temporal whose clock is %d s ahead of the database', (seconds) => {
  it('refuses nobody, gives the whole time, and starts no clock behind anybody’s back', async () => {
    const { service, now } = await serviceBehindBy(seconds);
    const options = { ...service.config.temporal, readVersion: (code: string) => findVersion(service.pool, code) };
    const people = createBoundedClient(service.client, { ...options, now });
    const attemptCode = newCode();
    const request = await creationRequest(service, { startClock: false, exam: { minutes: 60 } });
    expect(await people.create(attemptCode, request)).toMatchObject({ status: 'created' });
    expect(await people.tell(attemptCode, 'start', { actor })).toMatchObject({ status: 'started' });
    expect(await stateOf(service, attemptCode)).toMatchObject({ allowedSeconds: 3600 });
    const { startedAt, expiresAt } = (await rowOf(service, attemptCode)) ?? {};
    expect((expiresAt ?? 0) - (startedAt ?? 0)).toBe(3_600_000);

    const another = newCode();
    const started = await creationRequest(service, { startClock: true });
    expect(await people.create(another, started)).toMatchObject({ status: 'started' });

    const late = createBoundedClient(service.client, { ...options, now: () => now() - 30_000 });
    const waiting = newCode();
    const begun = await creationRequest(service, { startClock: false });
    await people.create(waiting, begun);
    await expect(late.tell(waiting, 'start', { actor })).rejects.toThrow();
    await expect(late.create(newCode(), await creationRequest(service))).rejects.toThrow();
    expect((await rowOf(service, waiting))?.status).toBe('created');
    expect(await people.tell(another, 'submit', { actor })).toMatchObject({ status: 'submitted' });
  });
});
