import type { Client } from '@temporalio/client';
import type { DatabasePool } from 'slonik';
import type { Config } from '../config.ts';
import { findVersion } from '../db/attempt-store.ts';
import { createAttemptClient } from '../workflows/exam-attempt/client.ts';
import { createBulkActivities } from './bulk/index.ts';
import { createChangeActivities } from './changes/index.ts';
import { createFirstTries } from './effects/first-tries.ts';
import { createEffectActivities } from './effects/index.ts';
import { createWatch } from './heartbeat/index.ts';
import { createLongWatch } from './heartbeat/long-watch.ts';
import { showFiguresDuring } from './heartbeat/shown-figures.ts';
import { createHourlySweep } from './heartbeat/sweep.ts';
import { whileAlive } from './keep-alive.ts';
import type { LmsEffects } from '../lms/effects/index.ts';
import type { LmsLookups } from '../lms/port.ts';
import type { Meters } from '../telemetry/meters.ts';
import type { Traces } from '../telemetry/traces.ts';
import type { StatusMailDeps } from './effects/compose-mail.ts';
import type { Mailer } from '../emails/delivery/port.ts';
import { createStoreActivities } from './store/index.ts';
import type { VendorRegistry } from '../vendors/port.ts';

/** What the activities work with; tests pass stand-ins for everything external. */
export interface WorkerContext {
  config: Config;
  pool: DatabasePool;
  client: Client;
  vendors: VendorRegistry;
  lms: LmsEffects;
  lookups: LmsLookups;
  mailer: Mailer;
  mails: StatusMailDeps['mails'];
  /** Epoch milliseconds. */
  clock: () => number;
  /** Missing: nothing is measured. */
  meters?: Meters | undefined;
  /** Missing: nothing is traced. */
  traces?: Traces | undefined;
}

/** All activities of the worker; `stopping` is aborted when it shuts down. */
export function createActivities(context: WorkerContext, stopping: AbortSignal) {
  const { config, client } = context;
  const { taskQueue } = config.temporal;
  const attempts = createAttemptClient(client, { taskQueue, readVersion: (code) => findVersion(context.pool, code) });
  const watch = createWatch({ ...context, taskQueue });
  const sweep = createHourlySweep({ pool: context.pool, keep: config.retention });
  const everySeconds = config.proctoring.heartbeatWatchSeconds;
  const publicUrl = () => config.api.publicUrl ?? null;
  const firstTries = createFirstTries();
  const effects = createEffectActivities({ ...context, attempts, site: config.site, publicUrl, firstTries });
  const longWatch = createLongWatch({ watch, sweep, everySeconds, stopping });
  return {
    ...createStoreActivities({ ...context, firstTries, announce: effects.announce }),
    ...effects,
    ...createChangeActivities({ ...context, attempts }),
    ...createBulkActivities({ ...context, attempts }),
    watchOnce: () => whileAlive(watch.watchOnce()),
    watch: context.meters ? showFiguresDuring(longWatch, context.meters, context) : longWatch,
  };
}
