import { exportSPKI, generateKeyPair, importJWK, type JWK, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignOptions } from '../../support/lti-tool.ts';
import type { Answer } from '../harness.ts';
import { ISSUER, startLtiLab, type LtiLab } from './lab.ts';

let lab: LtiLab;
beforeAll(async () => {
  lab = await startLtiLab();
});
afterAll(() => lab.close());

const CONTROL = 'https://purl.imsglobal.org/spec/lti-ap/scope/control.all';
const TOKEN = '/lti/lti_consumer/v1/token/21';

const claims = (more: JWTPayload = {}): JWTPayload => ({
  sub: lab.tool.clientId,
  aud: ISSUER,
  jti: crypto.randomUUID(),
  ...more,
});
const exchange = (assertion: string, form: Record<string, string> = {}, path = TOKEN) =>
  lab.api.callRoot('POST', path, {
    form: {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: CONTROL,
      ...form,
    },
  });
const withClaims = async (more: JWTPayload = {}, options: SignOptions = {}): Promise<Answer> =>
  await exchange(await lab.tool.sign(claims(more), options));
const REFUSED = { status: 400, body: { error: 'invalid_client' }, headers: { 'x-error-code': 'tool_token_invalid' } };

type PublicKey = Parameters<typeof exportSPKI>[0];

describe('an LTI tool', () => {
  it('reads the keys of the platform under each id of its registration', async () => {
    const byId = await lab.api.callRoot('GET', '/lti/lti_consumer/v1/public_keysets/21');
    const id = lab.api.deps.lti.ids.registration('watchful');
    const byUuid = await lab.api.callRoot('GET', `/lti/lti_consumer/v1/public_keysets/${id}`);
    expect(byId).toMatchObject({ status: 200, body: { keys: [{ kty: 'RSA', alg: 'RS256', use: 'sig' }] } });
    expect(byUuid.body).toEqual(byId.body);
    expect(JSON.stringify(byId.body)).not.toContain('"d"');
    const unknown = await lab.api.callRoot('GET', '/lti/lti_consumer/v1/public_keysets/none');
    expect(unknown).toMatchObject({ status: 404, headers: { 'x-error-code': 'tool_unknown' } });
  });

  it('gets a token for a token that it has signed, under any name of ours', async () => {
    const names = [ISSUER, `${ISSUER}${TOKEN}`, 'https://old.example.com'];
    for (const aud of [...names, [ISSUER, 'https://elsewhere.example.com']]) {
      const answer = await withClaims({ aud });
      expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 3600, scope: CONTROL } });
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  it('gets a token without scopes for scopes that there are not', async () => {
    const scope = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem';
    expect((await exchange(await lab.tool.sign(claims()), { scope })).body).toMatchObject({ scope: '' });
    expect((await exchange(await lab.tool.sign(claims()), { scope: `${scope} ${CONTROL}` })).body).toMatchObject({
      scope: CONTROL,
    });
  });

  it('uses a token once', async () => {
    const assertion = await lab.tool.sign(claims());
    expect(await exchange(assertion)).toMatchObject({ status: 200 });
    expect(await exchange(assertion)).toMatchObject(REFUSED);
  });

  it('is refused with a token for another time, another place, or without an id', async () => {
    const now = Math.floor(Date.now() / 1000);
    const wrong: JWTPayload[] = [
      { aud: 'https://elsewhere.example.com' },
      { iss: 'somebody' },
      { sub: 'somebody' },
      { jti: '' },
      { jti: 'x'.repeat(256) },
      { exp: now - 61 },
      { iat: now + 300, exp: now + 600 },
      { exp: now + 48 * 3600 },
      { iat: now - 48 * 3600, exp: now + 60 },
    ];
    for (const more of wrong) expect(await withClaims(more), JSON.stringify(more)).toMatchObject(REFUSED);
    expect(await withClaims({ iat: now + 30, exp: now + 300 })).toMatchObject({ status: 200 });
  });

  it('is refused with the signature of somebody else, by no algorithm, or by one for shared keys', async () => {
    const stranger = await generateKeyPair('RS256');
    expect(await withClaims({}, { key: stranger.privateKey })).toMatchObject(REFUSED);
    const { keys } = (await (await fetch(lab.tool.options.jwks_url)).json()) as { keys: [JWK] };
    const published = (await importJWK(keys[0], 'RS256', { extractable: true })) as PublicKey;
    const shared = new TextEncoder().encode(await exportSPKI(published));
    expect(await withClaims({}, { key: shared, alg: 'HS256' })).toMatchObject(REFUSED);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const unsigned = claims({ iss: lab.tool.clientId, iat: now, exp: now + 60 });
    expect(await exchange(`${part({ alg: 'none' })}.${part(unsigned)}.`)).toMatchObject(REFUSED);
    expect(await exchange('x'.repeat(4000))).toMatchObject(REFUSED);
  });

  it('is refused at the address of another tool', async () => {
    const path = '/lti/lti_consumer/v1/token/22';
    expect(await exchange(await lab.tool.sign(claims()), {}, path)).toMatchObject(REFUSED);
    const asOther = claims({ iss: 'other-client', sub: 'other-client' });
    expect(await exchange(await lab.tool.sign(asOther), {}, path)).toMatchObject(REFUSED);
    expect(await exchange(await lab.other.sign(asOther), {}, path)).toMatchObject({ status: 200 });
  });

  it('is told what is missing in the words of OAuth', async () => {
    const assertion = await lab.tool.sign(claims());
    expect((await exchange(assertion, { grant_type: 'password' })).body).toEqual({ error: 'unsupported_grant_type' });
    expect((await exchange(assertion, { client_assertion_type: 'x' })).body).toEqual({ error: 'invalid_request' });
    expect((await lab.api.callRoot('POST', TOKEN, { form: {} })).body).toEqual({ error: 'invalid_request' });
  });

  it('may change its key, and is told to come back while its keys cannot be read', async () => {
    expect(await withClaims()).toMatchObject({ status: 200 });
    await lab.tool.rotate();
    expect(await withClaims()).toMatchObject({ status: 200 });
    lab.tool.failKeys(500);
    await lab.tool.rotate();
    expect(await withClaims()).toMatchObject({ status: 503, headers: { 'x-error-code': 'sign_in_unavailable' } });
    lab.tool.failKeys(200);
  });
});
