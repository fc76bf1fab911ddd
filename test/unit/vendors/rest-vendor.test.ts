import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VendorPayloadError, VendorRefusedError, VendorUnavailableError } from '../../../vendors/errors.ts';
import type { Vendor } from '../../../vendors/port.ts';
import { tokenUrlOf } from '../../../vendors/rest/access-token.ts';
import { startScriptedVendor, type ScriptedAnswer, type ScriptedVendor } from '../../support/scripted-vendor.ts';
import { EXAM, REGISTRATION, REST_OPTIONS, vendorOf } from '../../support/vendor-examples.ts';

const ATTEMPT = { examExternalId: 'ex-1', attemptExternalId: 'at-9' };

let server: ScriptedVendor;
let clock = 0;
let vendor: Vendor;

beforeAll(async () => {
  server = await startScriptedVendor();
});
afterAll(() => server.close());
beforeEach(async () => {
  clock = Date.parse('2031-03-04T05:06:07Z');
  server.tokens({ body: { access_token: 'first', expires_in: 3600 } });
  server.script();
  server.otherwise({ body: { status: 'ok', id: 'at-9' } });
  server.take();
  vendor = await vendorOf(
    'lab_rest',
    { ...REST_OPTIONS, base_url: server.url, timeout_seconds: 2 },
    { now: () => clock },
  );
});

const asked = () => server.take().map(({ method, path }) => `${method} ${path}`);
const TOKEN = 'POST /oauth2/access_token';
const PATCH = 'PATCH /api/v1/exam/ex-1/attempt/at-9/';

describe('the token of a REST vendor', () => {
  it('is kept until five seconds before it expires', async () => {
    await vendor.startAttempt(ATTEMPT);
    clock += 3594_999;
    await vendor.startAttempt(ATTEMPT);
    clock += 1;
    await vendor.startAttempt(ATTEMPT);
    expect(asked()).toEqual([TOKEN, PATCH, PATCH, TOKEN, PATCH]);
  });

  it('is asked for once by calls that need it at the same time', async () => {
    await Promise.all([vendor.startAttempt(ATTEMPT), vendor.stopAttempt(ATTEMPT), vendor.saveExam(EXAM)]);
    expect(asked().filter((line) => line === TOKEN)).toEqual([TOKEN]);
  });

  it('is renewed when the vendor no longer accepts it', async () => {
    await vendor.startAttempt(ATTEMPT);
    server.tokens({ body: { access_token: 'second', expires_in: 3600 } });
    server.script({ status: 401, body: {} });
    server.take();
    await vendor.stopAttempt(ATTEMPT);
    expect(server.take().map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/api/v1/exam/ex-1/attempt/at-9/', 'JWT first'],
      ['/oauth2/access_token', undefined],
      ['/api/v1/exam/ex-1/attempt/at-9/', 'JWT second'],
    ]);
  });

  it('that is never accepted is a reason to try later, not to give up', async () => {
    server.otherwise({ status: 401, body: {} });
    await expect(vendor.stopAttempt(ATTEMPT)).rejects.toThrow(VendorUnavailableError);
  });

  it.each([
    ['https://watch.example', 'https://watch.example/oauth2/access_token'],
    ['https://watch.example/oauth2', 'https://watch.example/oauth2/access_token'],
    ['https://watch.example/oauth2/access_token', 'https://watch.example/oauth2/access_token'],
  ])('of %s comes from %s', (base, url) => {
    expect(tokenUrlOf(base)).toBe(url);
  });
});

