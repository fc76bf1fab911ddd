import { setTimeout as delay } from 'node:timers/promises';

/** Calls `condition` until it returns true; after `timeoutMs` throws an error that says what did not happen. */
export async function until(
  condition: () => Promise<boolean>,
  what: string,
  { timeoutMs = 120_000, everyMs = 50, signal }: { timeoutMs?: number; everyMs?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await condition()) return;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${timeoutMs / 1000} s`);
    await delay(everyMs, undefined, signal ? { signal } : {});
  }
}

/** Whether a GET of `url` answers 200. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
