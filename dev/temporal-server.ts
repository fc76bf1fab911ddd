import { Connection } from '@temporalio/client';
import type { Program } from './child-process.ts';

/** Where the dev server listens and what it keeps; without a file it forgets everything at its end. */
export type TemporalServerOptions = { executable: string; port: number; uiPort?: number; databaseFile?: string };

/** The Temporal dev server as a program. WAL with normal synchronisation gives two to three times the throughput. */
export function temporalServer({ executable, port, uiPort, databaseFile }: TemporalServerOptions): Program {
  const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  return {
    name: 'Temporal',
    command: executable,
    args: [
      ...'server start-dev --ip 127.0.0.1 --log-level error'.split(' '),
      `--port=${port}`,
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...(databaseFile === undefined ? [] : ['--db-filename', databaseFile, ...pragmas]),
    ],
  };
}

async function asked(address: string, question: (connection: Connection) => Promise<boolean>): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 2_000 });
    try {
      return await connection.withDeadline(Date.now() + 2_000, () => question(connection));
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

/** Whether Temporal serves the namespace. */
export function temporalAnswers(address: string, namespace = 'default'): Promise<boolean> {
  return asked(address, async ({ workflowService }) => {
    await workflowService.describeNamespace({ namespace });
    return true;
  });
}

/** Whether a worker has polled the task queue since `since` (epoch milliseconds). */
export function workerPolls(address: string, taskQueue: string, since: number): Promise<boolean> {
  return asked(address, async ({ workflowService }) => {
    const { pollers } = await workflowService.describeTaskQueue({
      namespace: 'default',
      taskQueue: { name: taskQueue },
    });
    return (pollers ?? []).some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 >= since - 1000);
  });
}
