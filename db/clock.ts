import { sql, type CommonQueryMethods } from 'slonik';
import { instant, rowOf } from './columns.ts';

const row = rowOf({ now: instant });

/** What the database's clock says, in epoch milliseconds. */
export const readDatabaseTime = async (db: CommonQueryMethods): Promise<number> =>
  await db.oneFirst(sql.type(row)`select clock_timestamp() as now`);

/** How often the database is asked; in between, a host's oscillator drifts by far less than a millisecond. */
const ASK_AGAIN_MS = 10_000;
/** A host that is further off than this is broken. */
const TOLERANCE_MS = 2_000;

export interface DatabaseClock {
  /** Epoch milliseconds by the database's clock, independent of this host's. */
  now: () => number;
  /** How far this host's clock is ahead, in milliseconds; negative when it is behind. */
  aheadMs: () => number;
  /** Whether this host's clock is too far off to be trusted. */
  isHostOff: () => boolean;
  close: () => void;
}

export interface ClockOptions {
  /** Called at every measurement while the host's clock is too far off. */
  onOff?: (aheadMs: number) => void;
}

/**
 * The one clock of all processes, because their instants are compared. Between two measurements it follows the monotonic
 * clock, so that setting the host's clock has no effect. Throws if the first measurement fails.
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
    const there = await readDatabaseTime(db);
    const answered = performance.now();
    // If an answer took long, it says little about the present time.
    if (origin === 0 || answered - asked < TOLERANCE_MS / 4) origin = there - (asked + answered) / 2;
    if (isHostOff()) onOff(aheadMs());
    return origin;
  }

  await measure();
  // Without the database nothing is compared either; the next measurement comes soon.
  const timer = setInterval(() => void measure().catch(() => {}), ASK_AGAIN_MS);
  timer.unref();
  return { now, aheadMs, isHostOff, close: () => clearInterval(timer) };
}
