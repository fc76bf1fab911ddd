import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import closeWithGrace from 'close-with-grace';
import { pino, type Logger } from 'pino';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import { loadMails } from '../emails/index.ts';
import { createWorkers } from './create-workers.ts';
import { connectLmsEffects, connectLookups, connectMailer } from './outside.ts';
import { scheduleHeartbeatWatch } from './temporal-setup.ts';
import { createVendorRegistry } from './vendors/registry.ts';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Temporal's own log lines go where ours go. */
function installRuntime(log: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]]({ ...meta }, message)),
    shutdownSignals: [],
  });
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ name: 'worker', level: config.logLevel });
  installRuntime(log);
  const { temporal } = config;
  const [vendors, mails] = await Promise.all([
    createVendorRegistry(config),
    loadMails({ overridesDir: config.mail.overridesDir }),
  ]);
  await migrate(config.databaseUrl, (message) => log.debug(message));
  const pool = await openPool(config.databaseUrl, { log });
  const connection = await NativeConnection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  const workers = await createWorkers(
    {
      config,
      pool,
      client,
      vendors,
      mails,
      lms: connectLmsEffects(config, log),
      lookups: connectLookups(config, pool, log),
      mailer: connectMailer(config, log),
      clock: Date.now,
    },
    connection,
  );
  await scheduleHeartbeatWatch(client, temporal.taskQueue, config.proctoring.heartbeatWatchSeconds);
  closeWithGrace({ delay: 15_000, logger: log }, async () => {
    workers.shutdown();
    await finished;
    await connection.close();
    await pool.end();
  });
  log.info({ taskQueue: temporal.taskQueue }, 'worker ready');
  const finished = workers.run();
  await finished;
}

await main();
