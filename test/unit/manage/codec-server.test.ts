import { createSecretKey, randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { buildCodecServer } from '../../../manage/codec-server/app.ts';
import { byAccessToken, byToken } from '../../../manage/codec-server/authorisation.ts';
import { createEncryptionCodec } from '../../../temporal/encryption/codec.ts';
import { NO_KEYS, type EncryptionKeys } from '../../../temporal/encryption/keys.ts';

const TOKEN = 'a token that is long enough, of the operators';
const UI = 'https://temporal.example.org';
const authorization = `Bearer ${TOKEN}`;
const keys: EncryptionKeys = { current: createSecretKey(randomBytes(32)), previous: [] };

const serverWith = (own = keys) =>
  buildCodecServer({ codec: createEncryptionCodec(() => own), isAllowed: byToken(() => TOKEN), uiOrigin: UI });
const server = await serverWith();

const plain = defaultPayloadConverter.toPayload({ status: 'started' });
const wire = {
  payloads: [
    {
      metadata: { encoding: Buffer.from(plain.metadata?.['encoding'] ?? []).toString('base64') },
      data: Buffer.from(plain.data ?? []).toString('base64'),
    },
  ],
};
const post = (url: string, payload: object, headers: Record<string, string> = { authorization }) =>
  server.inject({ method: 'POST', url, payload, headers });

describe('the codec server', () => {
  it('encrypts and decrypts payloads for those who may', async () => {
    const encoded = await post('/encode', wire);
    expect(encoded.statusCode).toBe(200);
    expect(encoded.body).not.toContain(wire.payloads[0]?.data);
    const decoded = await post('/decode', encoded.json());
    expect(decoded.json()).toEqual(wire);
  });

  it.each([
    { name: 'nobody', headers: {} },
    { name: 'another token', headers: { authorization: 'Bearer another token' } },
    { name: 'the token without its scheme', headers: { authorization: TOKEN } },
    { name: 'a body that is too large, before it is read', headers: { 'content-length': String(1 << 30) } },
  ])('refuses $name', async ({ headers }) => {
    const refused = await post('/decode', wire, headers as Record<string, string>);
    expect(refused.statusCode).toBe(401);
    expect(refused.headers['www-authenticate']).toBe('Bearer');
  });

  it.each([{}, { payloads: 'all' }, { payloads: [{ data: 'not base64!' }] }])('answers 400 to %j', async (body) => {
    expect((await post('/decode', body)).statusCode).toBe(400);
  });

  it('says which key is missing', async () => {
    const keyless = await serverWith(NO_KEYS);
    const payload = (await post('/encode', wire)).json<object>();
    const refused = await keyless.inject({ method: 'POST', url: '/decode', payload, headers: { authorization } });
    expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining('no key is set')]);
  });

  it.each([
    { origin: UI, allowed: UI },
    { origin: 'https://elsewhere.example.org', allowed: undefined },
  ])('lets pages of $origin ask: $allowed', async ({ origin, allowed }) => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    const answer = await server.inject({ method: 'OPTIONS', url: '/decode', headers });
    expect(answer.headers['access-control-allow-origin']).toBe(allowed);
  });
});

describe('an access token of the Temporal UI', async () => {
  const issuer = 'https://id.example.org';
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256' }] };
  const roles = { it: ['operator'], deans: ['administrator'], proctors: ['invigilator:course-v1:A+B+C'] };
  const isAllowed = byAccessToken({
    issuer,
    audience: 'temporal',
    key: createLocalJWKSet(jwks),
    rolesClaim: 'groups',
    roles,
  });
  const sign = (claims: object, { key = privateKey, audience = 'temporal', from = issuer, expiry = '5m' } = {}) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(from)
      .setAudience(audience)
      .setExpirationTime(expiry)
      .sign(key);
  const answers = async (token: Promise<string>) => isAllowed(`Bearer ${await token}`);

  it('is enough for operators and global staff', async () => {
    expect(await answers(sign({ groups: ['it'] }))).toBe(true);
    expect(await answers(sign({ groups: 'deans' }))).toBe(true);
  });

  it('is not enough for anybody else, or when it is for others, of others or too old', async () => {
    const stranger = await generateKeyPair('RS256');
    const refused = [
      sign({ groups: ['proctors'] }),
      sign({}),
      sign({ groups: ['it'] }, { audience: 'another' }),
      sign({ groups: ['it'] }, { from: 'https://other.example.org' }),
      sign({ groups: ['it'] }, { expiry: '-5m' }),
      sign({ groups: ['it'] }, { key: stranger.privateKey }),
    ];
    expect(await Promise.all(refused.map(answers))).toEqual(refused.map(() => false));
    expect(await isAllowed(undefined)).toBe(false);
  });
});
