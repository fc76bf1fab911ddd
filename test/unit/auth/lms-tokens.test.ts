import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { createLmsTokenCheck } from '../../../api/auth/lms-tokens.ts';
import { readConfig } from '../../../config.ts';

const SHARED = 'the-key-that-the-platform-and-we-share';
const ISSUER = 'https://lms.example.org/oauth2';
const [one, two] = [await generateKeyPair('RS512'), await generateKeyPair('RS512')];
const SET = { keys: [{ ...(await exportJWK(one.publicKey)), kid: 'openedx' }, await exportJWK(two.publicKey)] };

const SETTINGS = {
  JWT_SECRET_KEY: SHARED,
  JWT_PUBLIC_JWK_SET: JSON.stringify(SET),
  JWT_ISSUER: `${ISSUER}, https://other.example.org/oauth2`,
  JWT_AUDIENCE: 'openedx, proctoring',
};
const checkOf = (settings: Record<string, string> = SETTINGS) => {
  const check = createLmsTokenCheck(readConfig(settings), Date.now);
  return async (token: string) => (await check(token)).claims;
};
const verify = checkOf();

const CLAIMS = {
  preferred_username: 'alice',
  iss: ISSUER,
  aud: 'openedx',
  version: '1.2.0',
  scopes: ['email', 'profile'],
};

function sign(claims: JWTPayload = {}, alg = 'RS512', key: CryptoKey | Uint8Array = one.privateKey) {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iat: now, exp: now + 60, ...CLAIMS, ...claims }).setProtectedHeader({ alg }).sign(key);
}
const shared = (key = SHARED) => new TextEncoder().encode(key);

describe('a token of the platform', () => {
  it('may be of any key of the set, and of the shared key, side by side', async () => {
    const alice = { preferred_username: 'alice' };
    await expect(verify(await sign())).resolves.toMatchObject(alice);
    await expect(verify(await sign({}, 'RS512', two.privateKey))).resolves.toMatchObject(alice);
    await expect(verify(await sign({}, 'HS256', shared()))).resolves.toMatchObject(alice);
  });

  it('counts no longer than the keys that it was checked with', async () => {
    const config = readConfig(SETTINGS);
    const check = createLmsTokenCheck(config, Date.now);
    const tokens = [await sign(), await sign({}, 'HS256', shared())];
    const known = await Promise.all(tokens.map(check));
    expect(known.map(({ isCurrent }) => isCurrent())).toEqual([true, true]);
    const other = 'another-key-that-the-platform-and-we-share';
    Object.assign(config.auth, readConfig({ ...SETTINGS, JWT_SECRET_KEY: other }).auth);
    expect(known.map(({ isCurrent }) => isCurrent())).toEqual([false, false]);
    const again = await Promise.allSettled([...tokens, await sign({}, 'HS256', shared(other))].map(check));
    expect(again.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it.each(['RS256', 'RS384', 'RS512'])('may be signed with %s (differences §6.4)', async (algorithm) => {
    const pair = await generateKeyPair(algorithm);
    const JWT_PUBLIC_JWK_SET = JSON.stringify({ keys: [await exportJWK(pair.publicKey)] });
    const check = checkOf({ ...SETTINGS, JWT_PUBLIC_JWK_SET });
    await expect(check(await sign({}, algorithm, pair.privateKey))).resolves.toMatchObject({
      preferred_username: 'alice',
    });
  });

  it.each<[string, JWTPayload]>([
    ['of nobody known', { iss: 'https://elsewhere.example.org' }],
    ['of nobody', { iss: undefined }],
    ['for others', { aud: 'ecommerce' }],
    ['for nobody', { aud: undefined }],
    ['without an end', { exp: undefined }],
    ['without a beginning', { iat: undefined }],
    ['of a format to come', { version: '2.0.0' }],
    ['of a restricted application', { is_restricted: true, scopes: ['grades:read'], filters: ['content_org:DemoX'] }],
    ['that says so in other words', { is_restricted: 'true' }],
  ])('%s is refused', async (_, claims) => {
    await expect(verify(await sign(claims))).rejects.toThrow(Error);
    await expect(verify(await sign(claims, 'HS256', shared()))).rejects.toThrow(Error);
  });

  it.each<[string, JWTPayload]>([
    ['several audiences', { aud: ['ecommerce', 'proctoring'] }],
    ['the other issuer', { iss: 'https://other.example.org/oauth2' }],
    ['the filter that every browser has', { is_restricted: false, filters: ['user:me'], administrator: true }],
  ])('with %s is taken', async (_, claims) => {
    await expect(verify(await sign(claims))).resolves.toMatchObject({ preferred_username: 'alice' });
  });

  it.each([
    ['the public key', JSON.stringify(SET)],
    ['the public key alone', JSON.stringify(SET.keys[0])],
    ['an empty key', ' '],
  ])('signed as HS256 with %s is refused, with a shared key and without one', async (_, key) => {
    const token = await sign({}, 'HS256', shared(key));
    await expect(verify(token)).rejects.toThrow(Error);
    const { JWT_PUBLIC_JWK_SET } = SETTINGS;
    await expect(checkOf({ JWT_PUBLIC_JWK_SET })(token)).rejects.toThrow(Error);
  });

  it('of another way to sign is refused', async () => {
    for (const algorithm of ['ES256', 'PS256', 'EdDSA']) {
      const { privateKey } = await generateKeyPair(algorithm);
      await expect(verify(await sign({}, algorithm, privateKey))).rejects.toThrow(Error);
    }
    await expect(verify(await sign({}, 'HS512', shared(SHARED.repeat(2))))).rejects.toThrow(Error);
    const { JWT_SECRET_KEY } = SETTINGS;
    await expect(checkOf({ JWT_SECRET_KEY })(await sign())).rejects.toThrow(Error);
  });
});

describe('the key set in the settings', () => {
  it.each([
    ['{"keys":[]}'],
    ['[]'],
    ['{"keys":[{"kty":"oct","k":"AAAA"}]}'],
    [JSON.stringify({ keys: [{ ...SET.keys[0], d: 'a-private-exponent' }] })],
  ])('must not be %s', (JWT_PUBLIC_JWK_SET) => {
    const start = () => readConfig({ JWT_PUBLIC_JWK_SET });
    expect(start).toThrow('JWT_PUBLIC_JWK_SET');
    expect(start).not.toThrow('a-private-exponent');
  });
});
