import { Client, Connection } from '@temporalio/client';
import type { DatabasePool } from 'slonik';
import { findVersion } from '../../../db/attempt-store.ts';
import { createAttemptClient, type AttemptClient } from '../../../workflows/exam-attempt/client.ts';
import { openPool } from '../../../db/pool.ts';
import { until } from '../../../dev/until.ts';
import { watchIdOf } from '../../../workflows/heartbeat-watch/workflow.ts';
import { devServerAddress, testDatabase } from '../../support/stack.ts';
import { serviceProcess, type ServiceProcess } from '../../support/service-process.ts';
import { startBreakableProxy, type BreakableProxy } from '../../support/breakable-proxy.ts';
import { startOutside, type Outside } from './outside.ts';
import { unfinishedOf } from './records.ts';

/** A worker process on real servers, with everything outside in view. */
export interface EffectsStand {
  pool: DatabasePool;
  client: Client;
  attempts: AttemptClient;
  outside: Outside;
  /** Its way to Temporal is `proxy`. */
  worker: ServiceProcess;
  proxy: BreakableProxy;
  /** Waits until every effect of the attempts has ended, one way or the other. */
  settled(...attemptCodes: string[]): Promise<void>;
  /** The same without waiting for the effect of that name. */
  settledBut(attemptCode: string, effect: string): Promise<void>;
  close(): Promise<void>;
}

const OFTEN = { everyMs: 20 };

/** Starts it all. */
export async function openEffectsStand(): Promise<EffectsStand> {
  const [outside, databaseUrl] = [await startOutside(), await testDatabase()];
  const proxy = await startBreakableProxy(devServerAddress());
  const taskQueue = `effects-${crypto.randomUUID()}`;
  const worker = await serviceProcess('worker', {
    ...outside.env,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: proxy.address,
    TEMPORAL_TASK_QUEUE: taskQueue,
    HEARTBEAT_WATCH_SECONDS: '3600',
    LOG_LEVEL: 'info',
  });
  await worker.start();
  const pool = await openPool(databaseUrl);
  const connection = await Connection.connect({ address: devServerAddress() });
  const client = new Client({ connection });
  return {
    pool,
    client,
    outside,
    worker,
    proxy,
    attempts: createAttemptClient(client, { taskQueue, readVersion: (code) => findVersion(pool, code) }),
    async settled(...codes) {
      const all = async () => (await Promise.all(codes.map((code) => unfinishedOf(pool, code)))).flat();
      await until(async () => (await all()).length === 0, 'the end of all effects', OFTEN);
    },
    async settledBut(code, effect) {
      const others = async () => (await unfinishedOf(pool, code)).filter((key) => !key.endsWith(`/${effect}`));
      await until(async () => (await others()).length === 0, `the end of all effects but ${effect}`, OFTEN);
    },
    async close() {
      await worker.close();
      await client.workflow.getHandle(watchIdOf(taskQueue)).terminate();
      await Promise.all([connection.close(), pool.end(), proxy.close(), outside.close()]);
    },
  };
}
