import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VendorRefusedError, VendorUnavailableError } from '../../../vendors/errors.ts';
import type { Vendor } from '../../../vendors/port.ts';
import { signInstructorToken } from '../../../vendors/rest/instructor-token.ts';
import { startScriptedVendor, type ReceivedRequest, type ScriptedVendor } from '../../support/scripted-vendor.ts';
import { COURSE_ID, EXAM, REGISTRATION, REST_OPTIONS, vendorOf } from '../../support/vendor-examples.ts';
import vectors from './vectors/rest-backend.json' with { type: 'json' };

const ATTEMPT = { examExternalId: 'ex-1', attemptExternalId: 'at-9' };
const SAVED_EXAM = { ...EXAM, externalId: 'ex-1' };
const PSEUDONYM = 'feef68fdc9c9cbb186d780f5150bf32682b9d174';

const UNAVAILABLE = VendorUnavailableError;
const REFUSED = VendorRefusedError;
const NO_DETAILS = { downloadUrl: null, instructions: [] };

interface Case {
  act: (vendor: Vendor) => Promise<unknown>;
  /** What ours answers where the port or the design departs from the recorded result. */
  ours?: unknown;
  /** The error it throws. */
  error?: typeof VendorUnavailableError | typeof VendorRefusedError;
  options?: Record<string, unknown>;
}

const config: Case['act'] = (vendor) => vendor.proctoringConfig();
const register: Case['act'] = (vendor) => vendor.registerAttempt(SAVED_EXAM, REGISTRATION);
const save: Case['act'] = (vendor) => vendor.saveExam(EXAM);
const start: Case['act'] = (vendor) => vendor.startAttempt(ATTEMPT);
const remove: Case['act'] = (vendor) => vendor.removeAttempt(ATTEMPT);
const details: Case['act'] = (vendor) => vendor.getAttempt(ATTEMPT);
const retire: Case['act'] = (vendor) => vendor.retireUser(12345);
const onboarding: Case['act'] = (vendor) => vendor.onboardingProfiles(COURSE_ID, { userId: 12345 });
const registered = { externalId: 'at-9' };

/** By the name of the recorded call. `exam get` is missing: nothing ever reads an exam from a vendor. */
const CASES: Record<string, Case> = {
  'config (token fetched first)': { act: config },
  'config again (token reused)': { act: config },
  'config, user language es': { act: (vendor) => vendor.proctoringConfig('es') },
  'download url': { act: (vendor) => vendor.softwareDownloadUrl() },
  'config, vendor 500 with html': { act: config, error: UNAVAILABLE },
  'config, vendor 404 with json': { act: config, error: REFUSED },
  'exam create': { act: save },
  'exam create with default rules': { act: save, options: { default_rules: { allow_notes: false } } },
  'exam create own rules win': {
    act: (vendor) => vendor.saveExam({ ...EXAM, rules: { allow_notes: true }, ruleSummary: 'Open notes' }),
    options: { default_rules: { allow_notes: false } },
  },
  'exam update': { act: (vendor) => vendor.saveExam(SAVED_EXAM) },
  'exam save 500 html': { act: save, error: UNAVAILABLE },
  'exam save 400 json with id': { act: save },
  'exam save json list': { act: save, error: UNAVAILABLE },
  'attempt register': { act: register, ours: registered },
  'attempt register with policies': {
    act: (vendor) =>
      vendor.registerAttempt(SAVED_EXAM, {
        ...REGISTRATION,
        reviewPolicy: 'Calculator',
        reviewPolicyException: 'Reader',
      }),
    ours: registered,
  },
  'attempt register numeric id': { act: register, ours: { externalId: '2' } },
  'attempt register exam never saved': {
    act: (vendor) => vendor.registerAttempt(EXAM, REGISTRATION),
    ours: registered,
  },
  'attempt register 201': { act: register, error: REFUSED },
  'attempt register 400': { act: register, error: REFUSED },
  'attempt register 503': { act: register, error: UNAVAILABLE },
  'attempt register no id': { act: register, error: REFUSED },
  'attempt register id zero': { act: register, error: REFUSED },
  'attempt register not json': { act: register, error: REFUSED },
  'attempt register onboarding_missing': { act: register, ours: { onboarding: 'onboarding_missing' } },
  'attempt register onboarding_pending': { act: register, ours: { onboarding: 'onboarding_pending' } },
  'attempt register onboarding_failed': { act: register, ours: { onboarding: 'onboarding_failed' } },
  'attempt register onboarding_expired': { act: register, ours: { onboarding: 'onboarding_expired' } },
  'attempt register other status': { act: register, ours: registered },
  'attempt get': {
    act: details,
    ours: { downloadUrl: 'https://watch.example/get?attempt=at-9', instructions: ['a'] },
  },
  'attempt get without instructions': { act: details, ours: NO_DETAILS },
  'attempt get 500 html': { act: details, ours: NO_DETAILS },
  'attempt start': { act: start, ours: undefined },
  'attempt stop': { act: (vendor) => vendor.stopAttempt(ATTEMPT), ours: undefined },
  'attempt error': { act: (vendor) => vendor.markErroneousAttempt(ATTEMPT), ours: undefined },
  'attempt start vendor 500 html': { act: start, error: UNAVAILABLE },
  'attempt start vendor 404 json': { act: start, error: REFUSED },
  'attempt start without external id': {
    act: (vendor) => vendor.startAttempt({ ...ATTEMPT, attemptExternalId: null }),
    ours: undefined,
  },
  'attempt remove': { act: remove, ours: undefined },
  'attempt remove other status': { act: remove, error: UNAVAILABLE },
  'attempt remove 204 empty': { act: remove, error: UNAVAILABLE },
  'user delete true': { act: retire },
  'user delete false': { act: retire },
  'user delete 404 html': { act: retire, error: REFUSED },
  'user delete object': { act: retire, error: REFUSED },
  'user delete number 1': { act: retire, ours: true },
  'onboarding one user': {
    act: onboarding,
    ours: [{ userId: 'feef68', status: 'approved-in-course', expirationDate: '2032-01-01' }],
  },
  'onboarding list': {
    act: (vendor) => vendor.onboardingProfiles(COURSE_ID, { statuses: ['approved-in-course', 'expired'] }),
    ours: [],
  },
  'onboarding 404': { act: onboarding, error: REFUSED },
  'oauth refused': { act: config, error: UNAVAILABLE },
  'oauth without token field': { act: config, error: UNAVAILABLE },
  'oauth refused during exam save': { act: save, error: UNAVAILABLE },
  'oauth refused during register': { act: register, error: UNAVAILABLE },
  'oauth refused during user delete': { act: retire, error: UNAVAILABLE },
  'vendor unreachable: config': { act: config, error: UNAVAILABLE },
  'vendor unreachable: register': { act: register, error: UNAVAILABLE },
  'vendor unreachable: start': { act: start, error: UNAVAILABLE },
  'vendor unreachable: exam save': { act: save, error: UNAVAILABLE },
  'vendor unreachable: user delete': { act: retire, error: UNAVAILABLE },
  'vendor unreachable: onboarding': { act: onboarding, error: UNAVAILABLE },
};

