import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { ENVIRONMENT, readConfig, type Config } from '../../../config.ts';
import { until } from '../../../dev/until.ts';
import { followSecrets, type Prepare, type SecretsFollower } from '../../../follow-secrets.ts';
import { createLogger } from '../../../logging.ts';
import { readServiceConfig } from '../../../production-settings.ts';
import { READ_AT_START, REREAD } from '../../../settings/reread.ts';
import { createRenewableRegistry } from '../../../vendors/renewable-registry.ts';
import { writeSecretFiles, type SecretFiles } from '../../support/secret-files.ts';

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

interface Followed {
  config: Config;
  files: SecretFiles;
  secrets: SecretsFollower;
  lines: string[];
  /** What the meter was told. */
  usable: boolean[];
}

interface Options {
  read?: (variables: NodeJS.ProcessEnv) => Config;
  others?: Record<string, string>;
  prepare?: (config: Config) => Promise<Prepare>;
}

/** A configuration whose secrets are in files, which are read again when it is told. */
async function follow(contents: Record<string, string>, options: Options = {}): Promise<Followed> {
  const { read = readConfig, others = {}, prepare } = options;
  const files = await writeSecretFiles(contents);
  const variables = { SECRETS_REREAD_SECONDS: '0', ...others, ...files.settings };
  const config = read(variables);
  const [lines, usable] = [[] as string[], [] as boolean[]];
  const log = createLogger({ name: 'test', level: 'info' }, { write: (line) => void lines.push(line) });
  const meters = { noteSecrets: (areUsable: boolean) => void usable.push(areUsable) };
  const made = prepare && (await prepare(config));
  const secrets = followSecrets({ config, read, variables, log, meters, ...(made && { prepareSecrets: made }) });
  opened.push(files, secrets);
  await secrets.reread();
  usable.length = 0;
  return { config, files, secrets, lines, usable };
}

const [ONE, TWO, THREE] = [
  'the first key, long enough for all',
  'the second key, long enough too',
  'a third key of 16',
];

describe('secrets in files', () => {
  it('are taken over when they have changed, and logged by their names alone', async () => {
    const { config, files, secrets, lines } = await follow({ JWT_SECRET_KEY: ONE, LMS_TOKEN: 'token' });
    const { auth } = config;
    expect(lines).toEqual([]);
    await files.exchange({ JWT_SECRET_KEY: TWO });
    await secrets.reread();
    expect([auth.sharedKeys, config.lms.token]).toEqual([[TWO], 'token']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ settings: ['JWT_SECRET_KEY'], msg: 'secrets were read again' }),
    ]);
    expect(lines.join('')).not.toContain(TWO);
  });

  it('are read again by themselves after so many seconds', async () => {
    const { config, files } = await follow({ LMS_TOKEN: 'one' }, { others: { SECRETS_REREAD_SECONDS: '1' } });
    await files.exchange({ LMS_TOKEN: 'two' });
    await until(() => Promise.resolve(config.lms.token === 'two'), 'the new token');
  });

  it('leave what is no secret as it was at the start', async () => {
    const { config, files, secrets } = await follow({ LMS_TOKEN: 'one', PLATFORM_NAME: 'Before' });
    await files.exchange({ LMS_TOKEN: 'two', PLATFORM_NAME: 'After' });
    await secrets.reread();
    expect([config.lms.token, config.site.platformName]).toEqual(['two', 'Before']);
  });

  it('that are not usable leave all as they were, are told once without their values, and are tried again', async () => {
    const first = await follow({ JWT_SECRET_KEY: ONE, LMS_TOKEN: 'one' });
    const { config, files, secrets, lines, usable } = first;
    await files.exchange({ JWT_SECRET_KEY: 'short', LMS_TOKEN: 'two' });
    await secrets.reread();
    await secrets.reread();
    expect([config.auth.sharedKeys, config.lms.token]).toEqual([[ONE], 'one']);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('JWT_SECRET_KEY');
    expect(lines[0]).not.toMatch(/"short"|two/);
    await files.exchange({ JWT_SECRET_KEY: TWO });
    await secrets.reread();
    expect([config.auth.sharedKeys, config.lms.token]).toEqual([[TWO], 'two']);
    expect(usable).toEqual([false, false, true]);
  });

  it('that are gone, or come back as they were, change nothing', async () => {
    const { config, files, secrets, lines, usable } = await follow({ LMS_TOKEN: 'one' });
    await files.remove('LMS_TOKEN');
    await secrets.reread();
    await files.exchange({ LMS_TOKEN: 'one' });
    await secrets.reread();
    expect([config.lms.token, usable, lines.length]).toEqual(['one', [false, true], 1]);
  });

  it('have to be safe outside the local stack, as at the start', async () => {
    const required = {
      DATABASE_URL: 'postgres://service@db.example.org/proctoring',
      PUBLIC_URL: 'https://exams.example.org',
      JWT_ISSUER: 'lms',
      JWT_AUDIENCE: 'exams',
      SITE_NAME: 'lms.example.org',
      LEARNING_MICROFRONTEND_URL: 'https://learn.example.org',
    };
    const keys = { JWT_SECRET_KEY: ONE, SERVICE_SECRET_KEY: `${TWO}, and more` };
    const { config, files, secrets, lines } = await follow(keys, { others: required, read: readServiceConfig });
    await files.exchange({ JWT_SECRET_KEY: THREE });
    await secrets.reread();
    expect(config.auth.sharedKeys).toEqual([ONE]);
    expect(lines.join('')).toContain('JWT_SECRET_KEY is shorter than 24 bytes');
  });
});

