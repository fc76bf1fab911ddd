import { DefaultLogger, Runtime } from '@temporalio/worker';
import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import { createLogger } from '../logging.ts';
import { readServiceConfig } from '../production-settings.ts';
import { migrate } from '../db/migrate.ts';
import { connectForWorker } from '../service.ts';
import { serve } from './serve.ts';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Temporal's own log lines go where ours go. */
function installRuntime(log: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]]({ ...meta }, message)),
    shutdownSignals: [],
  });
}

async function main(): Promise<void> {
  const config = readServiceConfig();
  const log = createLogger({ name: 'worker', level: config.logLevel });
  installRuntime(log);
  await migrate(config.databaseUrl, (message) => log.debug(message));
  const service = await connectForWorker(config, log);
  const stopping = new AbortController();
  const served = Promise.all([serve(service, log, stopping.signal), service.followCourseStaff?.(stopping.signal)]);
  closeWithGrace({ delay: 15_000, logger: log }, async () => {
    stopping.abort();
    await served;
    await service.close();
  });
  await served;
}

await main();
