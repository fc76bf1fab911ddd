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
    'is no number and no list of networks',
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

/** Every setting of the service: its environment variable, type, default and meaning. */
export const ENVIRONMENT = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address the API listens on'),
  API_PORT: port.default(8000).describe('Port of the API'),
  PUBLIC_URL: optionalUrl.describe("Where people and vendors reach the API; default: the request's own host"),
  TRUSTED_PROXIES: trustedProxies
    .default(0)
    .describe(
      'Proxies whose X-Forwarded-* headers count: how many there are in a row, or their networks, comma-separated',
    ),
  REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .default(1200)
    .describe('What one signed-in person may ask of one process; 0 for no limit; services and global staff have none'),
  CORS_ORIGINS: commaList.default([]).describe('Origins that may call with credentials, comma-separated'),
  DATABASE_URL: z.string().default('postgres://proctoring:proctoring@127.0.0.1:5432/proctoring').describe('Postgres'),
  TEMPORAL_ADDRESS: z.string().optional().describe("Temporal front end; default: the profile's, or `127.0.0.1:7233`"),
  TEMPORAL_NAMESPACE: z.string().optional().describe("Temporal namespace; default: the profile's, or `default`"),
  TEMPORAL_API_KEY: z.string().optional().describe('API key for Temporal; turns TLS on'),
  TEMPORAL_TLS: z.enum(['true', 'false', '1', '0']).optional().describe('Whether Temporal is reached by TLS'),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().optional().describe("File of the authority of Temporal's certificate"),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: z.string().optional().describe('The same as PEM text'),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional().describe("Name in Temporal's certificate, if it is not the address"),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional().describe('File of our certificate for mTLS'),
  TEMPORAL_TLS_CLIENT_CERT_DATA: z.string().optional().describe('The same as PEM text'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional().describe('File of the key of our certificate'),
  TEMPORAL_TLS_CLIENT_KEY_DATA: z.string().optional().describe('The same as PEM text'),
  TEMPORAL_CONFIG_FILE: z
    .string()
    .optional()
    .describe("File of Temporal's profiles; default: `temporalio/temporal.toml` in the user's configuration folder"),
  TEMPORAL_PROFILE: z.string().optional().describe('Profile in that file; default: `default`'),
  TEMPORAL_TASK_QUEUE: z.string().default('proctoring').describe('Task queue shared by API and workers'),
  TEMPORAL_UI_URL: optionalUrl.describe('Base of the links from a timeline to the Temporal UI'),
  JWT_SECRET_KEY: z.string().min(16).optional().describe('Shared HS256 key that sign-in tokens are checked with'),
  JWT_JWKS_URL: optionalUrl.describe('Key set that sign-in tokens are checked with'),
  JWT_ISSUER: z.string().optional().describe('Required issuer of sign-in tokens'),
  JWT_AUDIENCE: z.string().optional().describe('Required audience of sign-in tokens'),
  OAUTH_CLIENTS: json.default([]).describe('JSON list of {client_id, client_secret, username, groups} for vendors'),
  RETIREMENT_SERVICE_WORKER_USERNAME: z.string().default('retirement_worker').describe('May retire users'),
  SITE_NAME: z.string().default('localhost:8000').describe('Host name of the LMS'),
  HTTPS: z.string().default('on').describe('"on" for https links'),
  PLATFORM_NAME: z.string().default('Open edX').describe('Shown to learners'),
  CONTACT_EMAIL: z.string().default('info@example.org').describe('Shown to learners'),
  STATUS_EMAIL_FROM_ADDRESS: z.string().default('no-reply@example.org').describe('Sender of the status mails'),
  LEARNING_MICROFRONTEND_URL: z.url().default('http://localhost:2000').describe('Learning front end'),
  LINK_URLS: json.default({}).describe('JSON object of links for the settings endpoint'),
  PROCTORING_USER_OBFUSCATION_KEY: z.string().default('').describe('Key of the pseudonyms sent to vendors'),
  PROCTORING_BACKENDS: json.default({ DEFAULT: 'null', null: {} }).describe('JSON: DEFAULT and one entry per back-end'),
  DEFAULT_REVIEW_POLICY: z.string().default('Closed Book').describe('Reviewer notes of an exam without a policy'),
  DESKTOP_APPLICATION_PING_INTERVAL_SECONDS: z.coerce.number().int().positive().default(60).describe('Ping interval'),
  LOW_THRESHOLD_PCT: z.coerce.number().default(0.2).describe('First warning, as a share of the time'),
  CRITICALLY_LOW_THRESHOLD_PCT: z.coerce.number().default(0.05).describe('Last warning, as a share of the time'),
  ALLOW_TIMED_OUT_STATE: flag.default(false).describe('Store timed_out instead of submitted'),
  ALLOW_REVIEW_UPDATES: flag.default(true).describe('Accept a second review of an attempt'),
  REQUIRE_FAILURE_SECOND_REVIEWS: flag.default(true).describe('A failing review needs a person to confirm it'),
  ALLOW_CALLBACK_SIMULATION: flag.default(false).describe('Skip the record locator check; never in production'),
  PROCTORED_EXAM_VIEWABLE_PAST_DUE: flag.default(false).describe('Acknowledged results give way to the content'),
  USE_ONBOARDING_PROFILE_API: flag.default(false).describe('Ask the vendor for onboarding status'),
  SWITCHES: commaList.default([]).describe('Names of the feature switches that are on, comma-separated'),
  HEARTBEAT_WATCH_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(5)
    .describe('How often lost pings are looked for'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, hostname: /./ })
    .optional()
    .describe('Mail server, `smtp://` or `smtps://`; without it nothing is sent'),
  EMAIL_OVERRIDES_DIR: z.string().optional().describe("Folder of the operator's own mail templates"),
  LMS_URL: optionalUrl.describe('LMS that serves the lookups; without it token claims and own tables serve'),
  LMS_TOKEN: z.string().optional().describe('Bearer token for the lookups'),
  LMS_WEBHOOK_URL: optionalUrl.describe('Where LMS effects are delivered; default: LMS_URL + the documented path'),
  LMS_WEBHOOK_SECRET: z.string().optional().describe('Standard Webhooks secret (whsec_…) of the deliveries'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Log level'),
});