describe('an address', () => {
  it.each([
    { setting: 'DATABASE_URL', scheme: 'postgres', read: ({ databaseUrl }: Config) => databaseUrl },
    { setting: 'EVENT_BUS_REDIS_CONNECTION_URL', scheme: 'redis', read: ({ lms }: Config) => lms.eventBus.url },
  ])('$setting gets another password, and nothing else', async ({ setting, scheme, read }) => {
    const address = (password: string, host = 'one.example.org') => `${scheme}://service:${password}@${host}/0`;
    const { config, files, secrets, lines } = await follow({ [setting]: address('swordfish') });
    await files.exchange({ [setting]: address('sturgeon') });
    await secrets.reread();
    expect(read(config)).toBe(address('sturgeon'));
    await files.exchange({ [setting]: address('herring', 'two.example.org') });
    await secrets.reread();
    expect(read(config)).toBe(address('sturgeon'));
    expect(lines.at(-1)).toContain(`${setting}: only`);
    expect(lines.join('')).not.toMatch(/swordfish|sturgeon|herring/);
  });
});

describe('the keys of what is kept in Temporal', () => {
  const [old, fresh] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  const exported = ({ temporal }: Config) => temporal.encryption.current?.export().toString('base64');
  const keys = (current: string, previous: string) => ({
    TEMPORAL_ENCRYPTION_KEY: current,
    TEMPORAL_ENCRYPTION_KEY_PREVIOUS: previous,
  });

  it('are rotated by way of the previous ones', async () => {
    const { config, files, secrets, lines } = await follow(keys(old, ''));
    const place = config.temporal;
    await files.exchange(keys(old, fresh));
    await secrets.reread();
    await files.exchange(keys(fresh, old));
    await secrets.reread();
    expect([exported(config), place.encryption.previous.length, lines.length]).toEqual([fresh, 1, 2]);
  });

  it.each([
    { name: 'a key that others may not know yet', next: keys(fresh, old), why: 'has to be in' },
    {
      name: 'that the key in use is missing',
      next: keys(fresh, ''),
      previous: fresh,
      why: 'that was in use is missing',
    },
  ])('refuse $name', async ({ next, previous = '', why }) => {
    const { config, files, secrets, lines } = await follow(keys(old, previous));
    await files.exchange(next);
    await secrets.reread();
    expect(exported(config)).toBe(old);
    expect(lines.join('')).toContain(why);
  });
});

describe('back-ends', () => {
  const backends = (secret: string, name = 'lab') =>
    JSON.stringify({
      DEFAULT: name,
      [name]: { type: 'rest', base_url: 'https://lab.example.org', client_id: 'us', client_secret: secret },
    });

  it('are made anew with other credentials, unless a name would come or go', async () => {
    let names = (): readonly string[] => [];
    let vendor = (): unknown => null;
    const { files, secrets, lines } = await follow(
      { PROCTORING_BACKENDS: backends('one') },
      {
        others: { LOCAL_STACK: 'true' },
        prepare: async (config) => {
          const { vendors, prepare } = await createRenewableRegistry(config);
          names = () => vendors.names;
          vendor = () => vendors.get('lab');
          return prepare;
        },
      },
    );
    const first = vendor();
    await secrets.reread();
    expect(vendor()).toBe(first);
    await files.exchange({ PROCTORING_BACKENDS: backends('two') });
    await secrets.reread();
    const second = vendor();
    expect(second).not.toBe(first);
    await files.exchange({ PROCTORING_BACKENDS: backends('two', 'other') });
    await secrets.reread();
    expect([names(), vendor() === second]).toEqual([['lab'], true]);
    expect(lines.at(-1)).toContain('can change only with a restart');
  });
});

it('every setting that has a secret is read again, or says why not', () => {
  const SECRET = /SECRET|KEY|TOKEN|CERT|_URL$|BACKENDS|CLIENTS|CONFIG_FILE|JWK_SET/;
  /** What is public, or no value of its own. */
  const HARMLESS =
    /^(PUBLIC_URL|SECRETS_REREAD_SECONDS|EXAM_TOKEN_ISSUER|JWT_JWKS_URL|LEARNING_MICROFRONTEND_URL|LMS_URL|LMS_WEBHOOK_URL|OPENEDX_URL|TEMPORAL_UI_URL)$/;
  const named = Object.keys(ENVIRONMENT.shape).filter((name) => SECRET.test(name) && !HARMLESS.test(name));
  expect(named.toSorted()).toEqual([...Object.keys(REREAD), ...Object.keys(READ_AT_START)].toSorted());
});
