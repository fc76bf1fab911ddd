// Tokens as the LMS of the matrix signs them, and the settings by which they are checked.
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { claimsOf, type Person } from '../../../dev/people.ts';
import { KEY } from '../harness.ts';

const ISSUER = 'https://lms.example.org/oauth2';
const AUDIENCE = 'exams.example.org';
const KID = 'of-the-lms';

const pair = await generateKeyPair('RS256', { extractable: true });
const other = await generateKeyPair('RS256');

/** Every check of a sign-in token is switched on, as in production. */
export const SIGN_IN_SETTINGS = {
  JWT_SECRET_KEY: KEY,
  JWT_PUBLIC_JWK_SET: JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: KID, alg: 'RS256' }] }),
  JWT_ISSUER: ISSUER,
  JWT_AUDIENCE: AUDIENCE,
};

const shared = (key: string) => ({ alg: 'HS256', key: new TextEncoder().encode(key) });

/** With what tokens are signed: the first two are the LMS's own. */
export const SIGNERS = {
  shared: shared(KEY),
  pair: { alg: 'RS256', kid: KID, key: pair.privateKey },
  anotherSecret: shared('another-key-that-is-long-enough'),
  anotherPair: { alg: 'RS256', kid: KID, key: other.privateKey },
  unknownName: { alg: 'RS256', kid: 'of-somebody-else', key: other.privateKey },
  /** Whoever takes the public key for a shared one. */
  publicKeyAsSecret: { ...shared(await exportSPKI(pair.publicKey)), kid: KID },
} as const;

/** Claims of a token that is good for an hour; null leaves a claim out. */
export function claimsFor(person: Person, changed: Record<string, unknown> = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...claimsOf(person),
    version: '1.2.0',
    iss: ISSUER,
    aud: AUDIENCE,
    iat: now,
    exp: now + 3_600,
    ...changed,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
}

export function signClaims(claims: JWTPayload, signer: keyof typeof SIGNERS = 'shared'): Promise<string> {
  const { key, ...header } = SIGNERS[signer];
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', ...header }).sign(key);
}

export type Headers = Record<string, string>;

export const withToken = (token: string): Headers => ({ authorization: `JWT ${token}` });

export const signedIn = async (person: Person): Promise<Headers> => withToken(await signClaims(claimsFor(person)));
