import closeWithGrace from 'close-with-grace';
import { followSecrets } from '../follow-secrets.ts';
import { createLogger } from '../logging.ts';
import { readServiceConfig } from '../production-settings.ts';
import { migrateIfAllowed } from '../db/migrate.ts';
import { connectForWorker } from '../service.ts';
import { openTelemetry } from '../telemetry/open-telemetry.ts';
import { installRuntime } from '../temporal/runtime.ts';
import { FORESEEN } from './foreseen.ts';
import { serve } from './serve.ts';

async function main(): Promise<void> {
  const config = readServiceConfig();
  const log = createLogger({ name: 'worker', level: config.logLevel });
  installRuntime({ log, level: 'INFO', metricsAddress: config.telemetry.temporalMetricsAddress });
  await migrateIfAllowed(config, (message) => log.debug(message));
  const telemetry = await openTelemetry(config.telemetry, 'durable-proctoring-worker');
  telemetry.measured.meters?.foresee(FORESEEN);
  const service = await connectForWorker(config, log, telemetry.measured);
  const secrets = followSecrets({ ...service, read: readServiceConfig, log });
  const stopping = new AbortController();
  const served = Promise.all([serve(service, log, stopping.signal), service.followCourseStaff?.(stopping.signal)]);
  closeWithGrace({ delay: 15_000, logger: log, skip: secrets.signals }, async () => {
    stopping.abort();
    await served;
    secrets.close();
    await service.close();
    await telemetry.close();
  });
  await served;
}

await main();
