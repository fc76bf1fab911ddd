/**
 * What one attempt in a worker's cache takes, in MiB: 0.31 was measured (docs/performance-load.md), and a fifth more is for
 * attempts with a long history.
 */
const PER_ATTEMPT_MIB = 0.37;

/** How many attempts a cache of so many MiB holds; the SDK only counts. */
export function countCached(cacheMib: number): number {
  return Math.max(1, Math.floor(cacheMib / PER_ATTEMPT_MIB));
}
