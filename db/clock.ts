import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';

const row = z.object({ now: z.number() });
/** How often the database is asked; what a host's oscillator drifts in between is far below a millisecond. */
const ASK_AGAIN_MS = 10_000;
/** A host that is further off than this is broken. */
const TOLERANCE_MS = 2_000;

export interface DatabaseClock {
  /** Epoch milliseconds by the database's clock, whatever this host's says. */
  now: () => number;
  /** How far this host's clock is ahead, in milliseconds; negative when it is behind. */
  aheadMs: () => number;
  /** Whether this host's clock is too far off to be trusted. */
  isHostOff: () => boolean;
  close: () => void;
}

export interface ClockOptions {
  /** Told with every measurement while the host's clock is too far off. */
  onOff?: (aheadMs: number) => void;
}

/**
 * The one clock of all processes, since instants of several are compared. Between two looks at the database it goes on
 * by the monotonic clock, so that setting the host's clock moves nothing. Throws when the first look fails.
 */
export async function openDatabaseClock(
  db: CommonQueryMethods,
  { onOff = () => {} }: ClockOptions = {},
): Promise<DatabaseClock> {
  let origin = 0;
  const now = () => Math.round(origin + performance.now());
  const aheadMs = () => Date.now() - now();
  const isHostOff = () => Math.abs(aheadMs()) > TOLERANCE_MS;

  async function measure(): Promise<number> {
    const asked = performance.now();
    const there = await db.oneFirst(sql.type(row)`select clock_timestamp() as now`);
    const answered = performance.now();
    // An answer that took long says little about when it was given.
    if (origin === 0 || answered - asked < TOLERANCE_MS / 4) origin = there - (asked + answered) / 2;
    if (isHostOff()) onOff(aheadMs());
    return origin;
  }

  await measure();
  // Without the database nothing is compared either; the next look comes soon.
  const timer = setInterval(() => void measure().catch(() => {}), ASK_AGAIN_MS);
  timer.unref();
  return { now, aheadMs, isHostOff, close: () => clearInterval(timer) };
}
