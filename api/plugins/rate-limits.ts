import { createHash } from 'node:crypto';
import type { RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors/api-error.ts';

const WINDOW = '1 minute';
/** How many recent counts are kept; with their keys they take about a megabyte. */
const MOST_COUNTS = 5_000;

/** Turns anything a caller sends into a key of fixed size. */
function keyOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** Counts one more under the parts that make the key; throws `too_many_requests` beyond the maximum of a minute. */
export type Limit = (request: FastifyRequest, ...parts: string[]) => Promise<void>;

export interface LimitOptions {
  /** In a minute. */
  max: number;
  /** How many keys are counted at the same time. */
  keys?: number;
}

/** A limit that counts in this process; `app` has the rate-limit plugin (see `hardening`). */
export function createLimit(app: FastifyInstance, { max, keys = MOST_COUNTS }: LimitOptions): Limit {
  const parts = new WeakMap<FastifyRequest, readonly string[]>();
  const options: RateLimitOptions = {
    max,
    timeWindow: WINDOW,
    cache: keys,
    keyGenerator: (request) => keyOf(parts.get(request) ?? []),
  };
  const count = app.createRateLimit(options);
  return async (request, ...given) => {
    parts.set(request, given);
    const outcome = await count(request);
    if (outcome.isAllowed || !outcome.isExceeded) return;
    throw new ApiError('too_many_requests', { headers: { 'Retry-After': String(outcome.ttlInSeconds) } });
  };
}
