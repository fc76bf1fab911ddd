import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPrivateKey } from 'node:crypto';
import { parseEnv } from 'node:util';
import { importPKCS8, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createLmsTokenCheck } from '../../api/auth/lms-tokens.ts';
import { pythonWith } from '../../dev/python-environment.ts';
import { canRun, runCommand } from '../../dev/run-command.ts';
import { readServiceConfig } from '../../production-settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const KEYS = '{"keys":[{"kty":"RSA","n":"an-n","e":"AQAB","kid":"a-key","use":"sig","alg":"RS512"}]}';
const SETTINGS = {
  LMS_HOST: 'campus.example.com',
  ENABLE_HTTPS: 'true',
  PLATFORM_NAME: "Zoë's Campus",
  DURABLE_PROCTORING_EXAM_TOKEN_KEYS: KEYS,
  DURABLE_PROCTORING_UPSTREAM: '10.0.0.5:8000',
};
/** What is the service's own, and so in nobody's hands but its operator's. */
const OWN = {
  DATABASE_URL: 'postgres://proctoring@postgres/proctoring',
  SERVICE_SECRET_KEY: 'a-secret-of-the-service-that-is-long-enough',
};

const hasPython = await canRun('python3', ['-c', 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))']);
if (!hasPython) console.warn('The Tutor plugin is not tested: there is no Python 3.11 with pip and venv.');

let folder: string;
let python: string;

/** Runs Tutor with an environment and plugins of its own. */
async function tutor(...args: string[]): Promise<string> {
  const env = { ...process.env, TUTOR_ROOT: join(folder, 'root'), TUTOR_PLUGINS_ROOT: join(folder, 'plugins') };
  return await runCommand(join(dirname(python), 'tutor'), args, { env });
}

const save = (settings: Record<string, string>) =>
  tutor('config', 'save', ...Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]));
const rendered = (path: string) => readFile(join(folder, 'root/env', path), 'utf8');
const settingsOf = (half: 'lms' | 'cms') => rendered(`apps/openedx/settings/${half}/production.py`);

describe.skipIf(!hasPython)('the Tutor plugin', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tutor-'));
    python = await pythonWith('tutor', join(ROOT, 'dev/tutor/requirements.txt'));
    await mkdir(join(folder, 'plugins'));
    await cp(join(ROOT, 'integrations/tutor'), join(folder, 'plugins'), { recursive: true });
    await tutor('plugins', 'enable', 'durable_proctoring');
    await save(SETTINGS);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('sets in LMS and Studio what makes the service their exams service', async () => {
    const [lms, cms] = [await settingsOf('lms'), await settingsOf('cms')];
    for (const half of [lms, cms]) {
      expect(half).toContain('FEATURES["ENABLE_SPECIAL_EXAMS"] = True');
      expect(half).toContain('FEATURES["ENABLE_PROCTORED_EXAMS"] = True');
    }
    expect(cms).toContain('EXAMS_SERVICE_URL = "https://exams.campus.example.com/api/v1"');
    expect(cms).toContain('EXAMS_SERVICE_USERNAME = "exams_worker"');
    const trusted = lms.split('\n').filter((line) => line.startsWith('TOKEN_SIGNING'));
    const run = ['import json', 'TOKEN_SIGNING = {}', ...trusted, 'print(TOKEN_SIGNING["JWT_PUBLIC_SIGNING_JWK_SET"])'];
    expect(JSON.parse(await runCommand(python, ['-c', run.join('\n')]))).toEqual(JSON.parse(KEYS));
    expect(lms).toMatch(
      /^MFE_CONFIG = {[^]+^MFE_CONFIG\["EXAMS_BASE_URL"\] = "https:\/\/exams\.campus\.example\.com"$/m,
    );
    for (const half of ['lms', 'cms']) {
      const files = ['production', 'development'].map((name) => `apps/openedx/settings/${half}/${name}.py`);
      await runCommand(python, ['-m', 'py_compile', ...files.map((file) => join(folder, 'root/env', file))]);
    }
  });

  it('lets the LMS read the events of exams, from where it left off', async () => {
    const compose = parse(await rendered('local/docker-compose.prod.yml')) as {
      services: Record<string, { command: string[]; image: string }>;
    };
    const { command, image } = compose.services['durable-proctoring-events'] ?? {};
    expect(image).toBe(compose.services['lms-worker']?.image);
    expect(command).toEqual(expect.arrayContaining(['consume_events', 'learning-exam-attempt-lifecycle']));
    expect(JSON.parse(command?.at(-1) ?? '')).toEqual({ consumer_name: 'lms-1', check_backlog: true });
    expect(await rendered('k8s/deployments.yml')).toContain('name: durable-proctoring-events');
  });

  it('leads the host of the service to it', async () => {
    expect(await rendered('apps/caddy/Caddyfile')).toMatch(
      /exams\.campus\.example\.com\{\$default_site_port\} \{\s+import proxy "10\.0\.0\.5:8000"/,
    );
  });

  it('renders settings with which the service starts, and knows those whom the LMS signs in', async () => {
    const config = readServiceConfig({
      ...parseEnv(await rendered('plugins/durable_proctoring/apps/service.env')),
      ...OWN,
    });
    expect(config.api).toMatchObject({
      publicUrl: 'https://exams.campus.example.com',
      corsOrigins: expect.arrayContaining(['https://apps.campus.example.com']),
    });
    expect(config.site).toMatchObject({
      platformName: "Zoë's Campus",
      url: 'https://campus.example.com',
      learningMfeUrl: 'https://apps.campus.example.com/learning',
    });
    expect(config.lms.eventBus).toMatchObject({ url: 'redis://@redis:6379/', topicPrefix: 'dev' });
    expect(config.openedx).toMatchObject({ url: 'https://campus.example.com', clientId: undefined });

    const pem = (await tutor('config', 'printvalue', 'JWT_RSA_PRIVATE_KEY')).match(/-----BEGIN[^]+-----/)?.[0] ?? '';
    const pkcs8 = createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
    const secret = (await rendered('plugins/durable_proctoring/apps/service.env')).match(/^JWT_SECRET_KEY=(.+)$/m)?.[1];
    const token = () =>
      new SignJWT({ preferred_username: 'alice' })
        .setIssuer('https://campus.example.com/oauth2')
        .setAudience('openedx')
        .setIssuedAt()
        .setExpirationTime('1h');
    const check = createLmsTokenCheck(config, Date.now);
    const ofBrowser = await token()
      .setProtectedHeader({ alg: 'RS512' })
      .sign(await importPKCS8(pkcs8, 'RS512'));
    const ofStudio = await token().setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
    for (const each of [ofBrowser, ofStudio]) {
      expect(await check(each)).toMatchObject({ claims: { preferred_username: 'alice' } });
    }
  });

  it('gives the service its client where the platform keeps some of the courses', async () => {
    await save({ DURABLE_PROCTORING_TAKES_ALL_COURSES: 'false' });
    const settings = parseEnv(await rendered('plugins/durable_proctoring/apps/service.env'));
    expect(settings).toMatchObject({
      OPENEDX_CLIENT_ID: 'durable-proctoring',
      OPENEDX_CLIENT_SECRET: expect.stringMatching(/^\w{32}$/),
    });
  });
});
