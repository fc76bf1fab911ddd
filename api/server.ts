import { setTimeout as pause } from 'node:timers/promises';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import { connectLookups } from '../service.ts';
import { createVendorRegistry } from '../vendors/registry.ts';
import { readServiceConfig } from '../production-settings.ts';
import { createLogger } from '../logging.ts';
import { openDatabaseClock } from '../db/clock.ts';
import { migrate } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import { createLazyClient } from '../temporal/connect.ts';
import { isReachable } from '../temporal/reachability.ts';
import { createChangeDelivery } from '../workflows/change-delivery/client.ts';
import { createBoundedClient } from '../workflows/exam-attempt/bounded-client.ts';
import { buildApp } from './app.ts';
import { createJwtAuthentication } from './auth/jwt.ts';
import { createPeopleCache } from './auth/people-cache.ts';
import { watchRetirements } from './auth/watch-retirements.ts';
import { createHeartbeats } from './heartbeats.ts';
import { currentRequestId } from './request-context.ts';

/** Running requests have this long to finish; a creation may wait 25 s for the vendor. */
const LONGEST_REQUEST_MS = 30_000;

/** Temporal's own log lines go where ours go. */
function installRuntime(log: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ message, meta }) => log.warn({ ...meta }, message)),
    shutdownSignals: [],
  });
}

async function main(): Promise<void> {
  const config = readServiceConfig();
  const logger = createLogger({ name: 'api', level: config.logLevel });
  await migrate(config.databaseUrl, (message) => logger.debug(message));
  const pool = await openPool(config.databaseUrl, { log: logger, maximumSize: 20 });
  const databaseClock = await openDatabaseClock(pool, {
    onOff: (aheadMs) => logger.error({ aheadMs }, "this host's clock is wrong"),
  });
  const clock = databaseClock.now;
  let isDraining = false;
  installRuntime(logger);
  const { taskQueue } = config.temporal;
  const client = createLazyClient(config.temporal);
  const lms = connectLookups(config, pool, logger);
  const people = createPeopleCache(pool, clock);
  const retirements = watchRetirements(pool, people.forget);
  const app = await buildApp({
    config,
    pool,
    attempts: createBoundedClient(client, { taskQueue, now: clock, requestId: currentRequestId }),
    changes: createChangeDelivery(client, {
      taskQueue,
      onUndelivered: (subject, error) => logger.warn({ subject, err: error }, 'the change could not be delivered yet'),
    }),
    isTemporalReachable: () => isReachable(client),
    vendors: await createVendorRegistry(config),
    lms,
    authenticate: createJwtAuthentication({ config, people, lms, clock }),
    onRetired: people.forget,
    heartbeats: createHeartbeats({
      pool,
      clock,
      onFailure: (error) => logger.error({ err: error }, 'could not write heartbeats'),
    }),
    clock,
    unreadiness: () => (isDraining ? 'draining' : databaseClock.isHostOff() ? 'clock_off' : null),
    logger,
  });
  const drainMs = config.api.drainSeconds * 1_000;
  const delay = drainMs + LONGEST_REQUEST_MS;
  const ending = closeWithGrace({ delay, logger, skip: ['SIGTERM'] }, async ({ err }) => {
    isDraining = true;
    if (err === undefined) await pause(drainMs);
    await app.close();
    await client.connection.close();
    databaseClock.close();
    retirements.close();
    await pool.end();
  });
  // A platform may ask twice; a person who presses Ctrl-C twice means it.
  process.on('SIGTERM', () => {
    if (!isDraining) ending.close();
  });
  await app.listen({ host: config.api.host, port: config.api.port });
}

await main();
