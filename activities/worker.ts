import closeWithGrace from 'close-with-grace';
import { createLogger } from '../logging.ts';
import { readServiceConfig } from '../production-settings.ts';
import { migrateIfAllowed } from '../db/migrate.ts';
import { connectForWorker } from '../service.ts';
import { openMetrics } from '../telemetry/open-metrics.ts';
import { openTraces } from '../telemetry/open-traces.ts';
import { installRuntime } from '../temporal/runtime.ts';
import { serve } from './serve.ts';

async function main(): Promise<void> {
  const config = readServiceConfig();
  const log = createLogger({ name: 'worker', level: config.logLevel });
  const { metricsAddress, temporalMetricsAddress, traces: traceSettings } = config.telemetry;
  installRuntime({ log, level: 'INFO', metricsAddress: temporalMetricsAddress });
  await migrateIfAllowed(config, (message) => log.debug(message));
  const metrics = await openMetrics(metricsAddress);
  const traces = await openTraces(traceSettings && { ...traceSettings, service: 'durable-proctoring-worker' });
  const service = await connectForWorker(config, log, { meters: metrics?.meters, traces });
  const stopping = new AbortController();
  const served = Promise.all([serve(service, log, stopping.signal), service.followCourseStaff?.(stopping.signal)]);
  closeWithGrace({ delay: 15_000, logger: log }, async () => {
    stopping.abort();
    await served;
    await service.close();
    await traces?.close();
    await metrics?.close();
  });
  await served;
}

await main();
