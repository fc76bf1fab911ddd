import type { Client } from '@temporalio/client';
import { connectTemporal } from '../temporal/connect.ts';
import type { TemporalPlace } from '../temporal/profile.ts';
import { isReachable } from '../temporal/reachability.ts';
import type { Program } from './child-process.ts';

/** Where the dev server listens and what it keeps; without a file it forgets everything at its end. */
export interface TemporalServerOptions {
  executable: string;
  port: number;
  uiPort?: number;
  databaseFile?: string;
  /** Of the default namespace, from the first start on; left out: they are registered while the server runs. */
  searchAttributes?: readonly { name: string; type: string }[];
  /** So many workflows, with their events, stay in memory; undefined: as many as Temporal likes. */
  cachedWorkflows?: number | undefined;
}

/** Go's collector has less to do where it waits for more garbage. */
const COLLECT_SELDOM = { GOGC: '300' };

/**
 * A task queue in one part: the few tasks of one machine are handed out in their order, and nothing is spent on passing
 * them from part to part.
 */
const ONE_PARTITION = { 'matching.numTaskqueueReadPartitions': 1, 'matching.numTaskqueueWritePartitions': 1 };

/** About what the events of an attempt take in memory. */
const EVENTS_BYTES = 32 * 1024;

const cacheOf = (workflows: number) => ({
  'history.hostLevelCacheMaxSize': workflows,
  'history.eventsHostLevelCacheMaxSizeBytes': workflows * EVENTS_BYTES,
});

/**
 * By its own defaults a dev server reads the search attributes that it knows from its file whenever one is used, some ten
 * times for each change, so that new ones can be used at once. One that has those of the service from the beginning may
 * remember them, as other servers do; later ones are known after some seconds.
 */
const REMEMBERED = { 'system.forceSearchAttributesCacheRefreshOnRead': false };

/** The Temporal dev server as a program. WAL with normal synchronisation gives two to three times the throughput. */
export function temporalServer(options: TemporalServerOptions): Program {
  const { executable, port, uiPort, databaseFile, searchAttributes, cachedWorkflows } = options;
  const dynamicConfig = {
    ...ONE_PARTITION,
    ...(searchAttributes && REMEMBERED),
    ...(cachedWorkflows !== undefined && cacheOf(cachedWorkflows)),
  };
  const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  return {
    name: 'Temporal',
    command: executable,
    env: COLLECT_SELDOM,
    args: [
      ...'server start-dev --ip 127.0.0.1 --log-level error'.split(' '),
      ...Object.entries(dynamicConfig).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]),
      ...(searchAttributes ?? []).flatMap(({ name, type }) => ['--search-attribute', `${name}=${type}`]),
      `--port=${port}`,
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...(databaseFile === undefined ? [] : ['--db-filename', databaseFile, ...pragmas]),
    ],
  };
}

async function asked(place: TemporalPlace, question: (client: Client) => Promise<boolean>): Promise<boolean> {
  try {
    const { client, close } = await connectTemporal(place, { timeoutMs: 2_000 });
    try {
      return await client.withDeadline(Date.now() + 2_000, () => question(client));
    } finally {
      await close();
    }
  } catch {
    return false;
  }
}

/** Where a dev server listens. */
export function devServerPlace(address: string): TemporalPlace {
  return { address, namespace: 'default', connection: { address } };
}

/** Whether Temporal serves the namespace. */
export function temporalAnswers(place: TemporalPlace): Promise<boolean> {
  return asked(place, async ({ workflowService, options: { namespace } }) => {
    await workflowService.describeNamespace({ namespace });
    return true;
  });
}

/** Whether it also reads from its store. */
export function temporalReads(place: TemporalPlace): Promise<boolean> {
  return asked(place, isReachable);
}

/** Whether a worker has polled the task queue since `since` (epoch milliseconds). */
export function workerPolls(place: TemporalPlace, taskQueue: string, since: number): Promise<boolean> {
  return asked(place, async ({ workflowService, options: { namespace } }) => {
    const { pollers } = await workflowService.describeTaskQueue({ namespace, taskQueue: { name: taskQueue } });
    return (pollers ?? []).some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 >= since - 1000);
  });
}
