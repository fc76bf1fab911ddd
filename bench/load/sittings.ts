import { setTimeout as delay } from 'node:timers/promises';

/** Sittings that begin one after the other. */
export interface Sittings {
  /** How many have begun. */
  begun: number;
  /** Begins no more, and waits for those that have begun. */
  stop(): Promise<void>;
}

/** Begins so many a second; each gets its number, and a signal to come to its end. What one throws ends that one alone. */
export function startSittings(
  perSecond: number,
  sit: (number: number, stopping: AbortSignal) => Promise<void>,
): Sittings {
  const stopping = new AbortController();
  const under = new Set<Promise<void>>();
  const began = performance.now();
  const sittings: Sittings = { begun: 0, stop };

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const sitting = sit(sittings.begun, stopping.signal)
        .catch(() => undefined)
        .finally(() => under.delete(sitting));
      under.add(sitting);
      sittings.begun += 1;
      const wait = (sittings.begun / perSecond) * 1000 - (performance.now() - began);
      await delay(Math.max(0, wait), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  async function stop(): Promise<void> {
    stopping.abort();
    await running;
    await Promise.all(under);
  }
  return sittings;
}
