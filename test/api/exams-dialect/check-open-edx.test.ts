import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../../config.ts';
import { freePort } from '../../../dev/ports.ts';
import { installedRedis } from '../../../dev/redis.ts';
import { publicKeySetOf } from '../../../lms/exam-token-keys.ts';
import { checkOpenEdx } from '../../../manage/open-edx/check.ts';
import type { Finding } from '../../../manage/open-edx/finding.ts';
import { issueToken, startOpenEdx, type OpenEdx, type OpenEdxSettings } from '../../support/open-edx.ts';
import { startRedis, type RedisServer } from '../../support/redis-server.ts';
import { KEY } from '../harness.ts';
import { EXAM_TOKEN_KEY, item, newCourse, startExamsLab, type ExamsLab } from './lab.ts';

const LEARNING = 'https://apps.campus.example.com/learning';
const AUTHORING = 'https://apps.campus.example.com/authoring';
const CLIENT = { OPENEDX_CLIENT_ID: 'exams-worker', OPENEDX_CLIENT_SECRET: 'exams-worker-secret' };
const JWT = { issuer: 'https://campus.example.com/oauth2', audience: 'openedx' };

/** All as it must be. */
const settingsFor = (own: string): OpenEdxSettings => ({
  lms: { isFlat: true, features: { ENABLE_SPECIAL_EXAMS: true, ENABLE_PROCTORED_EXAMS: true } },
  cms: { isFlat: false, features: { ENABLE_SPECIAL_EXAMS: true, ENABLE_PROCTORED_EXAMS: true } },
  mfeConfig: {
    EXAMS_BASE_URL: own,
    LEARNING_BASE_URL: LEARNING,
    COURSE_AUTHORING_MICROFRONTEND_URL: AUTHORING,
  },
  mfeOverrides: {},
  flags: { 'course_apps.exams_ida': { everyone: 'yes' } },
  client: { id: CLIENT.OPENEDX_CLIENT_ID, secret: CLIENT.OPENEDX_CLIENT_SECRET, isGlobalStaff: true },
  jwt: { key: KEY, ...JWT },
  courses: {},
});

const redisCommand = await installedRedis();
let openEdx: OpenEdx;
let redis: RedisServer | undefined;
let lab: ExamsLab;
let env: Record<string, string>;
let config: Config;
let intact: OpenEdxSettings;

beforeAll(async () => {
  const port = await freePort();
  const own = `http://127.0.0.1:${port}`;
  openEdx = await startOpenEdx(settingsFor(own));
  intact = structuredClone(openEdx.settings);
  redis = redisCommand === undefined ? undefined : await startRedis(redisCommand);
  env = {
    PUBLIC_URL: own,
    JWT_ISSUER: JWT.issuer,
    JWT_AUDIENCE: JWT.audience,
    JWT_PUBLIC_JWK_SET: JSON.stringify(await publicKeySetOf([EXAM_TOKEN_KEY])),
    LEARNING_MICROFRONTEND_URL: LEARNING,
    CORS_ORIGINS: new URL(AUTHORING).origin,
    OPENEDX_URL: openEdx.lms,
    ...(redis && { EVENT_BUS_REDIS_CONNECTION_URL: redis.url, EVENT_BUS_TOPIC_PREFIX: 'campus' }),
  };
  // The service takes all courses: it has no client.
  lab = await startExamsLab({ env });
  await lab.api.app.listen({ host: '127.0.0.1', port });
  const { openedx } = lab.api.service.config;
  const client = { clientId: CLIENT.OPENEDX_CLIENT_ID, clientSecret: CLIENT.OPENEDX_CLIENT_SECRET };
  config = { ...lab.api.service.config, openedx: { ...openedx, ...client } };
  await redis?.addReader('campus-learning-exam-attempt-lifecycle', 'lms');
});
afterAll(async () => {
  await lab.api.close();
  await openEdx.close();
  await redis?.close();
});
afterEach(() => {
  Object.assign(openEdx.settings, structuredClone(intact));
});

const check = (replaced: Partial<Config> = {}, course?: string) =>
  checkOpenEdx({ ...config, ...replaced }, { lms: `${openEdx.lms}/`, cms: openEdx.cms, course });
const named = (findings: readonly Finding[], state: Finding['state']) =>
  findings.filter((finding) => finding.state === state).map(({ place, setting }) => `${place}: ${setting}`);

/** A course with an exam, which Studio has sent. */
async function publishedCourse(): Promise<string> {
  const { course } = newCourse();
  const headers = { authorization: `JWT ${await issueToken(intact)}` };
  const answer = await lab.exams('PATCH', `/exams/course_id/${course}/`, { headers, body: [item()] });
  expect(answer.status).toBe(200);
  return course;
}

