import { setTimeout as pause } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import { connectForApi } from '../service.ts';
import { followSecrets } from '../follow-secrets.ts';
import { readServiceConfig } from '../production-settings.ts';
import { createLogger } from '../logging.ts';
import { migrateIfAllowed } from '../db/migrate.ts';
import { openTelemetry } from '../telemetry/open-telemetry.ts';
import { installRuntime } from '../temporal/runtime.ts';
import { buildApp } from './app.ts';
import { watchRetirements } from './auth/watch-retirements.ts';
import { createAppDeps } from './create-app-deps.ts';
import { watchPressure } from './pressure.ts';
import { currentRequestId } from './request-context.ts';

/** Running requests have this long to finish; a creation may wait 25 s for the vendor. */
const LONGEST_REQUEST_MS = 30_000;

async function main(): Promise<void> {
  const config = readServiceConfig();
  const logger = createLogger({ name: 'api', level: config.logLevel });
  installRuntime({ log: logger, level: 'WARN', metricsAddress: config.telemetry.temporalMetricsAddress });
  await migrateIfAllowed(config, (message) => logger.debug(message));
  const telemetry = await openTelemetry(config.telemetry, 'durable-proctoring-api');
  const service = await connectForApi(config, logger, { requestId: currentRequestId, ...telemetry.measured });
  const secrets = followSecrets({ ...service, read: readServiceConfig, log: logger });
  let isDraining = false;
  const unreadiness = () => (isDraining ? 'draining' : service.isHostOff() ? 'clock_off' : null);
  const deps = createAppDeps(service, logger, { unreadiness, pressure: watchPressure(service) });
  const retirements = watchRetirements(service.pool, deps.onRetired);
  const app = await buildApp(deps);
  const drainMs = config.api.drainSeconds * 1_000;
  const delay = drainMs + LONGEST_REQUEST_MS;
  const ending = closeWithGrace({ delay, logger, skip: ['SIGTERM', ...secrets.signals] }, async ({ err }) => {
    isDraining = true;
    if (err === undefined) await pause(drainMs);
    await app.close();
    secrets.close();
    retirements.close();
    await service.close();
    await telemetry.close();
  });
  // A platform may ask twice; a person who presses Ctrl-C twice means it.
  process.on('SIGTERM', () => {
    if (!isDraining) ending.close();
  });
  await app.listen({ host: config.api.host, port: config.api.port });
  // What keeps changes from being made is in the log before the first one is asked for.
  await service.isTemporalReachable();
}

await main();
