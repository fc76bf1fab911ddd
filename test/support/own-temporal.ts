import { mkdtemp, rm } from 'node:fs/promises';
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
  close(): Promise<void>;
}

/** Starts it; `options` go to the server's command line. */
export async function startOwnTemporal(options: string[] = []): Promise<OwnTemporal> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-temporal-'));
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const program = temporalServer({ executable: await temporalExecutable(() => {}), port });
  const start = async () => {
    const started = launchBound({ ...program, args: [...program.args, ...options] }, join(folder, 'temporal.log'));
    await until(() => temporalAnswers(devServerPlace(address)), 'Temporal');
    return started;
  };
  let server = await start();
  const connection = await Connection.connect({ address });
  return {
    address,
    client: new Client({ connection }),
    async empty() {
      await terminate(server, 'SIGKILL');
      server = await start();
    },
    async close() {
      await connection.close();
      await terminate(server);
      await rm(folder, { recursive: true });
    },
  };
}
