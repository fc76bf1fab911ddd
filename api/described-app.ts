import { pino } from 'pino';
import type { DatabasePool } from 'slonik';
import { readConfig } from '../config.ts';
import { buildApp } from './app.ts';
import type { AppDeps } from './app-deps.ts';
import type { App } from './routes/app-instance.ts';

/** Routes are described without being called, so nothing behind them is needed. */
const nothingBehind = new Proxy({}, { get: () => () => Promise.reject(new Error('Only described, not served.')) });

/** The API with all its routes and nothing behind them, for pages that describe it; close it after use. */
export async function buildDescribedApp(): Promise<App> {
  const app = await buildApp({
    config: readConfig({}),
    pool: nothingBehind as DatabasePool,
    attempts: nothingBehind as AppDeps['attempts'],
    changes: nothingBehind as AppDeps['changes'],
    bulks: nothingBehind as AppDeps['bulks'],
    isTemporalReachable: async () => false,
    vendors: nothingBehind as AppDeps['vendors'],
    lookups: nothingBehind as AppDeps['lookups'],
    authenticate: async () => null,
    platform: null,
    sendTestEvent: null,
    examTokens: { issue: async () => null },
    lti: nothingBehind as AppDeps['lti'],
    boards: {
      read: async () => ({ seq: 0, pausedSince: null, rows: [] }),
      watch: async () => () => {},
      close: async () => {},
    },
    groupCounts: { of: async () => 0, close: () => {} },
    heartbeats: { note: () => {}, flush: async () => {}, close: async () => {} },
    reads: nothingBehind as AppDeps['reads'],
    clock: Date.now,
    logger: pino({ level: 'silent' }),
  });
  await app.ready();
  return app;
}
