import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { until } from '../../../dev/until.ts';
import { createTtlCache } from '../../../lms/ttl-cache.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function countingLoader() {
  const loaded: string[] = [];
  return {
    loaded,
    load: (key: string) => async () => {
      loaded.push(key);
      return { value: key.toUpperCase(), ttlMs: 10 };
    },
  };
}

describe('the cache', () => {
  it('lets the oldest make room', async () => {
    const { loaded, load } = countingLoader();
    const cache = createTtlCache<string>({ maxEntries: 2, now: () => 0 });
    for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await cache(key, load(key));
    expect(loaded).toStrictEqual(['a', 'b', 'c', 'a']);
  });

  it('keeps the others when it renews one', async () => {
    let now = 0;
    const { loaded, load } = countingLoader();
    const cache = createTtlCache<string>({ maxEntries: 2, now: () => now });
    await cache('a', load('a'));
    now = 5;
    await cache('b', load('b'));
    now = 10;
    await cache('a', load('a'));
    await cache('b', load('b'));
    expect(loaded).toStrictEqual(['a', 'b', 'a']);
  });

  it('keeps no more bytes than it may, and nothing that is larger alone', async () => {
    const loaded: string[] = [];
    const cache = createTtlCache<string>({ maxEntries: 10, maxBytes: 100, now: () => 0 });
    const ask = (key: string, bytes: number) =>
      cache(key, async () => {
        loaded.push(key);
        return { value: key, ttlMs: 10, bytes };
      });
    await ask('a', 60);
    await ask('huge', 101);
    await ask('a', 60);
    await ask('b', 60);
    await ask('b', 60);
    await ask('a', 60);
    await ask('huge', 101);
    expect(loaded).toStrictEqual(['a', 'huge', 'b', 'a', 'huge']);
  });

  it('forgets a load that failed', async () => {
    const cache = createTtlCache<string>({ maxEntries: 2, now: () => 0 });
    await expect(cache('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache('a', countingLoader().load('a'))).toBe('A');
  });

  /** Waits until nobody holds an object any more that was given to the cache. */
  async function isLetGoOf(keep: (value: object) => Promise<void>): Promise<void> {
    let value: object | undefined = { name: 'somebody who left' };
    const kept = new WeakRef(value);
    await keep(value);
    value = undefined;
    await until(async () => {
      collectGarbage();
      return kept.deref() === undefined;
    }, 'the value is let go of');
  }

  it('lets go of what has grown old though nobody asks again', async () => {
    const cache = createTtlCache<object>({ maxEntries: 2, now: () => performance.now() });
    await isLetGoOf(async (value) => {
      const kept = new WeakRef(value);
      await cache('a', async () => ({ value: kept.deref() ?? {}, ttlMs: 20 }));
    });
  });

  it('lets go at once of what has made room', async () => {
    const cache = createTtlCache<object>({ maxEntries: 1, now: () => performance.now() });
    await isLetGoOf(async (value) => {
      const kept = new WeakRef(value);
      await cache('a', async () => ({ value: kept.deref() ?? {}, ttlMs: 60_000 }));
      await cache('b', async () => ({ value: {}, ttlMs: 60_000 }));
    });
  });
});
