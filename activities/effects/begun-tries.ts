import type { BegunTry } from '../../db/effects.ts';

/** What follows from a change follows at once, or another process has it. */
const KEPT_MS = 60_000;

/**
 * First tries whose beginning was recorded with their change, until the activity that makes them takes them over. If it
 * never comes here, nobody can tell what became of the try, and the next one records that.
 */
export class BegunTries {
  readonly #kept = new Map<string, { begun: BegunTry; until: number }>();

  keep(tries: readonly BegunTry[]): void {
    const now = performance.now();
    for (const [key, { until }] of this.#kept) {
      if (until > now) break;
      this.#kept.delete(key);
    }
    for (const begun of tries) this.#kept.set(begun.key, { begun, until: now + KEPT_MS });
  }

  /** Those of these effects, in order; from now on they are the caller's. */
  take(keys: readonly string[]): BegunTry[] {
    return keys.flatMap((key) => {
      const found = this.#kept.get(key);
      this.#kept.delete(key);
      return found?.begun ?? [];
    });
  }
}
