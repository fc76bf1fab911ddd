import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded, terminate } from '../../dev/child-process.ts';
import { freePort } from '../../dev/ports.ts';
import { readNote } from '../../dev/lock.ts';
import { until } from '../../dev/until.ts';
import { atTheEnd } from './endings.ts';
import { STAND_INS } from './figures.ts';
import { BACKEND, tokenHeader } from './people.ts';
import { cpuOf, cpuOfParts } from './processes.ts';
import { seedOurs } from './seed-ours.ts';
import type { RunningService } from './service.ts';
import type { Vendor } from './vendor-process.ts';

/** Limits that the service counts against, but that the bench does not reach. */
const UNLIMITED = '1000000000';
/** A worker that uses less of a core than this, for as long, has nothing left to do. */
const QUIET = { share: 0.12, forMs: 400, longestMs: 60_000 };

function environment(dataDir: string, port: number, vendor: Vendor, backendOptions: object): NodeJS.ProcessEnv {
  const backend = { type: 'rest', base_url: vendor.url, client_id: 'bench', client_secret: 'secret of the bench' };
  return {
    ...process.env,
    DATA_DIR: dataDir,
    ANY_PORTS: 'true',
    API_PORT: String(port),
    REQUESTS_PER_MINUTE: UNLIMITED,
    PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: BACKEND, [BACKEND]: { ...backend, ...backendOptions } }),
  };
}

/** Processes of the stack by name, once it is up and has its demo data. */
function processesOf(dataDir: string): Record<string, number> | undefined {
  const note = readNote(dataDir);
  if (!note?.services['API'] || note.table.includes('still starting')) return undefined;
  return Object.fromEntries(Object.entries(note.services).map(([name, { pid }]) => [name, pid]));
}

/** Where Postgres listens; no older version records it. */
function databaseUrlOf(postgres: number): string {
  const port = /\0-p\0(\d+)\0/.exec(readFileSync(`/proc/${postgres}/cmdline`, 'utf8'))?.[1];
  return `postgres://proctoring:proctoring@127.0.0.1:${port}/proctoring`;
}

/** What is known of our own service alone. */
export interface OfOurs {
  databaseUrl: string;
  /** Process ids of the API and of the worker. */
  apiPid: number;
  workerPid: number;
  /** Process ids by part. */
  parts: Readonly<Record<string, readonly number[]>>;
}

/**
 * Starts the whole stack of a checkout as `npm start` does, in a fresh folder: one API, one worker, the Temporal dev
 * server with its file, and a Postgres that syncs every commit.
 */
export async function startOurs(
  name: string,
  checkout: string,
  dataDir: string,
  vendor: Vendor,
  backendOptions: object = {},
  env: NodeJS.ProcessEnv = {},
): Promise<RunningService & OfOurs> {
  const port = await freePort();
  const log = openSync(`${dataDir}.log`, 'a');
  const child = spawn(process.execPath, [join(checkout, 'dev/bootstrap.mjs'), 'dev/start.ts'], {
    cwd: checkout,
    env: { ...environment(dataDir, port, vendor, backendOptions), ...env },
    stdio: ['ignore', log, log],
  });
  atTheEnd(() => terminate(child, 'SIGTERM', 30_000));
  await until(
    async () => {
      if (hasEnded(child)) throw new Error(`${name} does not start:\n${readFileSync(`${dataDir}.log`, 'utf8')}`);
      return processesOf(dataDir) !== undefined;
    },
    `the start of ${name}`,
    { timeoutMs: 300_000 },
  );
  const pids = processesOf(dataDir) ?? {};
  const pid = (service: string) => pids[service] ?? 0;
  const neighbours = [pid('Mail catcher'), pid('Mock LMS'), pid('Mock vendor'), vendor.pid].filter(Boolean);
  const parts = {
    api: [pid('API')],
    worker: [pid('Worker')],
    // Of none, when `env` names a running one.
    temporal: [pid('Temporal')].filter(Boolean),
    postgres: [pid('Postgres')],
    [STAND_INS]: neighbours,
  };
  const databaseUrl = databaseUrlOf(pid('Postgres'));
  return {
    name,
    port,
    databaseUrl,
    apiPid: pid('API'),
    workerPid: pid('Worker'),
    parts,
    signIn: tokenHeader,
    exams: await seedOurs(databaseUrl),
    cpu: () => cpuOfParts(parts),
    async settle() {
      const end = Date.now() + QUIET.longestMs;
      for (let before = cpuOf(pid('Worker')); Date.now() < end;) {
        await delay(QUIET.forMs);
        const now = cpuOf(pid('Worker'));
        if (now - before <= (QUIET.share * QUIET.forMs) / 1000) return;
        before = now;
      }
    },
  };
}
