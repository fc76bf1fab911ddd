import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker';
import type { Logger } from 'pino';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

export interface RuntimeSettings {
  log: Logger;
  /** Of Temporal's own lines; those below it are not written. */
  level: LogLevel;
  /** Where the metrics of Temporal's SDK are served; null: nowhere. */
  metricsAddress: string | null;
}

/** Sets up Temporal's SDK, once in a process and before its first connection: its log lines go where ours go. */
export function installRuntime({ log, level, metricsAddress }: RuntimeSettings): void {
  Runtime.install({
    logger: new DefaultLogger(level, (line) => log[LEVELS[line.level]]({ ...line.meta }, line.message)),
    shutdownSignals: [],
    ...(metricsAddress !== null && {
      telemetryOptions: {
        metrics: {
          prometheus: {
            bindAddress: metricsAddress,
            countersTotalSuffix: true,
            unitSuffix: true,
            useSecondsForDurations: true,
          },
        },
      },
    }),
  });
}
