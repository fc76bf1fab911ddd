import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { installedRedis, localRedis } from '../../dev/redis.ts';
import { serviceEnvironment } from '../../dev/service-environment.ts';
import { readDevSettings } from '../../dev/settings.ts';
import { Supervisor } from '../../dev/supervisor.ts';

const isInstalled = (await installedRedis()) !== undefined;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-redis-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const openClient = (url: string) => createClient({ url });

async function run<T>(port: number, work: (client: ReturnType<typeof openClient>) => Promise<T>): Promise<T> {
  const redis = await localRedis(join(folder, 'redis'), port);
  const supervisor = new Supervisor(
    join(folder, 'logs'),
    () => {},
    () => {},
  );
  await supervisor.start(redis.service);
  const client = openClient(redis.url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    client.destroy();
    await supervisor.stop();
  }
}

describe('the event bus of the local stack', () => {
  it('is started only where it is asked for', () => {
    expect(readDevSettings({}).startsRedis).toBe(false);
    expect(readDevSettings({ START_REDIS: 'true' }).startsRedis).toBe(true);
  });

  it('is where the service then sends the events of exams', () => {
    const none = {
      mail: undefined,
      vendor: undefined,
      lms: undefined,
      temporalUiUrl: undefined,
      ownTemporal: undefined,
    };
    const addresses = { ...none, databaseUrl: '', apiPort: 8000, apiUrl: 'http://127.0.0.1:8000', smtpPort: 1025 };
    const environmentWith = (redisUrl: string | undefined) =>
      serviceEnvironment(readDevSettings({}), { ...addresses, redisUrl });
    expect(environmentWith('redis://127.0.0.1:1')).toMatchObject({
      EVENT_BUS_REDIS_CONNECTION_URL: 'redis://127.0.0.1:1',
    });
    expect(environmentWith(undefined)).not.toHaveProperty('EVENT_BUS_REDIS_CONNECTION_URL');
  });

  it.skipIf(!isInstalled)('keeps its events when the stack is stopped', async () => {
    const port = await freePort();
    await run(port, (client) => client.xAdd('exams', '*', { type: 'submitted' }));
    expect(await run(port, (client) => client.xLen('exams'))).toBe(1);
  });
});
