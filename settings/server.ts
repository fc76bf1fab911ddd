import { z } from 'zod';
import { commaList, flag, optionalUrl, port, trustedProxies } from './kinds.ts';

/** The processes, and where the API is reached. */
export const SERVER_SETTINGS = {
  LOCAL_STACK: flag
    .default(false)
    .describe(
      'Set by `npm start` and the tests: published keys are accepted and no setting is required. Never use it in production',
    ),
  HOST: z.string().default('127.0.0.1').describe('Address the API listens on'),
  API_PORT: port.default(8000).describe('Port of the API'),
  PUBLIC_URL: optionalUrl.describe('Address at which people and vendors reach the API: `https://…`; required'),
  TRUSTED_PROXIES: trustedProxies
    .default(0)
    .describe(
      'Proxies whose X-Forwarded-* headers are trusted: the number of proxies in a row, or their networks, comma-separated',
    ),
  REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .default(1200)
    .describe(
      'Requests per minute that one signed-in person may send to one process; 0 for no limit. Services and global staff have no limit',
    ),
  CORS_ORIGINS: commaList
    .default([])
    .describe("Origins, besides the learning front end's, that may send requests with credentials; comma-separated"),
  DATABASE_URL: z
    .string()
    .default('postgres://proctoring:proctoring@127.0.0.1:5432/proctoring')
    .describe('Address of the Postgres database; required'),
  DATABASE_CA_CERT_PATH: z
    .string()
    .optional()
    .describe(
      "File with the CA certificates that Postgres's certificate, its name included, is checked against; turns TLS on. With a public authority, `?sslmode=require` in the address does the same",
    ),
  MIGRATE_AT_START: flag
    .default(true)
    .describe(
      'API and workers bring the schema up to date at their start, for which their account must own it; `false`: they only check it, and `node manage/main.ts migrate` does it with an account of its own',
    ),
  SECRETS_REREAD_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(30)
    .describe(
      'Seconds after which API and workers read secrets that are given as `file:PATH` again; they do so on SIGHUP, too. 0: only then',
    ),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(300)
    .default(5)
    .describe('How long an API process that is shutting down reports 503 at `/readyz` while it still serves requests'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Log level'),
};
