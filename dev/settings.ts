import { resolve } from 'node:path';
import { z } from 'zod';
import { PUBLISHED } from '../production-settings.ts';

const port = z.coerce.number().int().min(0).max(65535).optional();

/** The key that `npm start` and `npm run token` sign with unless JWT_SECRET_KEY is set; for local use only. */
export const DEVELOPMENT_JWT_KEY = PUBLISHED.JWT_SECRET_KEY;

const devEnvironment = z.object({
  DATA_DIR: z.string().default('.data').describe('Folder of the local stack: databases, logs, the lock file'),
  API_PORT: port.describe('Preferred port of the API; default: 8000'),
  TEMPORAL_PORT: port.describe('Preferred port of the Temporal dev server; default: 7233'),
  TEMPORAL_UI_PORT: port.describe('Preferred port of the Temporal UI; default: 8233'),
  ANY_PORTS: z
    .stringbool()
    .default(false)
    .describe('Whether any free port does where none is set: for stacks beside others'),
  START_REDIS: z
    .stringbool()
    .default(false)
    .describe('Whether a Redis or Valkey that is installed is started as the event bus of Open edX'),
  SERVE_METRICS: z
    .stringbool()
    .default(false)
    .describe('Whether the API and the worker serve their metrics, at addresses that are printed'),
  TEMPORAL_ADDRESS: z.string().optional().describe('A running Temporal to use instead of starting one'),
  TEMPORAL_CACHED_WORKFLOWS: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('Workflows that the Temporal dev server keeps in memory; default: 128,000, each for up to an hour'),
  TEMPORAL_UI_URL: z.string().optional().describe('UI of that Temporal'),
  JWT_SECRET_KEY: z.string().min(16).default(DEVELOPMENT_JWT_KEY).describe('Key the sign-in tokens are signed with'),
});

/** Settings of the local stack; a preferred port is used if it is free. */
export type DevSettings = ReturnType<typeof readDevSettings>;

/**
 * Reads the environment's settings for `npm start` and `npm run token`; throws an error that names what is wrong.
 */
export function readDevSettings(env: NodeJS.ProcessEnv = process.env) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = devEnvironment.safeParse(present);
  if (!parsed.success) throw new Error(`The settings are not usable:\n${z.prettifyError(parsed.error)}`);
  const { data } = parsed;
  const usualPort = (usual: number) => (data.ANY_PORTS ? 0 : usual);
  return {
    dataDir: resolve(data.DATA_DIR),
    apiPort: data.API_PORT ?? usualPort(8000),
    temporalPort: data.TEMPORAL_PORT ?? usualPort(7233),
    temporalUiPort: data.TEMPORAL_UI_PORT ?? usualPort(8233),
    /** The port that a part listens on; undefined: any. */
    usualPort,
    startsRedis: data.START_REDIS,
    servesMetrics: data.SERVE_METRICS,
    temporalAddress: data.TEMPORAL_ADDRESS,
    temporalUiUrl: data.TEMPORAL_UI_URL,
    temporalCachedWorkflows: data.TEMPORAL_CACHED_WORKFLOWS,
    jwtKey: data.JWT_SECRET_KEY,
  };
}
