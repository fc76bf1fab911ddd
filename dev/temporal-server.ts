import type { Client } from '@temporalio/client';
import { connectTemporal } from '../temporal/connect.ts';
import type { TemporalPlace } from '../temporal/profile.ts';
import { isReachable } from '../temporal/reachability.ts';
import type { Program } from './child-process.ts';

/** Where the dev server listens and what it keeps; without a file it forgets everything at its end. */
export type TemporalServerOptions = {
  executable: string;
  port: number;
  uiPort?: number;
  databaseFile?: string;
  /** Of the default namespace, from the first start on; left out: they are registered while the server runs. */
  searchAttributes?: readonly { name: string; type: string }[];
};

/** Go's collector has less to do where it waits for more garbage. */
const COLLECT_SELDOM = { GOGC: '300' };

/**
 * A task queue in one part: the few tasks of one machine are handed out in their order, and nothing is spent on passing
 * them from part to part.
 */
const ONE_PARTITION = ['Read', 'Write'].flatMap((way) => [
  '--dynamic-config-value',
  `matching.numTaskqueue${way}Partitions=1`,
]);

/**
 * Search attributes that the server has from the beginning. By its own defaults a dev server reads those that it knows
 * from its file whenever one is used, some ten times for each change, so that new ones can be used at once. With those of
 * the service made beforehand it may remember them, as other servers do; later ones are known after some seconds.
 */
const knownFromTheStart = (attributes: readonly { name: string; type: string }[]) => [
  ...attributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${type}`]),
  '--dynamic-config-value',
  'system.forceSearchAttributesCacheRefreshOnRead=false',
];

/** The Temporal dev server as a program. WAL with normal synchronisation gives two to three times the throughput. */
export function temporalServer(options: TemporalServerOptions): Program {
  const { executable, port, uiPort, databaseFile, searchAttributes } = options;
  const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  return {
    name: 'Temporal',
    command: executable,
    env: COLLECT_SELDOM,
    args: [
      ...'server start-dev --ip 127.0.0.1 --log-level error'.split(' '),
      ...ONE_PARTITION,
      ...(searchAttributes === undefined ? [] : knownFromTheStart(searchAttributes)),
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
