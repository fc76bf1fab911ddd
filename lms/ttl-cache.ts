import { createHash } from 'node:crypto';

export interface Loaded<Value> {
  value: Value;
  ttlMs: number;
  /** Its approximate size; 0 if not given. */
  bytes?: number;
}

/** Returns the value from memory while it is fresh; otherwise loads it, once for all who ask at the same time. */
export type TtlCache<Value> = (key: string, load: () => Promise<Loaded<Value>>) => Promise<Value>;

interface Entry<Value> {
  value: Promise<Value>;
  freshUntil: number;
  bytes: number;
  /** Removes it when it has expired. */
  end?: NodeJS.Timeout;
}

export interface TtlCacheOptions {
  maxEntries: number;
  /** Total size of all values; a single value that is larger is not kept. */
  maxBytes?: number;
  now: () => number;
}

/** Keys of one size, however long the caller's are. */
const digestOf = (key: string) => createHash('sha256').update(key).digest('base64url');

/**
 * A cache of at most `maxEntries` values and `maxBytes`, dropping the oldest first; a load that fails leaves nothing
 * behind.
 */
export function createTtlCache<Value>({ maxEntries, maxBytes = Infinity, now }: TtlCacheOptions): TtlCache<Value> {
  const entries = new Map<string, Entry<Value>>();
  let total = 0;

  function drop(id: string): void {
    const entry = entries.get(id);
    total -= entry?.bytes ?? 0;
    clearTimeout(entry?.end);
    entries.delete(id);
  }

  function dropStale(id: string, entry: Entry<Value>): void {
    if (entries.get(id) === entry && now() >= entry.freshUntil) drop(id);
  }

  function makeRoom(): void {
    for (const id of entries.keys()) {
      if (entries.size <= maxEntries && total <= maxBytes) return;
      drop(id);
    }
  }

  function weigh(id: string, entry: Entry<Value>, bytes: number): void {
    entry.bytes = bytes;
    total += bytes;
    if (bytes > maxBytes) drop(id);
    else makeRoom();
  }

  /** Values that are never asked for again, such as the name of a person who left, must not stay in memory. */
  function dropOnceStale(id: string, entry: Entry<Value>, ttlMs: number): void {
    // A second later, because timers and clocks differ.
    entry.end = setTimeout(() => dropStale(id, entry), ttlMs + 1_000).unref();
  }

  return function readThroughCache(key, load) {
    const id = digestOf(key);
    const known = entries.get(id);
    if (known && now() < known.freshUntil) return known.value;
    drop(id);

    const entry: Entry<Value> = {
      bytes: 0,
      freshUntil: Number.POSITIVE_INFINITY,
      value: load().then(({ value, ttlMs, bytes = 0 }) => {
        entry.freshUntil = now() + ttlMs;
        if (entries.get(id) !== entry) return value;
        dropOnceStale(id, entry, ttlMs);
        weigh(id, entry, bytes);
        return value;
      }),
    };
    entries.set(id, entry);
    makeRoom();
    entry.value.catch(() => {
      if (entries.get(id) === entry) drop(id);
    });
    return entry.value;
  };
}
