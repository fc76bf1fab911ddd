import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The key set cannot be read now, which says nothing about the token that was to be checked. */
export class KeySetUnavailableError extends Error {
  override name = 'KeySetUnavailableError';
}

export interface KeySetOptions {
  /** For how long the keys are not asked for again. */
  freshMs?: number;
  timeoutMs?: number;
}

const FRESH_MS = 10 * 60_000;
const TIMEOUT_MS = 3_000;
/** After a failure, so that an outage does not slow every request by the time-out. */
const REST_MS = 10_000;

const TOKEN_FAULTS = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

const isTokenFault = (error: unknown) => TOKEN_FAULTS.some((kind) => error instanceof kind);

/**
 * The keys at `url`, by which tokens are checked. While they are out of reach those read last serve: a refusal would put
 * learners out of their exams. A key that is not among them may be a new one, so that nothing can be said of its tokens.
 */
export function createKeySet(url: string, options: KeySetOptions = {}): JWTVerifyGetKey {
  const { freshMs = FRESH_MS, timeoutMs = TIMEOUT_MS } = options;
  const remote = createRemoteJWKSet(new URL(url), { cacheMaxAge: freshMs, timeoutDuration: timeoutMs });
  let restsUntil = Number.NEGATIVE_INFINITY;

  const lastRead = async (token: Parameters<JWTVerifyGetKey>, cause?: unknown) => {
    const keys: JSONWebKeySet | undefined = remote.jwks();
    try {
      if (keys) return await createLocalJWKSet(keys)(...token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    throw new KeySetUnavailableError(`The key set at ${url} cannot be read.`, { cause });
  };

  return async (...token) => {
    if (performance.now() < restsUntil) return await lastRead(token);
    try {
      return await remote(...token);
    } catch (error) {
      if (isTokenFault(error)) throw error;
      restsUntil = performance.now() + REST_MS;
      return await lastRead(token, error);
    }
  };
}
