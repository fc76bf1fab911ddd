import {
  createRemoteJWKSet,
  customFetch,
  type FetchImplementation,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import type { JWTVerifyResult } from 'jose';
import { createAllowance } from './allowance.ts';
import { isUnverified, keysOf, tryKeys } from './try-keys.ts';

/** The key set cannot be read now, which says nothing about the token. */
export class KeySetUnavailableError extends Error {
  override name = 'KeySetUnavailableError';
}

export interface KeySetOptions {
  /** How long the keys are not read again while they match every token. */
  freshMs?: number;
  timeoutMs?: number;
  /** How many tokens with unknown keys may each cause a new read in a burst; one more every `rereadEveryMs`. */
  rereads?: number;
  rereadEveryMs?: number;
  /** How the set is fetched, where that needs limits of its own. */
  fetchKeys?: FetchImplementation;
}

/** A token that a key of the set has signed. */
export interface KeySetResult extends JWTVerifyResult {
  /** Whether these are still the keys that the next token would be checked with. */
  isCurrent: () => boolean;
}

/** Checks a token; throws jose's errors for one that is refused, and `KeySetUnavailableError`. */
export type VerifyWithKeySet = (token: string, options: JWTVerifyOptions) => Promise<KeySetResult>;

const FRESH_MS = 10 * 60_000;
const TIMEOUT_MS = 3_000;
/** After a failure, so that an outage does not slow down every request by the timeout. */
const REST_MS = 10_000;
/** Forged tokens must not make us ask the LMS endlessly. */
const REREADS = 5;
const REREAD_EVERY_MS = 5_000;

interface Reading {
  /** When it began: it includes every key that was published before. */
  since: number;
  keys: JWTVerifyGetKey;
}

/**
 * Checks tokens with the keys at `url`. While these are out of reach, the ones read last are used, because a refusal
 * would sign learners out of their exams. For the same reason, a token that matches none of them is refused only after
 * the set has been read again since the token arrived: the LMS may have new keys, under new or old names.
 */
export function createKeySet(url: string, options: KeySetOptions = {}): VerifyWithKeySet {
  const { freshMs = FRESH_MS, timeoutMs = TIMEOUT_MS, fetchKeys } = options;
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeoutMs,
    ...(fetchKeys && { [customFetch]: fetchKeys }),
  });
  const mayRead = createAllowance(options.rereads ?? REREADS, options.rereadEveryMs ?? REREAD_EVERY_MS);
  let last: Reading | null = null;
  let pending: Promise<Reading> | null = null;
  let restsUntil = Number.NEGATIVE_INFINITY;
  const unavailable = (cause?: unknown) =>
    new KeySetUnavailableError(`The key set at ${url} cannot be read.`, { cause });

  const begin = async (since: number): Promise<Reading> => {
    try {
      await remote.reload();
      const set = remote.jwks();
      // An LMS that publishes no keys at all is being set up or is broken.
      if (!set?.keys.some(({ kty }) => kty === 'RSA')) throw new TypeError('There is no RSA key in the set.');
      return (last = { since, keys: keysOf(set) });
    } catch (error) {
      restsUntil = performance.now() + REST_MS;
      throw unavailable(error);
    } finally {
      pending = null;
    }
  };
  const isFresh = ({ since }: Reading) => performance.now() - since < freshMs;
  const read = () => (pending ??= begin(performance.now()));

  /** The keys read last, read again when they are old; if that fails, they are kept. */
  const present = async (): Promise<Reading> => {
    if (last && isFresh(last)) return last;
    if (performance.now() < restsUntil) {
      if (last) return last;
      throw unavailable();
    }
    return await read().catch((error: unknown) => {
      if (last) return last;
      throw error;
    });
  };

  /** Keys from a read that began after `instant`; shared by all who wait for one. */
  const readAfter = async (instant: number): Promise<Reading> => {
    if (pending) {
      const reading = await pending;
      if (reading.since > instant) return reading;
    }
    if (last && last.since > instant) return last;
    if (pending === null && (performance.now() < restsUntil || !mayRead())) throw unavailable();
    return await read();
  };

  const tryReading = async (token: string, reading: Reading, checks: JWTVerifyOptions): Promise<KeySetResult> => ({
    ...(await tryKeys(token, reading.keys, checks)),
    isCurrent: () => last === reading && isFresh(reading),
  });

  return async (token, checks) => {
    const came = performance.now();
    const reading = await present();
    try {
      return await tryReading(token, reading, checks);
    } catch (error) {
      if (!isUnverified(error) || reading.since >= came) throw error;
    }
    return await tryReading(token, await readAfter(came), checks);
  };
}
