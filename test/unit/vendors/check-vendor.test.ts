import type { FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { ALL_CHECKS } from '../../../dev/check-vendor/all-checks.ts';
import { runChecks, type CheckResult } from '../../../dev/check-vendor/check.ts';
import { startReceiver } from '../../../dev/check-vendor/receiver.ts';
import { describeResult, summarise } from '../../../dev/check-vendor/report.ts';
import { createVendorServer } from '../../../dev/check-vendor/vendor-server.ts';
import { buildMockVendor } from '../../../dev/stand-ins/mock-vendor/app.ts';
import { MOCK_VENDOR_ENVIRONMENT } from '../../../dev/stand-ins/mock-vendor/environment.ts';

const ACCOUNT = { clientId: 'platform', clientSecret: 'the-secret-of-the-platform' };
const CALLBACK_ACCOUNT = { clientId: 'vendor', clientSecret: 'the-secret-of-the-vendor' };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Fault {
  /** Breaks the vendor before it listens. */
  breakIt?: (vendor: FastifyInstance) => void;
  settings?: Record<string, string>;
}

/** Checks the mock vendor, whole or with a fault; its callbacks, which take a moment, only where they matter. */
async function check({ breakIt, settings }: Fault): Promise<CheckResult[]> {
  const receiver = await startReceiver({ host: '127.0.0.1', port: 0, ...CALLBACK_ACCOUNT });
  closing.push(() => receiver.close());
  const vendor = await buildMockVendor(
    MOCK_VENDOR_ENVIRONMENT.parse({
      API_URL: receiver.url,
      CLIENT_ID: ACCOUNT.clientId,
      CLIENT_SECRET: ACCOUNT.clientSecret,
      CALLBACK_CLIENT_ID: CALLBACK_ACCOUNT.clientId,
      CALLBACK_CLIENT_SECRET: CALLBACK_ACCOUNT.clientSecret,
      READY_AFTER_MS: '1',
      REVIEW_AFTER_MS: '30',
      ...settings,
    }),
  );
  breakIt?.(vendor);
  const baseUrl = await vendor.listen({ host: '127.0.0.1', port: 0 });
  closing.push(() => vendor.close());
  const context = {
    vendor: createVendorServer({ baseUrl, ...ACCOUNT }),
    receiver: settings ? receiver : null,
    patienceMs: 2_000,
    exam: null,
  };
  return await runChecks(ALL_CHECKS, context);
}

const failedIn = (results: CheckResult[]) => results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);

/** Answers something else where the vendor would have answered `method path`. */
function answerInstead(method: string, path: RegExp, status: number, body: unknown) {
  return (vendor: FastifyInstance) =>
    void vendor.addHook('onSend', async (request, reply) => {
      if (request.method !== method || !path.test(request.url)) return undefined;
      reply.code(status).header('content-type', 'application/json');
      return JSON.stringify(body);
    });
}

const ATTEMPT = /\/attempt\/[^/]+\/$/;

it('finds nothing wrong with the mock vendor', async () => {
  const results = await check({ settings: {} });
  expect(failedIn(results)).toEqual([]);
  expect(summarise(results)).toBe(`${ALL_CHECKS.length} passed, 0 failed, 0 skipped`);
});

it.each<[string, Fault, string[]]>([
  [
    'a token without a lifetime',
    { breakIt: answerInstead('POST', /access_token/, 200, { access_token: 'for ever' }) },
    ['token', 'token-refused'],
  ],
  ['a configuration that is a list', { breakIt: answerInstead('GET', /config/, 200, []) }, ['config']],
  ['a bad request that is a crash', { breakIt: brokenParser }, ['bad-json']],
  [
    'an exam that changes its id',
    { breakIt: answerInstead('POST', /exam\/[^/]+\/$/, 200, { id: 'new' }) },
    ['exam-saved-again'],
  ],
  [
    'ids that attempts share',
    { breakIt: answerInstead('POST', /attempt\/$/, 200, { id: 'shared' }) },
    ['attempt-registered'],
  ],
  [
    'a page that is no address',
    { breakIt: answerInstead('GET', ATTEMPT, 404, { download_url: 'install.exe' }) },
    ['attempt-read'],
  ],
  ['a change that is refused when it comes again', { breakIt: refusingRepeats }, ['attempt-told-twice']],
  [
    'an unknown attempt that is a crash',
    { breakIt: answerInstead('GET', /attempt\/0{8}/, 500, {}) },
    ['attempt-unknown'],
  ],
  ['a removal without a word', { breakIt: answerInstead('DELETE', ATTEMPT, 204, null) }, ['attempt-removed']],
  ['profiles in a bare list', { breakIt: answerInstead('GET', /status=/, 200, []) }, ['onboarding-profiles']],
  ['a deletion that says ok', { breakIt: answerInstead('DELETE', /user/, 200, 'ok') }, ['learner-retired']],
  ['no review', { settings: { DEFAULT_OUTCOME: 'silence' } }, ['review-callback']],
  [
    'callbacks with the wrong account',
    { settings: { CALLBACK_CLIENT_SECRET: 'another' } },
    ['ready-callback', 'review-callback'],
  ],
])('names %s', async (_, fault, wrong) => {
  const results = await check(fault);
  expect(failedIn(results)).toEqual(expect.arrayContaining(wrong));
  for (const id of wrong) {
    const found = results.find((result) => result.id === id);
    expect(describeResult(found as CheckResult)).toMatch(/^FAIL {2}.+\n {6}.+/);
  }
});

it('says that it could not go on when there is no exam', async () => {
  const results = await check({ breakIt: answerInstead('POST', /exam\/$/, 200, {}) });
  expect(results.find(({ id }) => id === 'exam-created')?.outcome).toBe('failed');
  expect(results.find(({ id }) => id === 'attempt-removed')).toMatchObject({
    outcome: 'skipped',
    problems: ['There is no exam: see above.'],
  });
});

function brokenParser(vendor: FastifyInstance): void {
  vendor.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 400) reply.code(500);
  });
}

function refusingRepeats(vendor: FastifyInstance): void {
  const told = new Set<string>();
  vendor.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'PATCH') return;
    const change = `${request.url} ${JSON.stringify(request.body)}`;
    if (told.has(change)) await reply.code(409).send({ detail: 'again?' });
    told.add(change);
  });
}
