const DAY_MS = 24 * 60 * 60 * 1000;
const PROMISED_DAYS = 5;

/** Monday to Friday, by UTC. The epoch began on a Thursday. */
function isWorkingDay(at: number): boolean {
  const daysSinceMonday = (Math.floor(at / DAY_MS) + 3) % 7;
  return daysSinceMonday < 5;
}

/** The instant itself on a working day, else the beginning of the next one. */
function nextWorkingTime(at: number): number {
  if (isWorkingDay(at)) return at;
  return nextWorkingTime(Math.floor(at / DAY_MS) * DAY_MS + DAY_MS);
}

/**
 * Until when a person's decision is promised about an attempt that waits since `since`: five working days later, at the
 * same time of day. What comes at a weekend counts from Monday. Holidays are not known. Instants in epoch milliseconds.
 */
export function decisionDue(since: number): number {
  let due = nextWorkingTime(since);
  for (let days = 0; days < PROMISED_DAYS; due += DAY_MS) if (isWorkingDay(due + DAY_MS)) days += 1;
  return due;
}
