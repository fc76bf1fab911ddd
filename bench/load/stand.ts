import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { atTheEnd } from '../peer/endings.ts';
import { startOurs, type OfOurs } from '../peer/ours.ts';
import { cpuOfParts } from '../peer/processes.ts';
import type { RunningService } from '../peer/service.ts';
import { startVendor } from '../peer/vendor-process.ts';
import { startAnotherApi, startAnotherWorker, type Another } from './more-processes.ts';
import { TEMPORAL_STORE } from './parts.ts';
import { startTemporalOnPostgres } from './temporal-on-postgres.ts';

const ROOT = join(import.meta.dirname, '../..');
/** As long as a silent learner of a proctored exam is waited for, so that the watch has its work. */
const BACKEND_OPTIONS = { heartbeat_window_seconds: 180 };

/** The Temporal dev server that `npm start` has, or the server on a Postgres of its own. */
export type TemporalKind = 'dev' | 'server';

/** The stack that `npm start` runs, filled, with a way into its database. */
export interface Stand {
  service: RunningService & OfOurs;
  database: pg.Client;
  /** Process id of the vendor. */
  vendorPid: number;
  /** Starts one more API or worker; it goes with the bench, and what it uses counts as that of its kind. */
  startAnother(kind: 'api' | 'worker'): Promise<Another>;
}

/** Starts it with these settings; it goes with the bench. */
export async function startStand(temporal: TemporalKind, settings: Record<string, string> = {}): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-load-'));
  chmodSync(folder, 0o755);
  atTheEnd(() => rm(folder, { recursive: true, force: true }));
  const more: Record<string, number[]> = { api: [], worker: [], temporal: [], [TEMPORAL_STORE]: [] };
  const env: NodeJS.ProcessEnv = { ...settings };
  if (temporal === 'server') {
    const { address, serverPid, postgresPid } = await startTemporalOnPostgres(folder);
    env['TEMPORAL_ADDRESS'] = address;
    more['temporal']?.push(serverPid);
    more[TEMPORAL_STORE]?.push(postgresPid);
  }
  const vendor = await startVendor();
  const ours = await startOurs('ours', ROOT, join(folder, 'ours'), vendor, BACKEND_OPTIONS, env);
  const cpu = () => {
    const [used, others] = [ours.cpu(), cpuOfParts(more)];
    const parts = Object.keys({ ...used, ...others });
    return Object.fromEntries(parts.map((part) => [part, (used[part] ?? 0) + (others[part] ?? 0)]));
  };
  const database = new pg.Client({ connectionString: ours.databaseUrl });
  await database.connect();
  atTheEnd(() => database.end());
  return {
    service: { ...ours, cpu },
    database,
    vendorPid: vendor.pid,
    async startAnother(kind) {
      const start = kind === 'api' ? startAnotherApi : startAnotherWorker;
      const another = await start(kind === 'api' ? ours.apiPid : ours.workerPid, folder);
      more[kind]?.push(another.pid);
      return another;
    },
  };
}
