import {
  createLocalJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from 'jose';

/** What a token of the LMS is signed with when a pair of keys is used; nothing else is taken for such a token. */
export const PAIR_ALGORITHMS: readonly string[] = ['RS256', 'RS384', 'RS512'];

const UNVERIFIED = [errors.JWKSNoMatchingKey, errors.JWSSignatureVerificationFailed];

/** No key that we know has signed the token; one that we do not know may have. */
export const isUnverified = (error: unknown) => UNVERIFIED.some((kind) => error instanceof kind);

/** The keys that a token can be of: those of the name that it gives, or without any name; all if it gives none. */
export function keysOf(set: JSONWebKeySet): JWTVerifyGetKey {
  const all = createLocalJWKSet(set);
  const nameless = createLocalJWKSet({ keys: set.keys.filter(({ kid }) => kid === undefined) });
  const names = new Set(set.keys.map(({ kid }) => kid));
  return (header, token) =>
    header.kid === undefined || names.has(header.kid) ? all(header, token) : nameless({ alg: header.alg });
}

/**
 * Checks a token against every key that it can be of, since tokens of Open edX do not name theirs. Throws jose's errors,
 * one of those above when no key has signed it.
 */
export async function tryKeys(
  token: string,
  keys: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  const checks = { ...options, algorithms: [...PAIR_ALGORITHMS] };
  try {
    return await jwtVerify(token, keys, checks);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, checks);
      } catch (refusal) {
        if (!(refusal instanceof errors.JWSSignatureVerificationFailed)) throw refusal;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** The same for shared keys, which sign by HS256 alone. */
export async function trySharedKeys(
  token: string,
  keys: readonly Uint8Array[],
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  for (const key of keys) {
    try {
      return await jwtVerify(token, key, { ...options, algorithms: ['HS256'] });
    } catch (error) {
      if (!isUnverified(error)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}
