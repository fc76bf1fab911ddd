// Exits with 0 if Temporal has recently heard from this host's worker; the health check of a worker's container.
import { hostname } from 'node:os';
import { readConfig } from '../config.ts';
import { connectTemporal } from '../temporal/connect.ts';

/** A poll waits up to a minute for work before the next one begins. */
const SILENT_AFTER_MS = 150_000;

const { temporal } = readConfig();
const { client, close } = await connectTemporal(temporal, { timeoutMs: 5_000 });
const { pollers } = await client.workflowService.describeTaskQueue({
  namespace: temporal.namespace,
  taskQueue: { name: temporal.taskQueue },
});
await close();
const isAlive = (pollers ?? []).some(
  ({ identity, lastAccessTime }) =>
    identity?.endsWith(`@${hostname()}`) && Number(lastAccessTime?.seconds ?? 0) * 1000 > Date.now() - SILENT_AFTER_MS,
);
process.exitCode = isAlive ? 0 : 1;
