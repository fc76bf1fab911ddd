export interface Loaded<Value> {
  value: Value;
  ttlMs: number;
}

/** Answers from memory while the value is fresh; otherwise loads it, once for all who ask at the same time. */
export type TtlCache<Value> = (key: string, load: () => Promise<Loaded<Value>>) => Promise<Value>;

interface Entry<Value> {
  value: Promise<Value>;
  freshUntil: number;
}

/** A cache of at most `maxEntries` values, the oldest making room; a load that fails leaves nothing behind. */
export function createTtlCache<Value>({ maxEntries, now }: { maxEntries: number; now: () => number }): TtlCache<Value> {
  const entries = new Map<string, Entry<Value>>();

  return function throughCache(key, load) {
    const known = entries.get(key);
    if (known && now() < known.freshUntil) return known.value;
    entries.delete(key);
    const oldest = entries.keys().next();
    if (entries.size >= maxEntries && !oldest.done) entries.delete(oldest.value);

    const entry: Entry<Value> = {
      freshUntil: Number.POSITIVE_INFINITY,
      value: load().then(({ value, ttlMs }) => {
        entry.freshUntil = now() + ttlMs;
        return value;
      }),
    };
    entries.set(key, entry);
    entry.value.catch(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
    return entry.value;
  };
}