let vendorServer: ScriptedVendor;
let vendor: Vendor;
beforeAll(async () => {
  vendorServer = await startScriptedVendor();
});
afterAll(() => vendorServer.close());
beforeEach(() => {
  vendorServer.tokens({ body: { access_token: 'made.up.token', expires_in: 3600 } });
  vendorServer.take();
});

/** A request as the vectors have it, whose pseudonym is shortened and whose headers are those that matter. */
function asRecorded({ method, path, headers, body }: ReceivedRequest) {
  const kept = ['accept', 'accept-language', 'authorization', 'content-type'];
  const isJson = headers['content-type'] === 'application/json';
  return {
    method,
    path: path.replace(PSEUDONYM, 'feef68'),
    headers: Object.fromEntries(kept.filter((name) => headers[name]).map((name) => [name, headers[name]])),
    ...(body && (isJson ? { json: JSON.parse(body) as unknown } : { body })),
  };
}

describe('a call to a REST vendor', () => {
  it('is tested for every recorded call', () => {
    const recorded = vectors.calls.map(({ name }) => name).filter((name) => name !== 'exam get');
    expect(Object.keys(CASES).sort()).toEqual(recorded.sort());
  });

  it.each(vectors.calls.filter(({ name }) => name in CASES))('is made as recorded: $name', async (vector) => {
    const { act, options = {}, error, ...rest } = CASES[vector.name] ?? { act: config };
    const isUnreachable = vector.name.startsWith('vendor unreachable');
    const asksForToken = vector.requests[0]?.path === '/oauth2/access_token';
    if (vector.oauthReply) vendorServer.tokens(vector.oauthReply);
    vendor = await vendorOf('lab_rest', {
      ...REST_OPTIONS,
      base_url: isUnreachable ? 'http://127.0.0.1:1' : vendorServer.url,
      ...options,
    });
    if (!asksForToken && !isUnreachable) {
      vendorServer.script({ body: { name: 'takes the token' } });
      await vendor.proctoringConfig();
      vendorServer.take();
    }
    vendorServer.script({ status: vector.vendorReply.status, body: vector.vendorReply.body });

    if (error) await expect(act(vendor)).rejects.toThrow(error);
    else await expect(act(vendor)).resolves.toEqual('ours' in rest ? rest.ours : vector.result);

    const requests = vendorServer.take().map(asRecorded);
    const queryless = vector.name === 'onboarding 404';
    expect(requests.map((request) => (queryless ? { ...request, path: request.path.split('?')[0] } : request))).toEqual(
      vector.requests,
    );
  });
});

describe("the link to a vendor's dashboard", () => {
  it.each(vectors.instructorUrls)('is signed as recorded: $name', async ({ input, now, jti, url }) => {
    const { client_id: issuer, client_secret: secret, token_expiration_time: seconds } = vectors.backend;
    const token = await signInstructorToken(
      {
        courseId: input.course_id,
        user: { id: input.user.id, fullName: input.user.full_name, email: input.user.email },
        examExternalId: input.exam_id,
        attemptExternalId: input.attempt_id,
        showConfiguration: input.show_configuration_dashboard,
        issuer,
        id: jti,
        expiresAt: now + seconds,
      },
      secret,
    );
    expect(`https://watch.example/api/v1/instructor/${issuer}/?jwt=${token}`).toBe(url);
  });
});