export type Environment = z.output<typeof ENVIRONMENT>;

/** The one typed configuration object, handed down; the values of `flags` and `switches` are read at each use. */
export type Config = ReturnType<typeof toConfig>;

const oauthClients = z.array(
  z.object({
    client_id: z.string(),
    client_secret: z.string(),
    username: z.string(),
    groups: z.array(z.string()).default([]),
  }),
);
const backends = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())]));

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
  return {
    api: {
      host: env.HOST,
      port: env.API_PORT,
      publicUrl: env.PUBLIC_URL,
      corsOrigins: env.CORS_ORIGINS,
      trustedProxies: env.TRUSTED_PROXIES,
      /** Of one signed-in person; 0: without a limit. */
      requestsPerMinute: env.REQUESTS_PER_MINUTE,
    },
    databaseUrl: env.DATABASE_URL,
    temporal: {
      ...temporalPlaceOf(env, surroundings),
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      uiUrl: env.TEMPORAL_UI_URL,
    },
    auth: {
      jwtSecretKey: env.JWT_SECRET_KEY,
      jwksUrl: env.JWT_JWKS_URL,
      issuer: env.JWT_ISSUER,
      audience: env.JWT_AUDIENCE,
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
      learningMfeUrl: env.LEARNING_MICROFRONTEND_URL.replace(/\/$/, ''),
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
      webhookSecret: env.LMS_WEBHOOK_SECRET,
    },
    logLevel: env.LOG_LEVEL,
  };
}

/**
 * Reads the environment once, at the start of a process. A value `file:PATH` is replaced by the content of the file,
 * so that secrets need not stand in the environment. Throws naming every setting that is wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const raw = Object.fromEntries(
    Object.entries(env)
      .filter(([name, value]) => name in ENVIRONMENT.shape && value !== undefined && value !== '')
      .map(([name, value]) => [name, value?.startsWith('file:') ? readFileSync(value.slice(5), 'utf8').trim() : value]),
  );
  const parsed = ENVIRONMENT.safeParse(raw);
  if (!parsed.success) throw new Error(`The configuration is not usable:\n${z.prettifyError(parsed.error)}`);
  return toConfig(parsed.data, env);
}
