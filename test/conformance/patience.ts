import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 3_000;

/** Asks until it is so, but not for long: whoever waits for a vendor that is down would wait for minutes. */
export async function atMost(isSo: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo()) && Date.now() < end) await delay(5);
}
