import { PUBLISHED } from '../production-settings.ts';
import type { TemporalPlace } from '../temporal/profile.ts';
import { claimsOf, PEOPLE } from './people.ts';
import type { DevSettings } from './settings.ts';
import type { StandIn } from './stand-ins/stand-in.ts';

/** Name of the back-end that the mock vendor serves. */
export const MOCK_BACKEND = 'mockvendor';

/** What the two sides of the local stack must know about each other; none of it protects anything real. */
const LOCAL = {
  vendorClientId: 'mockvendor-client',
  vendorClientSecret: 'mockvendor-local-secret',
  lmsToken: 'mock-lms-local-token',
  webhookSecret: `whsec_${Buffer.from('mock-lms-local-webhook-secret').toString('base64')}`,
};

/** What the stand-ins are told besides their port. */
export function standInEnvironment(apiUrl: string, smtpPort: number) {
  return {
    mail: { SMTP_PORT: String(smtpPort) },
    vendor: { API_URL: apiUrl, CLIENT_ID: LOCAL.vendorClientId, CLIENT_SECRET: LOCAL.vendorClientSecret },
    lms: { API_URL: apiUrl, LMS_TOKEN: LOCAL.lmsToken, LMS_WEBHOOK_SECRET: LOCAL.webhookSecret },
  };
}

/** Addresses that the API and the worker are given. */
export type Addresses = {
  databaseUrl: string;
  /** The Temporal of the local stack; undefined where the caller's environment says which to use. */
  ownTemporal: TemporalPlace | undefined;
  temporalUiUrl: string | undefined;
  apiPort: number;
  apiUrl: string;
  smtpPort: number;
  mail: StandIn | undefined;
  vendor: StandIn | undefined;
  lms: StandIn | undefined;
  redisUrl: string | undefined;
};

function vendorSettings(vendor: StandIn | undefined): Record<string, string> {
  if (!vendor) return {};
  const credentials = { client_id: LOCAL.vendorClientId, client_secret: LOCAL.vendorClientSecret };
  const addresses = { base_url: vendor.url, desktop_application_url: `${vendor.url}/desktop` };
  const backend = { type: 'rest', verbose_name: 'Mock vendor', ...addresses, ...credentials };
  const account = { ...credentials, username: MOCK_BACKEND, groups: [`${MOCK_BACKEND}_review`] };
  return {
    PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: MOCK_BACKEND, null: {}, mock: {}, [MOCK_BACKEND]: backend }),
    OAUTH_CLIENTS: JSON.stringify([account]),
  };
}

function lmsSettings(lms: StandIn | undefined): Record<string, string> {
  if (!lms) return {};
  return {
    LMS_URL: lms.url,
    LMS_TOKEN: LOCAL.lmsToken,
    LMS_WEBHOOK_SECRET: LOCAL.webhookSecret,
    SITE_NAME: new URL(lms.url).host,
    HTTPS: 'off',
  };
}

/** For the local server, even if one of the user's profiles names another one. */
function temporalSettings({ address, namespace }: TemporalPlace): Record<string, string> {
  return { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, TEMPORAL_TLS: 'false' };
}

/** Environment of the API and the worker (see config.ts); the caller's own environment takes precedence. */
export function serviceEnvironment(settings: DevSettings, addresses: Addresses): Record<string, string> {
  const { databaseUrl, ownTemporal, temporalUiUrl, apiPort, apiUrl, mail, smtpPort, redisUrl } = addresses;
  const local = {
    ...vendorSettings(addresses.vendor),
    ...lmsSettings(addresses.lms),
    ...(redisUrl !== undefined && { EVENT_BUS_REDIS_CONNECTION_URL: redisUrl }),
    ...(mail && { SMTP_URL: `smtp://127.0.0.1:${smtpPort}` }),
    PUBLIC_URL: apiUrl,
    SERVICE_SECRET_KEY: PUBLISHED.SERVICE_SECRET_KEY,
    SESSION_PEOPLE: JSON.stringify([PEOPLE.carol, PEOPLE.dora, PEOPLE.ivan].map(claimsOf)),
    PROCTORING_USER_OBFUSCATION_KEY: 'local-obfuscation-key',
    RETIREMENT_SERVICE_WORKER_USERNAME: 'retirement_worker',
  };
  const chosen = Object.entries(local).filter(([name]) => !process.env[name]);
  return {
    ...Object.fromEntries(chosen),
    ...(temporalUiUrl && { TEMPORAL_UI_URL: temporalUiUrl }),
    LOCAL_STACK: 'true',
    API_PORT: String(apiPort),
    DRAIN_SECONDS: '0',
    DATABASE_URL: databaseUrl,
    ...(ownTemporal && temporalSettings(ownTemporal)),
    JWT_SECRET_KEY: settings.jwtKey,
  };
}
