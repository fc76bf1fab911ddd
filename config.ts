import { z } from 'zod';
import { readTemporalPlace } from './temporal/profile.ts';
import { LMS_SETTINGS } from './settings/lms.ts';
import { PROCTORING_SETTINGS } from './settings/proctoring.ts';
import { RETENTION_SETTINGS } from './settings/retention.ts';
import { SERVER_SETTINGS } from './settings/server.ts';
import { SIGN_IN_SETTINGS } from './settings/sign-in.ts';
import { SITE_SETTINGS } from './settings/site.ts';
import { TELEMETRY_SETTINGS } from './settings/telemetry.ts';
import { TEMPORAL_SETTINGS } from './settings/temporal.ts';
import { textOf } from './settings/values.ts';

/** Every setting of the service, by what it is about: its environment variable, type, default and meaning. */
export const SETTINGS = {
  'The service': SERVER_SETTINGS,
  'What is kept for how long': RETENTION_SETTINGS,
  Temporal: TEMPORAL_SETTINGS,
  'Signing in': SIGN_IN_SETTINGS,
  'Exams and vendors': PROCTORING_SETTINGS,
  'The LMS': LMS_SETTINGS,
  'The site and its mails': SITE_SETTINGS,
  'Metrics and traces': TELEMETRY_SETTINGS,
};

export const ENVIRONMENT = z.object({
  ...SERVER_SETTINGS,
  ...RETENTION_SETTINGS,
  ...TEMPORAL_SETTINGS,
  ...SIGN_IN_SETTINGS,
  ...PROCTORING_SETTINGS,
  ...LMS_SETTINGS,
  ...SITE_SETTINGS,
  ...TELEMETRY_SETTINGS,
});

export type Environment = z.output<typeof ENVIRONMENT>;

/**
 * The one typed configuration object, handed down. Flags, switches and secrets are read at each use: the latter are exchanged
 * while the process runs (`follow-secrets.ts`).
 */
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

/** With the certificate authority, the one way of saying so that all our clients of Postgres understand. */
function databaseUrlOf({ DATABASE_URL: address, DATABASE_CA_CERT_PATH: path }: Environment): string {
  if (path === undefined) return address;
  const url = new URL(address);
  url.searchParams.delete('sslmode');
  url.searchParams.set('sslrootcert', path);
  return url.href;
}

