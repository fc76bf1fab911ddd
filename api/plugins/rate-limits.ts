import { hash } from 'node:crypto';
import { ApiError } from '../errors/api-error.ts';

const WINDOW_MS = 60_000;
/** How many recent counts are kept; with their keys they take about a megabyte. */
const MOST_COUNTS = 5_000;
/** Longer texts, and all that have several parts, become a key of fixed size: this long, so it is like none of the others. */
const LONGEST_OWN_KEY = 42;

/** Turns anything a caller sends into a short key. */
function keyOf(parts: readonly string[]): string {
  const [only = ''] = parts;
  if (parts.length === 1 && only.length <= LONGEST_OWN_KEY) return only;
  return hash('sha256', JSON.stringify(parts), 'base64url');
}

/** Counts one more under the parts that make the key; throws `too_many_requests` beyond the maximum of a minute. */
export type Limit = (...parts: string[]) => void;

export interface LimitOptions {
  /** In a minute. */
  max: number;
  /** How many keys are counted at the same time; the one that was counted first is given up for a new one. */
  keys?: number;
}

/** A limit that counts in this process, in minutes that begin with the first request. */
export function createLimit({ max, keys = MOST_COUNTS }: LimitOptions): Limit {
  const counted = new Map<string, { count: number; until: number }>();
  return (...parts) => {
    const key = keyOf(parts);
    const now = performance.now();
    const known = counted.get(key);
    if (known && now < known.until) {
      known.count += 1;
      if (known.count <= max) return;
      const seconds = Math.ceil((known.until - now) / 1000);
      throw new ApiError('too_many_requests', { headers: { 'Retry-After': String(seconds) } });
    }
    counted.delete(key);
    counted.set(key, { count: 1, until: now + WINDOW_MS });
    const [oldest] = counted.keys();
    if (counted.size > keys && oldest !== undefined) counted.delete(oldest);
  };
}
