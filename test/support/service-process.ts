import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasEnded, launchBound, terminate } from '../../dev/child-process.ts';
import { until } from '../../dev/until.ts';

/** What runs, and the words in its log by which it says that it serves. */
const PROCESSES = {
  worker: { entry: '../../activities/worker.ts', ready: '"worker ready"' },
  api: { entry: '../../api/server.ts', ready: 'Server listening at' },
} as const;

/** A part of the service as a process of its own, which can be killed. */
export interface ServiceProcess {
  /** Starts it and waits until it serves. */
  start(): Promise<void>;
  /** Ends it with SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Asks it to end with SIGTERM, which may be done again; its exit code. */
  stop(): Promise<number | null>;
  /** Sends it SIGHUP. */
  hangUp(): void;
  /** What it has written since its last start. */
  log(): Promise<string>;
  /** Ends it in good order and removes its log. */
  close(): Promise<void>;
}

/** `env` is its configuration, by the names of config.ts, as on the local stack unless it says otherwise; `LOG_LEVEL` must be `info`. `preload`: a module beside this one that runs first. */
export async function serviceProcess(
  name: keyof typeof PROCESSES,
  env: Record<string, string>,
  { preload }: { preload?: string } = {},
): Promise<ServiceProcess> {
  const { entry, ready } = PROCESSES[name];
  const at = (path: string) => new URL(path, import.meta.url);
  const args = [...(preload === undefined ? [] : ['--import', at(preload).href]), fileURLToPath(at(entry))];
  const folder = await mkdtemp(join(tmpdir(), `durable-proctoring-${name}-`));
  let starts = 0;
  const logFile = () => join(folder, `${starts}.log`);
  let child: ChildProcess | undefined;
  return {
    async start() {
      starts += 1;
      const log = logFile();
      const started = launchBound(
        { name, command: process.execPath, args, env: { LOCAL_STACK: 'true', DRAIN_SECONDS: '0', ...env } },
        log,
      );
      child = started;
      await until(async () => {
        const output = await readFile(log, 'utf8');
        if (hasEnded(started)) throw new Error(`The ${name} does not start:\n${output}`);
        return output.includes(ready);
      }, `${name}: start`);
    },
    log: () => readFile(logFile(), 'utf8').catch(() => ''),
    async kill() {
      if (!child || hasEnded(child)) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    hangUp: () => void child?.kill('SIGHUP'),
    async stop() {
      if (!child || hasEnded(child)) return child?.exitCode ?? null;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
    async close() {
      if (child) await terminate(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
