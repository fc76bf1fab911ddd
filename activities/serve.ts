import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { connectTemporal, type TemporalLink } from '../temporal/connect.ts';
import { explainFailure } from '../temporal/failures.ts';
import { requireReadableWatch } from '../workflows/heartbeat-watch/client.ts';
import { createWorkers } from './create-workers.ts';
import { removeEarlierSchedule } from './earlier-schedule.ts';
import { keepWatch, startWatch } from './heartbeat/keep-watch.ts';
import type { WorkerContext } from './index.ts';
import { insist } from './insist.ts';
import { registerSearchAttributes } from './temporal-setup.ts';

type Parts = Omit<WorkerContext, 'client'>;

async function dropEarlierSchedule(client: Client, taskQueue: string, log: Logger): Promise<void> {
  try {
    if (await removeEarlierSchedule(client, taskQueue)) log.info('removed the Schedule of an earlier release');
  } catch (error) {
    log.warn({ err: error }, 'the Schedule heartbeat-watch of an earlier release, if any, could not be removed');
  }
}

/** Works until the signal, or until Temporal no longer accepts the worker's polls. */
async function work(parts: Parts, { client, connection }: TemporalLink, log: Logger, signal: AbortSignal) {
  const { temporal } = parts.config;
  const { taskQueue, namespace } = temporal;
  const prepare = () => registerSearchAttributes(client);
  const explain = (error: unknown) => explainFailure(error, temporal);
  await prepare();
  await dropEarlierSchedule(client, taskQueue, log);
  await startWatch(client, taskQueue);
  await requireReadableWatch(client, taskQueue);
  const workers = await createWorkers({ ...parts, client }, connection);
  const ended = new AbortController();
  const stop = () => workers.shutdown();
  signal.addEventListener('abort', stop);
  const running = workers.run();
  if (signal.aborted) stop();
  log.info({ taskQueue, namespace }, 'worker ready');
  const isKept = keepWatch({
    client,
    taskQueue,
    log,
    prepare,
    explain,
    signal: AbortSignal.any([signal, ended.signal]),
  });
  try {
    await running;
  } finally {
    ended.abort();
    signal.removeEventListener('abort', stop);
    await isKept;
  }
}

/**
 * Connects to Temporal and works until the signal. If anything is missing (the server, the namespace, our rights,
 * the search attributes), logs it and waits for it.
 */
export async function serve(parts: Parts, log: Logger, signal: AbortSignal): Promise<void> {
  const { temporal } = parts.config;
  const insistence = { log, signal, explain: (error: unknown) => explainFailure(error, temporal) };
  try {
    const link = await insist(() => connectTemporal(temporal), insistence);
    try {
      await insist(() => work(parts, link, log, signal), insistence);
    } finally {
      await link.close();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
