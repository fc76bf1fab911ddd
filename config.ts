import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readTemporalPlace } from './temporal/profile.ts';

const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0', 'on', 'off'])])
  .transform((value) => value === true || value === 'true' || value === '1' || value === 'on');
const port = z.coerce.number().int().min(0).max(65535);
const optionalUrl = z.url().optional();
const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
const NETWORK = /^[\da-f:.]+(\/\d{1,3})?$|^(loopback|linklocal|uniquelocal)$/i;
/** A number of hops, or networks as Fastify takes them. */
const trustedProxies = z.union([
  z.coerce.number().int().min(0),
  commaList.refine(
    (networks) => networks.every((network) => NETWORK.test(network)),
    'is neither a number nor a list of networks',
  ),
]);
const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not valid JSON' });
    return z.NEVER;
  }
});

const names = commaList.refine((list) => list.length > 0, 'is an empty list');
const secret = z.string().min(16).optional();
const publicKey = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  d: z.never('is a private key').optional(),
});
const keySet = json.pipe(
  z.object({
    keys: z.array(publicKey).refine((keys) => keys.some(({ kty }) => kty === 'RSA'), 'has no RSA key'),
  }),
);

/** Every setting of the service: its environment variable, type, default and meaning. */
export const ENVIRONMENT = z.object({
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
  AUDIT_LOG_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(365)
    .describe('Days for which the audit log (who read what about other people) is kept'),
  CORS_ORIGINS: commaList
    .default([])
    .describe("Origins, besides the learning front end's, that may send requests with credentials; comma-separated"),
  DATABASE_URL: z
    .string()
    .default('postgres://proctoring:proctoring@127.0.0.1:5432/proctoring')
    .describe('Address of the Postgres database; required'),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(300)
    .default(5)
    .describe('How long an API process that is shutting down reports 503 at `/readyz` while it still serves requests'),
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
  TEMPORAL_TASK_QUEUE: z.string().default('proctoring').describe('Task queue shared by API and workers'),
  WORKFLOW_BUNDLE: z
    .string()
    .optional()
    .describe(
      'File with the workflows compiled by `node activities/compile-workflows.ts FILE`; by default a worker compiles them when it starts',
    ),
  WORKFLOW_STACK_TRACES: flag
    .default(false)
    .describe(
      "Keep stack traces in workflows, for stack-trace queries (`Call Stack` in the Temporal UI) and for failures of workflow tasks. This makes a worker's workflows about two thirds more expensive",
    ),
  TEMPORAL_UI_URL: optionalUrl.describe('Base address of the Temporal UI, for links from a timeline'),
  JWT_SECRET_KEY: secret.describe('Shared HS256 key with which the LMS signs sign-in tokens; at least 32 bytes'),
  JWT_SECRET_KEY_PREVIOUS: secret.describe('Previous key, whose tokens are still accepted'),
  JWT_PUBLIC_JWK_SET: keySet
    .optional()
    .describe('JSON: key set with which sign-in tokens (RS256 to RS512) are checked'),
  JWT_JWKS_URL: optionalUrl.describe('Address of such a key set, in addition to `JWT_PUBLIC_JWK_SET` or instead of it'),
  JWT_ISSUER: names.optional().describe('Issuers of sign-in tokens, comma-separated; required'),
  JWT_AUDIENCE: names
    .optional()
    .describe('Audiences of sign-in tokens, comma-separated; a token must name one of them; required'),
  SERVICE_SECRET_KEY: secret.describe(
    "Secret with which our own cookies, CSRF tokens and vendors' tokens are signed; at least 32 bytes; required",
  ),
  SERVICE_SECRET_KEY_PREVIOUS: secret.describe('Previous secret, whose cookies and tokens are still accepted'),
  OAUTH_CLIENTS: json
    .default([])
    .describe('JSON list of {client_id, client_secret, client_secret_previous, username, groups} for vendors'),
  RETIREMENT_SERVICE_WORKER_USERNAME: z
    .string()
    .optional()
    .describe('User name of the service that may retire users; if unset, no user may by name'),
  SITE_NAME: z.string().default('localhost:8000').describe('Host name of the LMS; required'),
  HTTPS: z.string().default('on').describe('`on`: links to the LMS use https'),
  PLATFORM_NAME: z.string().default('Open edX').describe('Name of the platform, shown to learners'),
  CONTACT_EMAIL: z.string().default('info@example.org').describe('Contact address, shown to learners'),
  STATUS_EMAIL_FROM_ADDRESS: z.string().default('no-reply@example.org').describe('Sender of the emails about results'),
  LEARNING_MICROFRONTEND_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://localhost:2000')
    .describe('Address of the learning front end, which is also an allowed origin; required'),
  LINK_URLS: json.default({}).describe('JSON object of links that the settings endpoint returns'),
  PROCTORING_USER_OBFUSCATION_KEY: z
    .string()
    .default('')
    .describe('Key from which the pseudonyms sent to vendors are made. Never change it. Required with a REST back-end'),
  PROCTORING_BACKENDS: json
    .default({ DEFAULT: 'null', null: {} })
    .describe('JSON object: `DEFAULT` and one entry for each back-end'),
  DEFAULT_REVIEW_POLICY: z
    .string()
    .default('Closed Book')
    .describe('Notes for reviewers when an exam has no review policy'),
  DESKTOP_APPLICATION_PING_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(60)
    .describe('Seconds between pings of the desktop application'),
  LOW_THRESHOLD_PCT: z.coerce
    .number()
    .default(0.2)
    .describe('When the first warning is shown, as a fraction of the time limit'),
  CRITICALLY_LOW_THRESHOLD_PCT: z.coerce
    .number()
    .default(0.05)
    .describe('When the last warning is shown, as a fraction of the time limit'),
  ALLOW_TIMED_OUT_STATE: flag
    .default(false)
    .describe('When time runs out, store the status `timed_out` instead of `submitted`'),
  ALLOW_REVIEW_UPDATES: flag.default(true).describe('Accept another review of an attempt that already has one'),
  REQUIRE_FAILURE_SECOND_REVIEWS: flag.default(true).describe('A failing review must be confirmed by a person'),
  ALLOW_CALLBACK_SIMULATION: flag
    .default(false)
    .describe('Skip the check of the record locator; never use it in production'),
  PROCTORED_EXAM_VIEWABLE_PAST_DUE: flag
    .default(false)
    .describe('Show the content again once the learner has acknowledged the result'),
  USE_ONBOARDING_PROFILE_API: flag.default(false).describe('Ask the vendor for the onboarding status'),
  SWITCHES: commaList.default([]).describe('Feature switches that are on, comma-separated'),
  HEARTBEAT_WATCH_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(5)
    .describe('Seconds between checks for lost pings'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, hostname: /./ })
    .optional()
    .describe('Mail server, `smtp://` or `smtps://`; if unset, no email is sent'),
  EMAIL_OVERRIDES_DIR: z.string().optional().describe("Folder with the operator's own email templates"),
  LMS_URL: optionalUrl.describe('LMS that answers lookups; if unset, token claims and our own tables are used'),
  LMS_TOKEN: z.string().optional().describe('Bearer token for the lookups'),
  LMS_WEBHOOK_URL: optionalUrl.describe(
    'Address to which events for the LMS are delivered; default: `LMS_URL` plus the documented path',
  ),
  LMS_WEBHOOK_SECRET: z
    .string()
    .optional()
    .describe('Standard Webhooks secret (`whsec_…`) with which deliveries are signed'),
  LMS_WEBHOOK_SECRET_PREVIOUS: z.string().optional().describe('Previous secret, with which deliveries are also signed'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Log level'),
});