describe('check-open-edx', () => {
  it('finds nothing missing where all is set, and says what cannot be seen, with its value', async () => {
    const course = await publishedCourse();
    openEdx.settings.courses[course] = { proctoring_provider: 'lti_external', enable_timed_exams: true };
    const findings = await check({}, course);
    expect(named(findings, 'missing')).toEqual(redis ? [] : ['here: EVENT_BUS_REDIS_CONNECTION_URL']);
    expect(named(findings, 'unseen')).toEqual([
      'here: JWT_PUBLIC_JWK_SET',
      "LMS: TOKEN_SIGNING['JWT_PUBLIC_SIGNING_JWK_SET']",
    ]);
    const keys = findings.find(({ setting }) => setting.startsWith('TOKEN_SIGNING'));
    expect(keys?.value).toContain(JSON.stringify(await publicKeySetOf([EXAM_TOKEN_KEY])));
    expect(named(findings, 'set')).toEqual(
      expect.arrayContaining([
        'here: PUBLIC_URL',
        'CMS: EXAMS_SERVICE_URL, EXAMS_SERVICE_USERNAME',
        'course: provider',
      ]),
    );
  });

  it.each<{ without: string; change: (settings: OpenEdxSettings) => void; value: string }>([
    {
      without: 'LMS: ENABLE_SPECIAL_EXAMS',
      change: ({ lms }) => (lms.features['ENABLE_SPECIAL_EXAMS'] = false),
      value: 'FEATURES["ENABLE_SPECIAL_EXAMS"] = True',
    },
    {
      without: 'LMS: ENABLE_PROCTORED_EXAMS',
      change: ({ lms }) => (lms.features['ENABLE_PROCTORED_EXAMS'] = false),
      value: 'FEATURES["ENABLE_PROCTORED_EXAMS"] = True',
    },
    {
      without: 'CMS: ENABLE_SPECIAL_EXAMS',
      change: ({ cms }) => (cms.features['ENABLE_SPECIAL_EXAMS'] = false),
      value: 'FEATURES["ENABLE_SPECIAL_EXAMS"] = True',
    },
    {
      without: 'CMS: ENABLE_PROCTORED_EXAMS',
      change: ({ cms }) => (cms.features['ENABLE_PROCTORED_EXAMS'] = false),
      value: 'FEATURES["ENABLE_PROCTORED_EXAMS"] = True',
    },
    {
      without: 'LMS and CMS: waffle flag course_apps.exams_ida',
      change: (settings) => (settings.flags = {}),
      value: './manage.py lms waffle_flag --create --everyone course_apps.exams_ida',
    },
    {
      without: 'front ends: EXAMS_BASE_URL (authoring)',
      change: (settings) => {
        const elsewhere = { EXAMS_BASE_URL: 'https://elsewhere.example.com' };
        settings.mfeOverrides = { authoring: elsewhere, 'course-authoring': elsewhere };
      },
      value: 'MFE_CONFIG["EXAMS_BASE_URL"] = "http://127.0.0.1:',
    },
    {
      without: 'here: LEARNING_MICROFRONTEND_URL',
      change: ({ mfeConfig }) => Object.assign(mfeConfig ?? {}, { LEARNING_BASE_URL: `${LEARNING}-2` }),
      value: `LEARNING_MICROFRONTEND_URL=${LEARNING}-2`,
    },
    {
      without: 'here: CORS_ORIGINS',
      change: ({ mfeConfig }) =>
        Object.assign(mfeConfig ?? {}, { COURSE_AUTHORING_MICROFRONTEND_URL: 'https://studio-pages.example.com/x' }),
      value: 'CORS_ORIGINS=https://apps.campus.example.com,https://studio-pages.example.com',
    },
    {
      without: 'here: OPENEDX_CLIENT_ID, OPENEDX_CLIENT_SECRET',
      change: (settings) => (settings.client = null),
      value: 'create_dot_application --grant-type client-credentials',
    },
    {
      without: 'here: JWT_SECRET_KEY',
      change: ({ jwt }) => (jwt.key = 'another-key-that-is-long-enough-for-it'),
      value: "JWT_AUTH['JWT_SECRET_KEY']",
    },
  ])('names what is missing, with its value: $without', async ({ without, change, value }) => {
    change(openEdx.settings);
    const missing = (await check()).filter(({ state }) => state === 'missing');
    expect(missing).toEqual(
      expect.arrayContaining([expect.objectContaining({ value: expect.stringContaining(value) })]),
    );
    expect(named(missing, 'missing')).toEqual(expect.arrayContaining([without]));
    const others = named(missing, 'missing').filter((name) => name !== without);
    expect(others).toEqual(redis ? [] : ['here: EVENT_BUS_REDIS_CONNECTION_URL']);
  });

  it('tells an issuer and an audience apart from a wrong key', async () => {
    const { auth } = config;
    openEdx.settings.jwt = { key: KEY, issuer: 'https://other.example.com/oauth2', audience: 'other' };
    const missing = (await check({ auth })).filter(({ state }) => state === 'missing');
    expect(missing.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['JWT_ISSUER=https://other.example.com/oauth2', 'JWT_AUDIENCE=other']),
    );
    expect(named(missing, 'missing')).not.toContain('here: JWT_SECRET_KEY');
  });

  it('says what it cannot see without an account at the LMS, and with one that is no global staff', async () => {
    const withoutClient = { ...config.openedx, clientId: undefined };
    const unseen = named(await check({ openedx: withoutClient }), 'unseen');
    expect(unseen).toEqual(
      expect.arrayContaining([
        'here: OPENEDX_CLIENT_ID, OPENEDX_CLIENT_SECRET',
        'LMS: ENABLE_SPECIAL_EXAMS',
        'LMS and CMS: waffle flag course_apps.exams_ida',
      ]),
    );
    if (openEdx.settings.client) openEdx.settings.client.isGlobalStaff = false;
    const findings = await check();
    expect(named(findings, 'missing')).toContain('here: OPENEDX_CLIENT_ID, OPENEDX_CLIENT_SECRET');
    expect(named(findings, 'unseen')).toContain('CMS: ENABLE_PROCTORED_EXAMS');
  });

  it('gives the last word on the flag to the course, then to its organisation', async () => {
    const course = await publishedCourse();
    const flag = { everyone: 'unknown', course_overrides: [{ course_id: course, force: 'on' }] };
    openEdx.settings.flags = { 'course_apps.exams_ida': flag };
    const name = 'LMS and CMS: waffle flag course_apps.exams_ida';
    expect(named(await check({}, course), 'set')).toContain(name);
    expect(named(await check({}, 'course-v1:Demo+Other+2030'), 'missing')).toContain(name);
    openEdx.settings.flags = {
      'course_apps.exams_ida': { everyone: 'yes', org_overrides: [{ org: 'Demo', force: 'off' }] },
    };
    expect(named(await check({}, course), 'missing')).toContain(name);
  });

  it('names what a course has not chosen', async () => {
    const course = await publishedCourse();
    openEdx.settings.courses[course] = { proctoring_provider: 'null', enable_timed_exams: false };
    expect(named(await check({}, course), 'missing')).toEqual(
      expect.arrayContaining(['course: proctoring_provider', 'course: enable_timed_exams']),
    );
  });

  it('shows the front ends as unseen where the LMS does not tell of them', async () => {
    openEdx.settings.mfeConfig = null;
    expect(named(await check(), 'unseen')).toEqual(
      expect.arrayContaining(['front ends: EXAMS_BASE_URL (learning)', 'here: CORS_ORIGINS']),
    );
  });

  it('asks for a host that the cookies of the LMS reach', async () => {
    const api = { ...config.api, publicUrl: 'https://exams.elsewhere.org' };
    const findings = await checkOpenEdx({ ...config, api }, { lms: openEdx.lms, cms: openEdx.cms });
    expect(named(findings, 'missing')).toEqual(
      expect.arrayContaining(['here: PUBLIC_URL', 'LMS: SHARED_COOKIE_DOMAIN']),
    );
  });

  it.skipIf(redisCommand === undefined)('sees whether the LMS reads the events of exams', async () => {
    const eventBus = { ...config.lms.eventBus, topicPrefix: 'other' };
    const findings = await check({ lms: { ...config.lms, eventBus } });
    expect(findings.filter(({ state }) => state === 'missing')).toEqual([
      expect.objectContaining({
        place: 'LMS',
        setting: 'consumer of the events of exams',
        value: expect.stringMatching(/EVENT_BUS_TOPIC_PREFIX = "other"[^]*consume_events/),
      }),
    ]);
  });

  it('is a command with an exit code, for people and as JSON', async () => {
    const run = async (...args: string[]) => {
      const main = join(import.meta.dirname, '../../../manage/main.ts');
      const given = [main, 'check-open-edx', '--lms', openEdx.lms, '--cms', openEdx.cms, ...args];
      const pem = EXAM_TOKEN_KEY.export({ type: 'pkcs8', format: 'pem' }).toString();
      const settings = { ...env, ...CLIENT, JWT_SECRET_KEY: KEY, EXAM_TOKEN_KEY: pem, LOCAL_STACK: 'true' };
      const child = spawn(process.execPath, given, { env: { ...process.env, ...settings } });
      const [stdout] = await Promise.all([text(child.stdout), once(child, 'close')]);
      return { exit: child.exitCode, stdout };
    };
    openEdx.settings.flags = {};
    const shown = await run();
    expect(shown.exit).toBe(1);
    expect(shown.stdout).toContain(
      'MISSING  LMS and CMS: waffle flag course_apps.exams_ida (off)\n           ./manage.py lms waffle_flag',
    );
    expect(shown.stdout).toMatch(/\d+ set, \d+ missing, \d+ cannot be seen from outside\n$/);
    openEdx.settings.flags = { 'course_apps.exams_ida': { everyone: 'yes' } };
    const listed = await run('--json');
    expect(listed.exit).toBe(redis ? 0 : 1);
    expect(JSON.parse(listed.stdout)).toContainEqual({
      place: 'front ends',
      setting: 'EXAMS_BASE_URL (learning)',
      state: 'set',
      seen: 'this service',
      value: null,
    });
    expect((await run('--lms', 'campus.example.com')).exit).toBe(2);
  });
});
