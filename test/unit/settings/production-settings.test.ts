import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createVendorRegistry } from '../../../vendors/registry.ts';
import { readServiceConfig } from '../../../production-settings.ts';
import { DEVELOPMENT_JWT_KEY } from '../../../dev/settings.ts';

const SAFE = {
  DATABASE_URL: 'postgres://proctoring:of-its-own@db.example.org/proctoring',
  PUBLIC_URL: 'https://proctoring.example.org',
  JWT_ISSUER: 'https://lms.example.org/oauth2',
  JWT_AUDIENCE: 'openedx',
  JWT_SECRET_KEY: 'a shared key that is long enough, of the platform',
  SERVICE_SECRET_KEY: 'a secret that is long enough, of this service alone',
  SITE_NAME: 'lms.example.org',
  LEARNING_MICROFRONTEND_URL: 'https://apps.example.org/learning',
};
const REST = {
  DEFAULT: 'rest',
  rest: { base_url: 'https://vendor.example.org', client_id: 'us', client_secret: 'ours' },
};

describe('a process that serves people', () => {
  it('starts with what it needs, and with nothing on the local stack', () => {
    expect(readServiceConfig(SAFE).isLocalStack).toBe(false);
    expect(readServiceConfig({ LOCAL_STACK: 'true', JWT_SECRET_KEY: DEVELOPMENT_JWT_KEY }).isLocalStack).toBe(true);
  });

  it.each(Object.keys(SAFE))('does not start without %s', (name) => {
    expect(() => readServiceConfig({ ...SAFE, [name]: '' })).toThrow(name);
  });

  it('names all that is missing at once', () => {
    for (const name of Object.keys(SAFE)) expect(() => readServiceConfig({})).toThrow(name);
  });

  it.each([
    ['JWT_SECRET_KEY', DEVELOPMENT_JWT_KEY],
    ['JWT_SECRET_KEY_PREVIOUS', DEVELOPMENT_JWT_KEY],
    ['SERVICE_SECRET_KEY', DEVELOPMENT_JWT_KEY],
    ['SERVICE_SECRET_KEY', 'durable-proctoring-development-secret-for-local-use-only'],
    ['JWT_SECRET_KEY', 'only-twenty-three-bytes'],
    ['SERVICE_SECRET_KEY', 'only-thirty-one-bytes-in-length'],
    ['SERVICE_SECRET_KEY', SAFE.JWT_SECRET_KEY],
    ['PUBLIC_URL', 'http://proctoring.example.org'],
    ['ALLOW_CALLBACK_SIMULATION', 'true'],
    ['SMTP_URL', 'smtp://mail.example.org'],
    ['OAUTH_CLIENTS', '[{"client_id":"vendor","client_secret":"short","username":"vendor"}]'],
    ['LEARNING_MICROFRONTEND_URL', 'data:text/html,x'],
  ])('does not start with %s=%s', (name, value) => {
    expect(() => readServiceConfig({ ...SAFE, [name]: value })).toThrow(name === 'SMTP_URL' ? 'CONTACT_EMAIL' : name);
  });

  it('starts with a key of the platform as short as Tutor makes it', () => {
    expect(readServiceConfig({ ...SAFE, JWT_SECRET_KEY: 'k3yOf24LettersAndDigits0' }).isLocalStack).toBe(false);
  });

  it('calls no REST vendor without a key of the pseudonyms', async () => {
    const settings = { ...SAFE, PROCTORING_BACKENDS: JSON.stringify(REST) };
    await expect(createVendorRegistry(readServiceConfig(settings))).rejects.toThrow('PROCTORING_USER_OBFUSCATION_KEY');
    const keyed = { ...settings, PROCTORING_USER_OBFUSCATION_KEY: 'key of the pseudonyms' };
    await expect(createVendorRegistry(readServiceConfig(keyed))).resolves.toMatchObject({ defaultName: 'rest' });
  });

  it('gives no power by default', () => {
    const { auth, api } = readServiceConfig(SAFE);
    expect(auth.retirementWorker).toBeUndefined();
    expect(api).toMatchObject({ secureCookies: true, corsOrigins: ['https://apps.example.org'] });
  });

  it.each(['api/server.ts', 'activities/worker.ts'])('is %s, which says what is wrong and ends', (file) => {
    const entry = fileURLToPath(new URL(`../../../${file}`, import.meta.url));
    const env = { ...SAFE, JWT_AUDIENCE: '', JWT_SECRET_KEY: DEVELOPMENT_JWT_KEY };
    const { status, stderr } = spawnSync(process.execPath, [entry], { env, encoding: 'utf8', timeout: 100_000 });
    expect(status).toBe(1);
    expect(stderr).toContain('JWT_AUDIENCE is missing');
    expect(stderr).toContain('JWT_SECRET_KEY is a published key');
    expect(stderr).not.toContain(DEVELOPMENT_JWT_KEY);
  });
});
