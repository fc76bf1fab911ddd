/** Returns whether one more is allowed now: `most` in a burst, and then one more every `everyMs`, up to that number. */
export function createAllowance(most: number, everyMs: number): () => boolean {
  let left = most;
  let countedAt = performance.now();
  return () => {
    const now = performance.now();
    const earned = Math.floor((now - countedAt) / everyMs);
    if (earned > 0) {
      left = Math.min(most, left + earned);
      countedAt += earned * everyMs;
    }
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}
