import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasEnded, launch, terminate } from '../../dev/child-process.ts';
import { until } from '../../dev/until.ts';

const ENTRY = fileURLToPath(new URL('../../activities/worker.ts', import.meta.url));

/** The worker as a process of its own, which can be killed. */
export interface WorkerProcess {
  /** Starts it and waits until it takes tasks. */
  start(): Promise<void>;
  /** Ends it with SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Ends it in good order and removes its log. */
  close(): Promise<void>;
}

/** `env` is its configuration, by the names of config.ts. */
export async function workerProcess(env: Record<string, string>): Promise<WorkerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-worker-'));
  let starts = 0;
  let child: ChildProcess | undefined;
  return {
    async start() {
      starts += 1;
      const log = join(folder, `${starts}.log`);
      const started = launch({ name: 'worker', command: process.execPath, args: [ENTRY], env }, log);
      child = started;
      process.once('exit', () => started.kill('SIGKILL'));
      await until(async () => {
        const output = await readFile(log, 'utf8');
        if (hasEnded(started)) throw new Error(`The worker does not start:\n${output}`);
        return output.includes('"worker ready"');
      }, 'worker: start');
    },
    async kill() {
      if (!child || hasEnded(child)) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      if (child) await terminate(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