export type Environment = z.output<typeof ENVIRONMENT>;

/** The one typed configuration object, handed down; the values of `flags` and `switches` are read at each use. */
export type Config = ReturnType<typeof toConfig>;

const oauthClients = z.array(
  z.object({
    client_id: z.string(),
    client_secret: z.string(),
    /** The previous one, which is still accepted. */
    client_secret_previous: z.string().optional(),
    username: z.string(),
    groups: z.array(z.string()).default([]),
  }),
);
const backends = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())]));

const given = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);

/** What Temporal's own configuration reads beside its settings: the user's folders, and headers of any name. */
const OF_TEMPORAL = /^(TEMPORAL_GRPC_META_.+|HOME|APPDATA|XDG_CONFIG_HOME)$/;

function temporalPlaceOf(env: Environment, surroundings: NodeJS.ProcessEnv) {
  const around = Object.entries(surroundings).filter(([name]) => OF_TEMPORAL.test(name));
  const set = [...around, ...Object.entries(env).filter(([name]) => name.startsWith('TEMPORAL_'))];
  return readTemporalPlace(
    Object.fromEntries(set.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
  );
}

/**
 * Shapes a parsed environment; throws with the name of the setting that is wrong. `surroundings` is the environment as it
 * is, for what others have put there.
 */
export function toConfig(env: Environment, surroundings: NodeJS.ProcessEnv = {}) {
  const learningMfeUrl = env.LEARNING_MICROFRONTEND_URL.replace(/\/$/, '');
  return {
    /** Whether this is a stack for development, in which nothing real is protected. */
    isLocalStack: env.LOCAL_STACK,
    api: {
      host: env.HOST,
      port: env.API_PORT,
      publicUrl: env.PUBLIC_URL,
      corsOrigins: [...env.CORS_ORIGINS, new URL(learningMfeUrl).origin],
      /** Only the local stack is reached without TLS. */
      secureCookies: !env.LOCAL_STACK || (env.PUBLIC_URL?.startsWith('https:') ?? false),
      drainSeconds: env.DRAIN_SECONDS,
      trustedProxies: env.TRUSTED_PROXIES,
      auditLogDays: env.AUDIT_LOG_DAYS,
      /** Of one signed-in person; 0: without a limit. */
      requestsPerMinute: env.REQUESTS_PER_MINUTE,
    },
    databaseUrl: env.DATABASE_URL,
    temporal: {
      ...temporalPlaceOf(env, surroundings),
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      uiUrl: env.TEMPORAL_UI_URL,
      workflowBundle: env.WORKFLOW_BUNDLE,
      workflowStackTraces: env.WORKFLOW_STACK_TRACES,
    },
    auth: {
      /** Newest first, like every list of secrets. */
      sharedKeys: given([env.JWT_SECRET_KEY, env.JWT_SECRET_KEY_PREVIOUS]),
      keySet: env.JWT_PUBLIC_JWK_SET,
      jwksUrl: env.JWT_JWKS_URL,
      issuers: env.JWT_ISSUER ?? [],
      audiences: env.JWT_AUDIENCE ?? [],
      serviceSecrets: given([env.SERVICE_SECRET_KEY, env.SERVICE_SECRET_KEY_PREVIOUS]),
      oauthClients: oauthClients.parse(env.OAUTH_CLIENTS, { error: () => 'OAUTH_CLIENTS: see docs/settings.md' }),
      retirementWorker: env.RETIREMENT_SERVICE_WORKER_USERNAME,
    },
    site: {
      name: env.SITE_NAME,
      /** Scheme and host of the LMS, no trailing slash. */
      url: `${env.HTTPS === 'on' ? 'https' : 'http'}://${env.SITE_NAME}`,
      platformName: env.PLATFORM_NAME,
      contactEmail: env.CONTACT_EMAIL,
      statusEmailFrom: env.STATUS_EMAIL_FROM_ADDRESS,
      learningMfeUrl,
      linkUrls: z.record(z.string(), z.unknown()).parse(env.LINK_URLS),
    },
    proctoring: {
      obfuscationKey: env.PROCTORING_USER_OBFUSCATION_KEY,
      backends: backends.parse(env.PROCTORING_BACKENDS),
      defaultReviewPolicy: env.DEFAULT_REVIEW_POLICY,
      pingIntervalSeconds: env.DESKTOP_APPLICATION_PING_INTERVAL_SECONDS,
      lowThreshold: env.LOW_THRESHOLD_PCT,
      criticallyLowThreshold: env.CRITICALLY_LOW_THRESHOLD_PCT,
      heartbeatWatchSeconds: env.HEARTBEAT_WATCH_SECONDS,
    },
    flags: {
      allowTimedOutState: env.ALLOW_TIMED_OUT_STATE,
      allowReviewUpdates: env.ALLOW_REVIEW_UPDATES,
      requireFailureSecondReviews: env.REQUIRE_FAILURE_SECOND_REVIEWS,
      allowCallbackSimulation: env.ALLOW_CALLBACK_SIMULATION,
      viewablePastDue: env.PROCTORED_EXAM_VIEWABLE_PAST_DUE,
      useOnboardingProfileApi: env.USE_ONBOARDING_PROFILE_API,
    },
    /** Names of the feature switches that are on. */
    switches: new Set(env.SWITCHES),
    mail: { smtpUrl: env.SMTP_URL, overridesDir: env.EMAIL_OVERRIDES_DIR },
    lms: {
      url: env.LMS_URL,
      token: env.LMS_TOKEN,
      webhookUrl: env.LMS_WEBHOOK_URL,
      webhookSecrets: given([env.LMS_WEBHOOK_SECRET, env.LMS_WEBHOOK_SECRET_PREVIOUS]),
    },
    logLevel: env.LOG_LEVEL,
  };
}

/** What a process was told: the parsed environment, the configuration made of it, and which settings were given. */
export interface Settings {
  env: Environment;
  config: Config;
  isGiven: (name: keyof Environment) => boolean;
}

/**
 * Reads the environment once, at the start of a process. A value `file:PATH` is replaced by the content of the file,
 * so that secrets need not be in the environment. Throws naming every setting that is wrong.
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const raw = Object.fromEntries(
    Object.entries(env)
      .filter(([name, value]) => name in ENVIRONMENT.shape && value !== undefined && value !== '')
      .map(([name, value]) => [name, value?.startsWith('file:') ? readFileSync(value.slice(5), 'utf8').trim() : value]),
  );
  const parsed = ENVIRONMENT.safeParse(raw);
  if (!parsed.success) throw new Error(`The configuration is not usable:\n${z.prettifyError(parsed.error)}`);
  return { env: parsed.data, config: toConfig(parsed.data, env), isGiven: (name) => Boolean(raw[name]) };
}

/** The configuration of a process that serves nobody, such as a command; see `readSettings`. */
export function readConfig(env?: NodeJS.ProcessEnv): Config {
  return readSettings(env).config;
}
