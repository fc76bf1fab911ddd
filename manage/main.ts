import { userInfo } from 'node:os';
import { readConfig } from '../config.ts';
import { openPool } from '../db/pool.ts';
import { connectTemporal } from '../temporal/connect.ts';
import { createDeferredGateway } from '../api/deferred-gateway.ts';
import { runCommandLine } from './run-command.ts';
import { createTerminal } from './terminal.ts';
import { createTemporalGateway } from '../api/temporal-gateway.ts';

/** The account that runs this; a container may have one without a name. */
function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** The operators' command line: another way in beside HTTP, for work on many attempts. */
async function main(): Promise<number> {
  const { databaseUrl, temporal: place } = readConfig();
  const pool = await openPool(databaseUrl, { maximumSize: 2 });
  const temporal = createDeferredGateway(async () => {
    const { client, close } = await connectTemporal(place, { timeoutMs: 5_000 });
    return { gateway: createTemporalGateway(client, place), close };
  });
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.once('SIGTERM', () => interruption.abort());
  try {
    const output = createTerminal(process.stdout, process.stderr);
    const { signal } = interruption;
    return await runCommandLine(process.argv.slice(2), {
      pool,
      temporal,
      output,
      signal,
      operator: operatorName(),
    });
  } finally {
    await temporal.close();
    await pool.end();
  }
}

process.exitCode = await main();
