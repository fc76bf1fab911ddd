import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Work that ran this long did not fail immediately. */
const WENT_WELL_MS = 60_000;

export interface Insistence {
  log: Logger;
  /** Ends the tries. */
  signal: AbortSignal;
  /** One line for an operator. */
  explain: (error: unknown) => string;
}

/**
 * Tries until it works, with growing pauses, and logs each time why it does not. A worker that cannot work yet thus waits
 * and says why, instead of being restarted again and again. Throws only once the signal is aborted.
 */
export async function insist<T>(step: () => Promise<T>, { log, signal, explain }: Insistence): Promise<T> {
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const began = Date.now();
    try {
      return await step();
    } catch (error) {
      signal.throwIfAborted();
      if (Date.now() - began > WENT_WELL_MS) pause = FIRST_PAUSE_MS;
      log.error({ err: error }, `${explain(error)} Trying again in ${pause / 1000} s.`);
    }
    await delay(pause, undefined, { signal });
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }
}