function temporalPlaceOf(env: Environment, surroundings: NodeJS.ProcessEnv) {
  const around = Object.entries(surroundings).filter(([name]) => OF_TEMPORAL.test(name));
  const set = [...around, ...Object.entries(env).filter(([name]) => name.startsWith('TEMPORAL_'))];
  return readTemporalPlace(
    Object.fromEntries(set.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
  );
}

function deploymentOf({ TEMPORAL_DEPLOYMENT_NAME: deploymentName, TEMPORAL_WORKER_BUILD_ID: buildId }: Environment) {
  if (deploymentName === undefined) return null;
  if (buildId === undefined) throw new Error('TEMPORAL_DEPLOYMENT_NAME: TEMPORAL_WORKER_BUILD_ID is missing');
  return { deploymentName, buildId };
}

function oidcOf(env: Environment) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) {
    throw new Error('OIDC_ISSUER: OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are missing');
  }
  return {
    issuer,
    clientId,
    clientSecret,
    scopes: env.OIDC_SCOPES,
    usernameClaim: env.OIDC_USERNAME_CLAIM,
    rolesClaim: env.OIDC_ROLES_CLAIM,
    roles: env.OIDC_ROLES,
  };
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
      /** Of one signed-in person; 0: without a limit. */
      requestsPerMinute: env.REQUESTS_PER_MINUTE,
    },
    databaseUrl: databaseUrlOf(env),
    /** How often secrets in files are read again; 0: only when told. */
    secrets: { rereadSeconds: env.SECRETS_REREAD_SECONDS },
    /** Whether a process may change the schema. */
    migrateAtStart: env.MIGRATE_AT_START,
    /** For how long what grows for ever is kept. */
    retention: {
      auditLogDays: env.AUDIT_LOG_DAYS,
      idempotentAnswerHours: env.IDEMPOTENT_ANSWER_HOURS,
      heartbeatGapDays: env.HEARTBEAT_GAP_DAYS,
      ignoredEventDays: env.IGNORED_EVENT_DAYS,
      deliveredChangeDays: env.DELIVERED_CHANGE_DAYS,
      setAsideEventDays: env.SET_ASIDE_EVENT_DAYS,
    },
    temporal: {
      ...temporalPlaceOf(env, surroundings),
      encryption: {
        current: env.TEMPORAL_ENCRYPTION_KEY ?? null,
        previous: env.TEMPORAL_ENCRYPTION_KEY_PREVIOUS,
      },
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      uiUrl: env.TEMPORAL_UI_URL,
      /** The version that a worker has in Temporal's worker versioning; null without that. */
      deployment: deploymentOf(env),
      holdsPatches: env.HOLD_WORKFLOW_PATCHES,
      workflowBundle: env.WORKFLOW_BUNDLE,
      workflowStackTraces: env.WORKFLOW_STACK_TRACES,
      workflowCacheMib: env.WORKFLOW_CACHE_MIB,
    },
    codecServer: {
      address: env.CODEC_SERVER_ADDRESS,
      token: env.CODEC_SERVER_TOKEN,
      audience: env.CODEC_SERVER_AUDIENCE,
    },
    auth: {
      /** Newest first, like every list of secrets. */
      sharedKeys: given([env.JWT_SECRET_KEY, env.JWT_SECRET_KEY_PREVIOUS]),
      keySet: env.JWT_PUBLIC_JWK_SET,
      jwksUrl: env.JWT_JWKS_URL,
      issuers: env.JWT_ISSUER ?? [],
      audiences: env.JWT_AUDIENCE ?? [],
      serviceSecrets: given([env.SERVICE_SECRET_KEY, env.SERVICE_SECRET_KEY_PREVIOUS]),
      /** The first one signs exam access tokens; empty: there are none. */
      examTokenKeys: given([env.EXAM_TOKEN_KEY, env.EXAM_TOKEN_KEY_PREVIOUS]),
      examTokenIssuer: env.EXAM_TOKEN_ISSUER ?? env.PUBLIC_URL,
      oauthClients: oauthClients.parse(env.OAUTH_CLIENTS, { error: () => 'OAUTH_CLIENTS: see docs/settings.md' }),
      /** As whom anybody may sign in to the console; nobody outside of the local stack. */
      sessionPeople: env.LOCAL_STACK ? env.SESSION_PEOPLE : [],
      sessionMinutes: env.SESSION_MINUTES,
      /** How people sign in to the console by an OpenID provider; null without one. */
      oidc: oidcOf(env),
      retirementWorker: env.RETIREMENT_SERVICE_WORKER_USERNAME,
    },
    site: {
      name: env.SITE_NAME,
      /** Scheme and host of the LMS, no trailing slash. */
      url: `${env.HTTPS === 'on' ? 'https' : 'http'}://${env.SITE_NAME}`,
      platformName: env.PLATFORM_NAME,
      timeZone: env.SITE_TIME_ZONE,
      contactEmail: env.CONTACT_EMAIL,
      statusEmailFrom: env.STATUS_EMAIL_FROM_ADDRESS,
      learningMfeUrl,
      linkUrls: z.record(z.string(), z.unknown()).parse(env.LINK_URLS),
    },
    proctoring: {
      obfuscationKey: env.PROCTORING_USER_OBFUSCATION_KEY,
      backends: backends.parse(env.PROCTORING_BACKENDS),
      defaultReviewPolicy: env.DEFAULT_REVIEW_POLICY,
      /** The first key signs what LTI tools get; empty: none can be launched. */
      lti: { keys: given([env.LTI_KEY, env.LTI_KEY_PREVIOUS]), audiences: env.LTI_AUDIENCES },
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
    /** How long what staff do to attempts waits for them. */
    acts: { pauseMaxHours: env.PAUSE_MAX_HOURS, undoWindowSeconds: env.UNDO_WINDOW_SECONDS },
    /** After so many days without a change, a settled attempt does without a workflow. */
    settledAttemptDays: env.SETTLED_ATTEMPT_DAYS,
    /** Names of the feature switches that are on. */
    switches: new Set(env.SWITCHES),
    mail: { smtpUrl: env.SMTP_URL, overridesDir: env.EMAIL_OVERRIDES_DIR },
    lms: {
      url: env.LMS_URL,
      token: env.LMS_TOKEN,
      webhookUrl: env.LMS_WEBHOOK_URL,
      /** Types that the webhook gets; undefined: all. */
      webhookEvents: env.LMS_WEBHOOK_EVENTS,
      webhookSecrets: given([env.LMS_WEBHOOK_SECRET, env.LMS_WEBHOOK_SECRET_PREVIOUS]),
      eventBus: {
        url: env.EVENT_BUS_REDIS_CONNECTION_URL,
        topicPrefix: env.EVENT_BUS_TOPIC_PREFIX,
        events: env.EVENT_BUS_EVENTS,
        mostEntries: env.EVENT_BUS_REDIS_STREAM_MAX_LEN,
      },
    },
    openedx: { url: env.OPENEDX_URL, clientId: env.OPENEDX_CLIENT_ID, clientSecret: env.OPENEDX_CLIENT_SECRET ?? '' },
    telemetry: {
      /** Null: nothing is measured. */
      metricsAddress: env.METRICS_ADDRESS ?? null,
      temporalMetricsAddress: env.TEMPORAL_METRICS_ADDRESS ?? null,
      /** Null: nothing is traced. */
      traces:
        env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
          ? null
          : { url: env.OTEL_EXPORTER_OTLP_ENDPOINT, share: env.TRACED_SHARE },
    },
    logLevel: env.LOG_LEVEL,
  };
}

/** The environment of the process. */
export const VARIABLES: Readonly<NodeJS.ProcessEnv> = process.env;

/** What a process was told: the parsed environment, the configuration made of it, and which settings were given. */
export interface Settings {
  env: Environment;
  config: Config;
  isGiven: (name: keyof Environment) => boolean;
}

/**
 * Reads the environment at the start of a process. A value `file:PATH` is replaced by the content of the file,
 * so that secrets need not be in the environment. Throws naming every setting that is wrong.
 */
export function readSettings(env: NodeJS.ProcessEnv = VARIABLES): Settings {
  const raw = Object.fromEntries(
    Object.entries(env)
      .filter(([name, value]) => name in ENVIRONMENT.shape && value !== undefined && value !== '')
      .map(([name, value = '']) => [name, textOf(name, value)]),
  );
  const parsed = ENVIRONMENT.safeParse(raw);
  if (!parsed.success) throw new Error(`The configuration is not usable:\n${z.prettifyError(parsed.error)}`);
  return { env: parsed.data, config: toConfig(parsed.data, env), isGiven: (name) => Boolean(raw[name]) };
}

/** The configuration of a process that serves nobody, such as a command; see `readSettings`. */
export function readConfig(env?: NodeJS.ProcessEnv): Config {
  return readSettings(env).config;
}
