import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

/** The public keys of exam access tokens, as Open edX takes them in `TOKEN_SIGNING` (edx-exams §8). */
export async function publicKeySetOf(privateKeys: readonly KeyObject[]): Promise<{ keys: JWK[] }> {
  const described = privateKeys.map(async (key) => {
    const jwk = await exportJWK(createPublicKey(key));
    return { ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'RS512' };
  });
  return { keys: await Promise.all(described) };
}
