import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Vendor } from '../../../vendors/port.ts';
import { buildMockVendor } from '../../../dev/stand-ins/mock-vendor/app.ts';
import { MOCK_VENDOR_ENVIRONMENT } from '../../../dev/stand-ins/mock-vendor/environment.ts';
import { startScriptedVendor, type ScriptedVendor } from '../../support/scripted-vendor.ts';
import { describeVendorContract } from '../../support/vendor-contract.ts';
import { COURSE_ID, EXAM, REGISTRATION, vendorOf } from '../../support/vendor-examples.ts';

const KEYS = { client_id: 'service', client_secret: 'the-secret-of-the-service-0123456789' };

interface Stand {
  app: FastifyInstance;
  url: string;
  /** Stands for our API: takes the callbacks. */
  api: ScriptedVendor;
  vendor: Vendor;
}

let stand: Stand | undefined;
afterEach(async () => {
  await close(stand);
  stand = undefined;
});

async function open(settings: Record<string, string> = {}): Promise<Stand> {
  const api = await startScriptedVendor();
  const app = await buildMockVendor(
    MOCK_VENDOR_ENVIRONMENT.parse({
      API_URL: api.url,
      CLIENT_ID: KEYS.client_id,
      CLIENT_SECRET: KEYS.client_secret,
      CALLBACK_CLIENT_ID: 'mock-vendor',
      CALLBACK_CLIENT_SECRET: 'the-secret-of-the-vendor',
      READY_AFTER_MS: '5',
      REVIEW_AFTER_MS: '5',
      ...settings,
    }),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  stand = { app, url, api, vendor: await vendorOf('mock_rest', { ...KEYS, base_url: url }) };
  return stand;
}

async function close(opened: Stand | undefined): Promise<void> {
  await opened?.app.close();
  await opened?.api.close();
}

async function register(
  { vendor }: Stand,
  changes = {},
): Promise<{ examExternalId: string; attemptExternalId: string }> {
  const examExternalId = String(await vendor.saveExam(EXAM));
  const outcome = await vendor.registerAttempt(
    { ...EXAM, externalId: examExternalId },
    { ...REGISTRATION, ...changes },
  );
  return { examExternalId, attemptExternalId: 'externalId' in outcome ? String(outcome.externalId) : '' };
}

/** The next callbacks, tokens aside. */
async function callbacks({ api }: Stand): Promise<{ path: string; body: unknown }[]> {
  const calls = await vi.waitUntil(() => {
    const taken = api.take().filter(({ path }) => !path.startsWith('/oauth2/'));
    return taken.length > 0 && taken;
  });
  return calls.map(({ path, body }) => ({ path, body: JSON.parse(body) as unknown }));
}

const submit = (opened: Stand, path: string, form: Record<string, string>) =>
  fetch(`${opened.url}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

const callbackPath = (id: string, kind: 'ready' | 'reviewed') =>
  `/api/edx_proctoring/v1/proctored_exam/attempt/${id}/${kind}`;

describeVendorContract('the mock vendor of the local stack', async () => {
  const opened = await open();
  stand = undefined;
  return { vendor: opened.vendor, secrets: [KEYS.client_secret], close: () => close(opened) };
});

describe('the mock vendor of the local stack', () => {
  it('reports a registered attempt ready and reviews it once it is handed in', async () => {
    const opened = await open();
    const attempt = await register(opened);
    const id = attempt.attemptExternalId;
    expect(await callbacks(opened)).toEqual([{ path: callbackPath(id, 'ready'), body: { status: 'ready' } }]);
    await opened.vendor.startAttempt(attempt);
    await opened.vendor.stopAttempt(attempt);
    const review = { status: 'passed', comments: [] };
    expect(await callbacks(opened)).toEqual([{ path: callbackPath(id, 'reviewed'), body: review }]);
  });

  it('calls back with a token that the service gave it, as often as it takes', async () => {
    const opened = await open();
    opened.api.script({ status: 503 });
    await register(opened);
    const taken: string[] = [];
    await vi.waitUntil(() => taken.push(...opened.api.take().map(({ path }) => path)) >= 4);
    expect(taken.map((path) => path.split('/').at(-1))).toEqual(['access_token', 'ready', 'access_token', 'ready']);
  });

  it('waits for a visit to the download page where it is told to', async () => {
    const opened = await open({ READY_ON: 'download' });
    const attempt = await register(opened);
    const { downloadUrl, instructions } = await opened.vendor.getAttempt(attempt);
    expect(instructions.length).toBeGreaterThan(0);
    expect(opened.api.take()).toEqual([]);
    const page = await fetch(String(downloadUrl));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect(await callbacks(opened)).toEqual([
      { path: callbackPath(attempt.attemptExternalId, 'ready'), body: { status: 'ready' } },
    ]);
  });

  it('finds what a person chose on its page, signed by the reviewer', async () => {
    const opened = await open({ DEFAULT_OUTCOME: 'silence' });
    const attempt = await register(opened, { fullName: '<b>Ada</b>' });
    const id = attempt.attemptExternalId;
    await callbacks(opened);
    await opened.vendor.stopAttempt(attempt);
    const page = await (await fetch(opened.url)).text();
    expect(page).toContain(id);
    expect(page).not.toContain('<b>Ada');
    await submit(opened, '/settings', { outcome: 'silence', reviewer: 'grace@staff.example' });
    expect(opened.api.take()).toEqual([]);
    const answer = await submit(opened, `/attempts/${id}/outcome`, { outcome: 'violation' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    const [call, ...others] = await callbacks(opened);
    expect(others).toEqual([]);
    expect(call).toEqual({
      path: callbackPath(id, 'reviewed'),
      body: { status: 'violation', comments: [expect.any(Object)], reviewed_by: 'grace@staff.example' },
    });
  });

  it('does not also review on its own what a person decides meanwhile', async () => {
    const opened = await open({ READY_ON: 'download', REVIEW_AFTER_MS: '100' });
    const decided = await register(opened, { attemptCode: 'decided' });
    const left = await register(opened, { attemptCode: 'left' });
    await opened.vendor.stopAttempt(decided);
    await submit(opened, `/attempts/${decided.attemptExternalId}/outcome`, { outcome: 'violation' });
    await opened.vendor.stopAttempt(left);
    const reviewed: string[] = [];
    const ofLeft = callbackPath(left.attemptExternalId, 'reviewed');
    await vi.waitUntil(async () => {
      reviewed.push(...(await callbacks(opened)).map(({ path }) => path));
      return reviewed.includes(ofLeft);
    });
    expect(reviewed).toEqual([callbackPath(decided.attemptExternalId, 'reviewed'), ofLeft]);
  });

  it('derives the onboarding profile of a learner from their onboarding attempts', async () => {
    const opened = await open();
    const profileOf = async () => {
      const profiles = await opened.vendor.onboardingProfiles(COURSE_ID, { userId: REGISTRATION.userId });
      return profiles?.map(({ status }) => status);
    };
    expect(await profileOf()).toEqual(['no-profile']);
    const attempt = await register(opened, { isSampleAttempt: true });
    await callbacks(opened);
    await opened.vendor.stopAttempt(attempt);
    await callbacks(opened);
    await vi.waitUntil(async () => (await profileOf())?.[0] === 'approved-in-course');
    const list = await opened.vendor.onboardingProfiles(COURSE_ID, { statuses: ['approved-in-course'] });
    expect(list?.map(({ status }) => status)).toEqual(['approved-in-course']);
    expect(await opened.vendor.onboardingProfiles(COURSE_ID, { statuses: ['expired'] })).toEqual([]);
    expect(await opened.vendor.retireUser(REGISTRATION.userId)).toBe(true);
    expect(await profileOf()).toEqual(['no-profile']);
  });

  it("has an application that answers the learner's page until a person closes it", async () => {
    const opened = await open();
    const { attemptExternalId: id } = await register(opened);
    const desktop = async (action: string) =>
      (await fetch(`${opened.url}/desktop/${id}/${action}`, { method: 'POST' })).status;
    await vi.waitUntil(async () => (await desktop('start')) === 200);
    expect(await desktop('ping')).toBe(200);
    await submit(opened, `/attempts/${id}/app`, { app: 'closed' });
    expect(await desktop('ping')).toBe(503);
    await submit(opened, `/attempts/${id}/app`, { app: 'running' });
    expect([await desktop('ping'), await desktop('stop'), await desktop('ping')]).toEqual([200, 200, 503]);
  });

  it('shows its dashboard to people the service signed in, and to nobody without a token', async () => {
    const opened = await open();
    const user = { id: 3, fullName: 'Grace Example', email: 'grace@staff.example' };
    const url = await opened.vendor.instructorUrl({ courseId: COURSE_ID, user });
    expect(await (await fetch(String(url))).text()).toContain('grace@staff.example');
    const statuses = [
      await fetch(`${opened.url}/api/v1/instructor/service/?jwt=made.up.token`),
      await fetch(`${opened.url}/api/v1/config/`),
      await submit(opened, '/oauth2/access_token', { grant_type: 'client_credentials' }),
      await fetch(`${opened.url}/healthz`),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 401, 401, 200]);
  });
});
