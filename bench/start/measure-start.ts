import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded } from '../../dev/child-process.ts';
import { readNote } from '../../dev/lock.ts';
import { freePort } from '../../dev/ports.ts';
import { answers, until } from '../../dev/until.ts';
import { atTheEnd } from '../peer/endings.ts';
import { cpuOf, memoryOf } from '../peer/processes.ts';

/** One start of the stack. */
export interface Start {
  /** Seconds until the first 200 of /readyz, and until the printed "Ready". */
  untilReadyz: number;
  untilPrinted: number;
  /** Processor seconds of each process until "Ready". */
  cpu: Record<string, number>;
  /** MiB of each process at rest. */
  memory: Record<string, number>;
}

/** How long the stack is left alone before its memory is read, in milliseconds. */
const REST_MS = 10_000;
const LAUNCHER = 'launcher';

/** Starts the stack of a checkout as `npm start` does, with its data in `dataDir`, and stops it again. */
export async function measureStart(checkout: string, dataDir: string): Promise<Start> {
  const port = await freePort();
  const logFile = `${dataDir}.log`;
  const log = openSync(logFile, 'w');
  // The checkout says for itself whether compiled modules are kept.
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: undefined,
    DATA_DIR: dataDir,
    ANY_PORTS: 'true',
    API_PORT: String(port),
  };
  const since = performance.now();
  const child = spawn(process.execPath, [join(checkout, 'dev/bootstrap.mjs'), 'dev/start.ts'], {
    cwd: checkout,
    env,
    stdio: ['ignore', log, log],
  });
  const stop = async () => {
    const ended = hasEnded(child) ? undefined : once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  atTheEnd(stop);
  const happened = async (condition: () => Promise<boolean>, what: string) => {
    const isTrue = async () => {
      if (hasEnded(child)) throw new Error(`The stack does not start:\n${readFileSync(logFile, 'utf8')}`);
      return condition();
    };
    await until(isTrue, what, { timeoutMs: 300_000, everyMs: 20 });
    return (performance.now() - since) / 1000;
  };
  const untilReadyz = await happened(() => answers(`http://127.0.0.1:${port}/readyz`), '/readyz');
  const untilPrinted = await happened(async () => readFileSync(logFile, 'utf8').includes('\nReady.'), '"Ready"');
  const services = Object.entries(readNote(dataDir)?.services ?? {});
  const pids = { ...Object.fromEntries(services.map(([name, { pid }]) => [name, pid])), [LAUNCHER]: child.pid ?? 0 };
  const own = services.reduce((sum, [, { pid }]) => sum + cpuOf(pid), 0);
  const cpu = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuOf(pid)]));
  cpu[LAUNCHER] = (cpu[LAUNCHER] ?? 0) - own;
  await delay(REST_MS);
  const memory = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, memoryOf(pid)]));
  const weighed = services.reduce((sum, [name]) => sum + (memory[name] ?? 0), 0);
  memory[LAUNCHER] = (memory[LAUNCHER] ?? 0) - weighed;
  await stop();
  return { untilReadyz, untilPrinted, cpu, memory };
}
