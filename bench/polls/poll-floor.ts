import pg from 'pg';
import { Pool } from 'undici';
import { z } from 'zod';
import { API_PATH } from '../../dev/seed.ts';
import { cpuOf } from '../peer/processes.ts';
import { seedPollers, type Poller } from './seed.ts';
import { POLLERS_KEY, startServerProcess, type ServerProcess } from './server-process.ts';

/** Learners who poll at the same time. */
const CALLERS = [8, 1] as const;
const POLLS_A_BLOCK = 2_500;
const ROUNDS = 5;

/** What one poll costs, in milliseconds of processor time; medians over the rounds. */
export interface PollCost {
  callers: number;
  /** Of the serving process. */
  server: number;
  /** Of Postgres; not a number where there is no /proc. */
  postgres: number;
}

/** The product and the least that it could cost, polled alike. */
export interface PollCosts {
  ours: PollCost[];
  bare: PollCost[];
}

async function poll({ url }: ServerProcess, pollers: readonly Poller[], callers: number): Promise<void> {
  const pool = new Pool(url, { connections: callers });
  let sent = 0;
  const caller = async () => {
    while (sent < POLLS_A_BLOCK) {
      const poller = pollers[sent % pollers.length];
      sent += 1;
      if (!poller) throw new Error('There is nobody who polls.');
      const { attemptId, authorization } = poller;
      const path = `${API_PATH}/attempt/${attemptId}`;
      const { statusCode, body } = await pool.request({ path, method: 'GET', headers: { authorization } });
      await body.text();
      if (statusCode !== 200) throw new Error(`A poll was answered with ${statusCode}.`);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  await pool.close();
}

const pidRow = z.object({ file: z.string() });

/** The process whose children serve the connections. */
export async function postmasterOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query("select pg_read_file('postmaster.pid') as file");
  await client.end();
  return Number(pidRow.parse(rows[0]).file.split('\n')[0]);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Polls the product's API and a bare server, each in a process of its own, in turns. */
export async function pollsBesideTheFloor(databaseUrl: string): Promise<PollCosts> {
  const pollers = await seedPollers(databaseUrl, POLLERS_KEY);
  const postmaster = await postmasterOf(databaseUrl);
  const servers = {
    ours: await startServerProcess('../../api/server.ts', databaseUrl),
    bare: await startServerProcess('bare-server.ts', databaseUrl),
  };

  async function block(server: ServerProcess, callers: number) {
    const before = { server: await server.cpuMs(), postgres: cpuOf(postmaster) };
    await poll(server, pollers, callers);
    return {
      server: ((await server.cpuMs()) - before.server) / POLLS_A_BLOCK,
      postgres: ((cpuOf(postmaster) - before.postgres) * 1000) / POLLS_A_BLOCK,
    };
  }

  const costs: PollCosts = { ours: [], bare: [] };
  for (const callers of CALLERS) {
    const blocks = { ours: [] as Omit<PollCost, 'callers'>[], bare: [] as Omit<PollCost, 'callers'>[] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const side of ['ours', 'bare'] as const) {
        const cost = await block(servers[side], callers);
        // The first round warms up.
        if (round > 0) blocks[side].push(cost);
      }
    }
    for (const side of ['ours', 'bare'] as const) {
      const of = (part: 'server' | 'postgres') => median(blocks[side].map((cost) => cost[part]));
      costs[side].push({ callers, server: of('server'), postgres: of('postgres') });
    }
  }
  await Promise.all(Object.values(servers).map((server) => server.end()));
  return costs;
}
