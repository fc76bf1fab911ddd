import { readSettings, type Config, type Environment, type Settings } from './config.ts';

/** Keys that are published in this repository: anybody who reads it could sign in with them. */
export const PUBLISHED = {
  JWT_SECRET_KEY: 'durable-proctoring-development-key-for-local-use-only',
  SERVICE_SECRET_KEY: 'durable-proctoring-development-secret-for-local-use-only',
} as const;

/** Of a key that is ours to choose. */
const SHORTEST_OWN_KEY_BYTES = 32;
/** The LMS chooses its own: Tutor makes keys of 24 letters and digits, 142 bits. */
const SHORTEST_LMS_KEY_BYTES = 24;
const SHORTEST_CLIENT_SECRET = 16;

const REQUIRED = [
  'DATABASE_URL',
  'PUBLIC_URL',
  'JWT_ISSUER',
  'JWT_AUDIENCE',
  'SERVICE_SECRET_KEY',
  'SITE_NAME',
  'LEARNING_MICROFRONTEND_URL',
] as const satisfies readonly (keyof Environment)[];
/** What learners and their mail servers see of the sender. */
const REQUIRED_WITH_MAIL = ['STATUS_EMAIL_FROM_ADDRESS', 'CONTACT_EMAIL'] as const;
const SIGN_IN_KEYS = ['JWT_PUBLIC_JWK_SET', 'JWT_JWKS_URL', 'JWT_SECRET_KEY'] as const;
const KEYS = [
  ['JWT_SECRET_KEY', SHORTEST_LMS_KEY_BYTES],
  ['JWT_SECRET_KEY_PREVIOUS', SHORTEST_LMS_KEY_BYTES],
  ['SERVICE_SECRET_KEY', SHORTEST_OWN_KEY_BYTES],
  ['SERVICE_SECRET_KEY_PREVIOUS', SHORTEST_OWN_KEY_BYTES],
] as const;

function missing(given: Settings['isGiven']): string[] {
  const required = [...REQUIRED, ...(given('SMTP_URL') ? REQUIRED_WITH_MAIL : [])];
  const problems = required.filter((name) => !given(name)).map((name) => `${name} is missing`);
  if (!SIGN_IN_KEYS.some(given)) problems.push(`one of ${SIGN_IN_KEYS.join(', ')} is missing: nobody could sign in`);
  return problems;
}

function weakKeys(env: Environment): string[] {
  const published: readonly string[] = Object.values(PUBLISHED);
  return KEYS.flatMap(([name, shortest]) => {
    const key = env[name];
    if (key === undefined) return [];
    if (published.includes(key)) return [`${name} is a published key`];
    return Buffer.byteLength(key) < shortest ? [`${name} is shorter than ${shortest} bytes`] : [];
  });
}

function weakClients({ auth }: Config): string[] {
  return auth.oauthClients
    .filter(({ client_secret, client_secret_previous = client_secret }) =>
      [client_secret, client_secret_previous].some((secret) => secret.length < SHORTEST_CLIENT_SECRET),
    )
    .map(
      ({ client_id }) => `OAUTH_CLIENTS: a secret of ${client_id} is shorter than ${SHORTEST_CLIENT_SECRET} characters`,
    );
}

function unsafeValues(env: Environment): string[] {
  return [
    ...(env.PUBLIC_URL !== undefined && !env.PUBLIC_URL.startsWith('https:') ? ['PUBLIC_URL is not https'] : []),
    ...(env.OIDC_ISSUER !== undefined && !env.OIDC_ISSUER.startsWith('https:') ? ['OIDC_ISSUER is not https'] : []),
    ...(/[?&]sslmode=no-verify\b/.test(env.DATABASE_URL) ? ["DATABASE_URL does not check Postgres's certificate"] : []),
    ...(env.SESSION_PEOPLE.length > 0 ? ['SESSION_PEOPLE lets anybody sign in'] : []),
    ...(env.ALLOW_CALLBACK_SIMULATION ? ['ALLOW_CALLBACK_SIMULATION lets anybody send reviews'] : []),
    ...(env.SERVICE_SECRET_KEY !== undefined && env.SERVICE_SECRET_KEY === env.JWT_SECRET_KEY
      ? ['SERVICE_SECRET_KEY is the same as JWT_SECRET_KEY']
      : []),
  ];
}

/** What keeps a process from starting outside the local stack, a sentence each; no values of secrets. */
function productionProblems({ env, config, isGiven }: Settings): string[] {
  if (config.isLocalStack) return [];
  return [...missing(isGiven), ...unsafeValues(env), ...weakKeys(env), ...weakClients(config)];
}

/**
 * The configuration of a process that serves people, from the environment as `readSettings` reads it. Outside the local
 * stack it also throws naming every setting that is missing, and every one by which strangers would get in.
 */
export function readServiceConfig(variables?: NodeJS.ProcessEnv): Config {
  const settings = readSettings(variables);
  const problems = productionProblems(settings);
  if (problems.length > 0) {
    const list = problems.map((problem) => `✖ ${problem}`).join('\n');
    throw new Error(`The configuration is not safe to serve people with (LOCAL_STACK is not set):\n${list}`);
  }
  return settings.config;
}
