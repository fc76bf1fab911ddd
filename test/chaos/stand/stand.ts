import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../dev/ports.ts';
import { readDevSettings } from '../../../dev/settings.ts';
import { startStack } from '../../../dev/stack.ts';
import { Supervisor } from '../../../dev/supervisor.ts';
import { workerPolls } from '../../../dev/temporal-server.ts';
import { until } from '../../../dev/until.ts';
import type { TemporalPlace } from '../../../temporal/profile.ts';
import type { FaultRecord, ScarcitySample } from '../check/evidence.ts';
import { CLOCKS, NEIGHBOURS, PART_NAMES } from '../plan/parts.ts';
import type { Fault, PartName } from '../plan/types.ts';
import { startNeighbours, type Neighbours } from './neighbours.ts';
import { watchScarcity } from './scarcity.ts';

const CLOCK = new URL('../../support/shifted-clock.mjs', import.meta.url);
const ENTRY: Record<(typeof CLOCKS)[number], string> = { Worker: 'worker.ts', API: 'server.ts' };
/** Seconds in which an act can be taken back. */
const UNDO_SECONDS = 4;

/** The whole stack, every part of which can be broken, with neighbours that remember. */
export interface Stand {
  apiUrl: string;
  jwtKey: string;
  temporal: TemporalPlace;
  neighbours: Neighbours;
  /** Breaks a part and waits until it serves again. */
  carryOut(fault: Fault): Promise<FaultRecord>;
  /** Puts every clock right and waits until everything serves. */
  recover(): Promise<void>;
  /** What the processes of the stack, and this one, have lost so far. */
  scarcity(): ScarcitySample[];
  close(): Promise<void>;
}

/** Whether reads and changes are served; a host whose clock is wrong serves them too, and says that it is not ready. */
async function servesChanges(apiUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(`${apiUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
    const told = (await answer.json()) as { reads?: boolean; changes?: boolean };
    return told.reads === true && told.changes === true;
  } catch {
    return false;
  }
}

/** Starts it in a folder of its own. */
export async function startStand(): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-chaos-'));
  const clocks = join(folder, 'clocks');
  await mkdir(clocks);
  const neighbours = await startNeighbours(folder);
  let pids: Record<string, number> = {};
  const supervisor = new Supervisor(
    join(folder, 'logs'),
    () => undefined,
    (now) => void (pids = now),
  );
  const killAll = () => supervisor.kill();
  process.once('exit', killAll);
  const settings = readDevSettings({ DATA_DIR: folder, ANY_PORTS: 'true', API_PORT: String(await freePort()) });
  const { apiUrl, temporal } = await startStack(supervisor, settings, () => undefined, {
    services: neighbours.services,
    env: {
      ...neighbours.env,
      NODE_OPTIONS: `--import ${CLOCK.href}?folder=${encodeURIComponent(clocks)}`,
      UNDO_WINDOW_SECONDS: String(UNDO_SECONDS),
      REQUESTS_PER_MINUTE: '0',
    },
  });

  const pidOf = (part: PartName) => pids[part] ?? Number.NaN;
  const scarcity = watchScarcity(() => [process.pid, ...PART_NAMES.map(pidOf).filter((pid) => !Number.isNaN(pid))]);
  const neighbour = (part: PartName) => neighbours.services.find(({ name }) => name === part);
  async function serves(part: PartName, since: number): Promise<boolean> {
    if (NEIGHBOURS.some((name) => name === part)) return (await neighbour(part)?.ready()) === true;
    if (!(await servesChanges(apiUrl))) return false;
    return part !== 'Worker' || (await workerPolls(temporal, 'proctoring', since));
  }

  async function move(part: PartName, shiftMs: number): Promise<void> {
    const entry = part === 'Worker' || part === 'API' ? ENTRY[part] : '';
    await writeFile(join(clocks, entry), String(shiftMs));
  }

  async function killAndWait(part: PartName): Promise<void> {
    const pid = pidOf(part);
    process.kill(pid, 'SIGKILL');
    await until(async () => pids[part] !== pid, `${part} is started again`);
    // A poll of the process that was killed may be a second old.
    const since = Date.now() + 1_000;
    await until(() => serves(part, since), `${part} serves again`, { timeoutMs: 120_000, everyMs: 200 });
  }

  async function pauseAndWait(part: PartName, forMs: number): Promise<void> {
    const pid = pidOf(part);
    process.kill(pid, 'SIGSTOP');
    try {
      await delay(forMs);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until(() => serves(part, 0), `${part} serves again`, { timeoutMs: 120_000, everyMs: 200 });
  }

  return {
    apiUrl,
    jwtKey: settings.jwtKey,
    temporal,
    neighbours,
    scarcity: () => scarcity.samples,
    async carryOut({ part, how, forMs, shiftMs }) {
      const from = Date.now();
      if (how === 'clock') await move(part, shiftMs);
      else if (how === 'kill') await killAndWait(part);
      else await pauseAndWait(part, forMs);
      return { part, how, from, to: Date.now() };
    },
    async recover() {
      for (const part of CLOCKS) await move(part, 0);
      await until(
        async () => (await Promise.all([...CLOCKS, ...NEIGHBOURS].map((part) => serves(part, 0)))).every(Boolean),
        'everything serves',
        { timeoutMs: 120_000, everyMs: 500 },
      );
    },
    async close() {
      scarcity.stop();
      await supervisor.stop();
      process.off('exit', killAll);
      await neighbours.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
