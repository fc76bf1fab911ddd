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
    isTemporalReachable: async () => false,
    vendors: nothingBehind as AppDeps['vendors'],
    lookups: nothingBehind as AppDeps['lookups'],
    authenticate: async () => null,
    heartbeats: { note: () => {}, close: async () => {} },
    clock: Date.now,
    logger: pino({ level: 'silent' }),
  });
  await app.ready();
  return app;
}
