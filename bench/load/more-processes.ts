import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { terminate } from '../../dev/child-process.ts';
import { freePort } from '../../dev/ports.ts';
import { devServerPlace } from '../../dev/temporal-server.ts';
import { answers, until } from '../../dev/until.ts';
import { connectTemporal } from '../../temporal/connect.ts';
import { atTheEnd } from '../peer/endings.ts';

const ROOT = join(import.meta.dirname, '../..');

/** One more process of the service. */
export interface Another {
  pid: number;
  /** Where an API listens. */
  port: number;
}

/** The environment that a process was started with. */
export function environmentOf(pid: number): NodeJS.ProcessEnv {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

function start(file: string, env: NodeJS.ProcessEnv, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [join(ROOT, file)], { cwd: ROOT, env, stdio: ['ignore', log, log] });
  atTheEnd(() => terminate(child));
  return child;
}

/** Starts another API, with the settings of the one that runs. */
export async function startAnotherApi(like: number, folder: string): Promise<Another> {
  const port = await freePort();
  const env = { ...environmentOf(like), API_PORT: String(port) };
  const child = start('api/server.ts', env, join(folder, 'another-api.log'));
  await until(() => answers(`http://127.0.0.1:${port}/readyz`), 'the start of another API');
  return { pid: child.pid ?? 0, port };
}

/** How many workers ask for tasks of the queue. */
async function countPollers(address: string, taskQueue: string): Promise<number> {
  const place = devServerPlace(address);
  const { client, close } = await connectTemporal(place);
  try {
    const asked = { namespace: place.namespace, taskQueue: { name: taskQueue } };
    const { pollers } = await client.workflowService.describeTaskQueue(asked);
    return new Set((pollers ?? []).map(({ identity }) => identity)).size;
  } finally {
    await close();
  }
}

/** Starts another worker, with the settings of the one that runs. */
export async function startAnotherWorker(like: number, folder: string): Promise<Another> {
  const env = environmentOf(like);
  const address = env['TEMPORAL_ADDRESS'] ?? '';
  const queue = env['TEMPORAL_TASK_QUEUE'] ?? 'proctoring';
  const before = await countPollers(address, queue);
  const child = start('activities/worker.ts', env, join(folder, 'another-worker.log'));
  await until(async () => (await countPollers(address, queue)) > before, 'the start of another worker');
  return { pid: child.pid ?? 0, port: 0 };
}