describe('a REST vendor', () => {
  const failures: [string, ScriptedAnswer][] = [
    ['answers 500', { status: 500, body: {} }],
    ['answers 503', { status: 503, body: 'down' }],
    ['is too busy', { status: 429, body: {} }],
    ['answers garbage', { body: '<html>' }],
    ['answers a list', { body: [] }],
    ['says nothing for long', { manner: 'silent' }],
    ['hangs up', { manner: 'hang-up' }],
  ];

  it.each(failures)('that %s is told again later', async (_title, answer) => {
    server.otherwise(answer);
    const calls = [vendor.startAttempt(ATTEMPT), vendor.markErroneousAttempt(ATTEMPT), vendor.removeAttempt(ATTEMPT)];
    for (const call of [...calls, vendor.saveExam(EXAM)]) await expect(call).rejects.toThrow(VendorUnavailableError);
  });

  it.each(failures)('that %s has no instructions for a learner', async (_title, answer) => {
    server.otherwise(answer);
    await expect(vendor.getAttempt(ATTEMPT)).resolves.toEqual({ downloadUrl: null, instructions: [] });
  });

  it('is still heard when it answers a registration too late', async () => {
    server.script({ body: { id: 'at-late' }, manner: 'late' });
    const late = Promise.withResolvers<string>();
    const registration = vendor.registerAttempt(EXAM, REGISTRATION, late.resolve);
    await expect(registration).rejects.toThrow(VendorUnavailableError);
    server.answerLate();
    await expect(late.promise).resolves.toBe('at-late');
  });

  it('that answers twice is understood once, and the next call too', async () => {
    server.script({ body: { id: 'at-1' }, manner: 'twice' });
    await expect(vendor.registerAttempt(EXAM, REGISTRATION)).resolves.toEqual({ externalId: 'at-1' });
    await expect(vendor.registerAttempt(EXAM, REGISTRATION)).resolves.toEqual({ externalId: 'at-9' });
  });

  it('that gives an id which cannot be kept has not registered the attempt', async () => {
    server.script({ body: { id: 'x'.repeat(255) } }, { body: { id: 'x'.repeat(256) } }, { body: { id: 'at\0-1' } });
    await expect(vendor.registerAttempt(EXAM, REGISTRATION)).resolves.toEqual({ externalId: 'x'.repeat(255) });
    await expect(vendor.registerAttempt(EXAM, REGISTRATION)).rejects.toThrow(VendorRefusedError);
    await expect(vendor.registerAttempt(EXAM, REGISTRATION)).rejects.toThrow(VendorRefusedError);
  });

  it('that is dead is left alone after five failures, while another one is not', async () => {
    const other = await vendorOf('other_rest', { ...REST_OPTIONS, base_url: server.url });
    server.otherwise({ status: 500, body: {} });
    await vendor.proctoringConfig().catch(() => null);
    for (let failure = 2; failure <= 5; failure += 1) {
      await expect(vendor.startAttempt(ATTEMPT)).rejects.toThrow('answered 500');
    }
    server.otherwise({ body: { status: 'ok' } });
    server.take();
    await expect(vendor.startAttempt(ATTEMPT)).rejects.toThrow('is left alone for a while');
    expect(asked()).toEqual([]);
    await expect(other.startAttempt(ATTEMPT)).resolves.toBeUndefined();
  });

  it('that no longer knows an attempt has removed it', async () => {
    server.otherwise({ status: 404, body: {} });
    await expect(vendor.removeAttempt(ATTEMPT)).resolves.toBeUndefined();
  });

  it('gets ids as path segments, however they look', async () => {
    await vendor.startAttempt({ examExternalId: 'a/b?c', attemptExternalId: 'x y#z' });
    await vendor.startAttempt({ examExternalId: null, attemptExternalId: 'at-9' });
    expect(asked().slice(1)).toEqual([
      'PATCH /api/v1/exam/a%2Fb%3Fc/attempt/x%20y%23z/',
      'PATCH /api/v1/exam/None/attempt/at-9/',
    ]);
    const climbing = vendor.startAttempt({ examExternalId: '..', attemptExternalId: 'at-9' });
    await expect(climbing).rejects.toThrow(VendorRefusedError);
  });

  it('passes on only a download address that a browser may open', async () => {
    server.otherwise({ body: { download_url: 'javascript:alert(1)', instructions: ['a', 'b'] } });
    await expect(vendor.getAttempt(ATTEMPT)).resolves.toEqual({ downloadUrl: null, instructions: ['a', 'b'] });
  });

  it('gives way to instructions of the operator', async () => {
    const options = { ...REST_OPTIONS, base_url: server.url, proctoring_instructions: ['ours'] };
    const instructed = await vendorOf('lab_rest', options);
    server.otherwise({ body: { download_url: 'https://watch.example/get', instructions: ['theirs'] } });
    await expect(instructed.getAttempt(ATTEMPT)).resolves.toEqual({
      downloadUrl: 'https://watch.example/get',
      instructions: ['ours'],
    });
  });

  it('never takes reviews without credentials', () => {
    expect([vendor.acceptsAnonymousReview(null), vendor.acceptsAnonymousReview('token')]).toEqual([false, false]);
  });
});

describe('a review of a REST vendor', () => {
  it('fills in the times that its comments leave out, in whole seconds', () => {
    const comments = [
      { comment: 'Looked away', status: 'Suspicious', start: 12.9, stop: '88' },
      { comment: 'Fine', status: 'ok', duration: 3 },
    ];
    expect(vendor.parseReview({ status: 'suspicious', comments }, ATTEMPT)).toEqual({
      status: 'suspicious',
      comments: [
        { comment: 'Looked away', status: 'Suspicious', start: 12, stop: 88, duration: 0 },
        { comment: 'Fine', status: 'ok', start: 0, stop: 0, duration: 3 },
      ],
    });
    expect(vendor.parseReview({ status: 'passed' }, ATTEMPT)).toEqual({ status: 'passed', comments: [] });
  });

  it.each([
    {},
    { status: 'splendid', comments: [] },
    { status: 'passed', comments: null },
    { status: 'passed', comments: [{ start: 1 }] },
    { status: 'passed', comments: [{ comment: 'x', status: 'ok', start: 'soon' }] },
  ])('is refused when it is none: %j', (payload) => {
    expect(() => vendor.parseReview(payload, ATTEMPT)).toThrow(VendorPayloadError);
  });
});
