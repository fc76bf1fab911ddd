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

/** None of the known keys has signed the token; an unknown one may have. */
export const isUnverified = (error: unknown) => UNVERIFIED.some((kind) => error instanceof kind);

/** The keys that may have signed a token: those with the name it gives or without a name; all if it gives none. */
export function keysOf(set: JSONWebKeySet): JWTVerifyGetKey {
  const all = createLocalJWKSet(set);
  const nameless = createLocalJWKSet({ keys: set.keys.filter(({ kid }) => kid === undefined) });
  const names = new Set(set.keys.map(({ kid }) => kid));
  return (header, token) =>
    header.kid === undefined || names.has(header.kid) ? all(header, token) : nameless({ alg: header.alg });
}

/**
 * Checks a token against every key that may have signed it, because tokens of Open edX do not name theirs. Throws jose's
 * errors, or one of those above if no key has signed it.
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

/** The same for shared keys, which are only used with HS256. */
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
