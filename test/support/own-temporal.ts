import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { launchBound, terminate } from '../../dev/child-process.ts';
import { freePort } from '../../dev/ports.ts';
import { temporalExecutable } from '../../dev/temporal-executable.ts';
import { devServerPlace, temporalAnswers, temporalServer } from '../../dev/temporal-server.ts';
import { until } from '../../dev/until.ts';

/** A Temporal dev server of the caller's own, empty at first. */
export interface OwnTemporal {
  address: string;
  client: Client;
  /** Kills it and starts another one at its address, which knows nothing. */
  empty(): Promise<void>;
  /** Copies what it knows; the answer puts the copy in the place of what it knows then. The server is restarted for both. */
  copy(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Starts it; `options` go to the server's command line. */
export async function startOwnTemporal(options: string[] = []): Promise<OwnTemporal> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-temporal-'));
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const store = join(folder, 'store');
  await mkdir(store);
  const databaseFile = join(store, 'temporal.db');
  const program = temporalServer({ executable: await temporalExecutable(() => {}), port, databaseFile });
  const start = async () => {
    const started = launchBound({ ...program, args: [...program.args, ...options] }, join(folder, 'temporal.log'));
    await until(() => temporalAnswers(devServerPlace(address)), 'Temporal');
    return started;
  };
  let server = await start();
  /** Ends it, has its files changed, and starts it again. */
  const restartAfter = async (change: () => Promise<void>, signal?: NodeJS.Signals) => {
    await terminate(server, signal);
    await change();
    server = await start();
  };
  const replaceStore = async (by: string | null) => {
    await rm(store, { recursive: true });
    await (by === null ? mkdir(store) : cp(by, store, { recursive: true }));
  };
  let copies = 0;
  const connection = await Connection.connect({ address });
  return {
    address,
    client: new Client({ connection }),
    empty: () => restartAfter(() => replaceStore(null), 'SIGKILL'),
    async copy() {
      copies += 1;
      const place = join(folder, `copy-${copies}`);
      await restartAfter(() => cp(store, place, { recursive: true }));
      return () => restartAfter(() => replaceStore(place), 'SIGKILL');
    },
    async close() {
      await connection.close();
      await terminate(server);
      await rm(folder, { recursive: true });
    },
  };
}
