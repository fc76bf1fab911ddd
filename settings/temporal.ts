import { z } from 'zod';
import { commaList, encryptionKey, flag, listenAddress, optionalUrl } from './kinds.ts';

/** Temporal, and how its workflows run. */
export const TEMPORAL_SETTINGS = {
  TEMPORAL_ADDRESS: z.string().optional().describe("Temporal front end; default: the profile's, or `127.0.0.1:7233`"),
  TEMPORAL_NAMESPACE: z.string().optional().describe("Temporal namespace; default: the profile's, or `default`"),
  TEMPORAL_API_KEY: z.string().optional().describe('API key for Temporal; turns TLS on'),
  TEMPORAL_TLS: z.enum(['true', 'false', '1', '0']).optional().describe('Whether to connect to Temporal over TLS'),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z
    .string()
    .optional()
    .describe("File with the CA certificate that Temporal's certificate is checked against"),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: z.string().optional().describe('The same as PEM text'),
  TEMPORAL_TLS_SERVER_NAME: z
    .string()
    .optional()
    .describe("Name in Temporal's certificate, if it differs from the address"),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional().describe('File with the client certificate for mTLS'),
  TEMPORAL_TLS_CLIENT_CERT_DATA: z.string().optional().describe('The same as PEM text'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional().describe('File with the private key of the client certificate'),
  TEMPORAL_TLS_CLIENT_KEY_DATA: z.string().optional().describe('The same as PEM text'),
  TEMPORAL_CONFIG_FILE: z
    .string()
    .optional()
    .describe("File with Temporal's profiles; default: `temporalio/temporal.toml` in the user's configuration folder"),
  TEMPORAL_PROFILE: z.string().optional().describe('Profile to use from that file; default: `default`'),
  TEMPORAL_ENCRYPTION_KEY: encryptionKey
    .optional()
    .describe(
      'Key with which everything that is kept in Temporal is encrypted (AES-256-GCM): 32 bytes in base64, from `openssl rand -base64 32`; if unset, nothing is. The same for all processes',
    ),
  TEMPORAL_ENCRYPTION_KEY_PREVIOUS: commaList
    .pipe(z.array(encryptionKey))
    .default([])
    .describe('Previous or next such keys, comma-separated: what was encrypted with them is still read'),
  CODEC_SERVER_ADDRESS: listenAddress
    .default({ host: '127.0.0.1', port: 8888 })
    .describe('Address and port of the codec server (`node manage/codec-server/server.ts`)'),
  CODEC_SERVER_TOKEN: z
    .string()
    .min(32)
    .optional()
    .describe('Token with which operators ask the codec server; at least 32 bytes'),
  CODEC_SERVER_AUDIENCE: z
    .string()
    .optional()
    .describe(
      'Audience of the access tokens of the Temporal UI, from `OIDC_ISSUER`: who is an operator or global staff by `OIDC_ROLES` may ask the codec server too',
    ),
  TEMPORAL_TASK_QUEUE: z.string().default('proctoring').describe('Task queue shared by API and workers'),
  TEMPORAL_DEPLOYMENT_NAME: z
    .string()
    .regex(/^[^.]+$/, 'has a full stop')
    .optional()
    .describe(
      "Name of the workers' deployment for Temporal's worker versioning: a worker then gets work only once its version is the current one. If unset, every worker gets work",
    ),
  TEMPORAL_WORKER_BUILD_ID: z
    .string()
    .optional()
    .describe('Version of the worker within that deployment, such as the tag of its image; required with the name'),
  HOLD_WORKFLOW_PATCHES: flag
    .default(false)
    .describe(
      'Workers leave off what this release has put behind new patches, so that the release before it can go on with every attempt; for as long as you may want to go back',
    ),
  WORKFLOW_BUNDLE: z
    .string()
    .optional()
    .describe(
      'File with the workflows compiled by `node activities/compile-workflows.ts FILE`; by default a worker compiles them when they have changed since the last time',
    ),
  WORKFLOW_STACK_TRACES: flag
    .default(false)
    .describe(
      "Keep stack traces in workflows, for stack-trace queries (`Call Stack` in the Temporal UI) and for failures of workflow tasks. This makes a worker's workflows about two thirds more expensive",
    ),
  WORKFLOW_CACHE_MIB: z.coerce
    .number()
    .int()
    .min(16)
    .default(1024)
    .describe(
      'Memory, in MiB, that a worker may use to keep running attempts at hand, about 2,750 per GiB; the worker itself needs another 400 MiB. An attempt that is not at hand is read from Temporal again, which makes its next change slower',
    ),
  SETTLED_ATTEMPT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe(
      'After so many days without a change, the workflow of an attempt that is over (handed in, errored, declined, reviewed) closes once nothing is owed; the next message reopens it from its row. A changed value applies to attempts from their next change on',
    ),
  TEMPORAL_UI_URL: optionalUrl.describe('Base address of the Temporal UI, for links from a timeline'),
};
