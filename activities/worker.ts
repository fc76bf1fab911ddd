import { DefaultLogger, Runtime } from '@temporalio/worker';
import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import { createLogger } from '../logging.ts';
import { readServiceConfig } from '../production-settings.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabaseClock } from '../db/clock.ts';
import { openPool } from '../db/pool.ts';
import { loadMails } from '../emails/index.ts';
import { connectLmsEffects, connectLookups, connectMailer } from '../service.ts';
import { serve } from './serve.ts';
import { createVendorRegistry } from '../vendors/registry.ts';

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
  const [vendors, mails] = await Promise.all([
    createVendorRegistry(config),
    loadMails({ overridesDir: config.mail.overridesDir }),
  ]);
  await migrate(config.databaseUrl, (message) => log.debug(message));
  const pool = await openPool(config.databaseUrl, { log });
  const databaseClock = await openDatabaseClock(pool, {
    onOff: (aheadMs) => log.error({ aheadMs }, "this host's clock is wrong"),
  });
  const parts = {
    config,
    pool,
    vendors,
    mails,
    lms: connectLmsEffects(config, log),
    lookups: connectLookups(config, pool, log),
    mailer: connectMailer(config, log),
    clock: databaseClock.now,
  };
  const stopping = new AbortController();
  const served = serve(parts, log, stopping.signal);
  closeWithGrace({ delay: 15_000, logger: log }, async () => {
    stopping.abort();
    await served;
    databaseClock.close();
    await pool.end();
  });
  await served;
}

await main();
