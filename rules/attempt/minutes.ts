/** Key of the allowance that grants extra time, in minutes as digits. */
export const ADDITIONAL_TIME = 'additional_time_granted';

/** Longest time limit and longest extra time, in minutes: a year. Both together fit every column and every timer. */
export const LONGEST_MINUTES = 365 * 24 * 60;

/** Shortest time limit of an exam, in minutes. */
export const SHORTEST_LIMIT_MINUTES = 1;

/** Whether so many minutes of extra time can be granted: a whole number from 0 to a year. */
export function isExtraMinutes(minutes: unknown): minutes is number {
  return Number.isSafeInteger(minutes) && (minutes as number) >= 0 && (minutes as number) <= LONGEST_MINUTES;
}

/** Whether a text is such a number of minutes: digits and nothing else. */
export function isExtraMinutesText(text: string): boolean {
  return /^\d{1,9}$/.test(text) && isExtraMinutes(Number(text));
}

/** The minutes that a stored allowance grants, null if its text is not a number. More than a year counts as a year. */
export function readExtraMinutes(text: string | null | undefined): number | null {
  return text && /^\d+$/.test(text) ? Math.min(Number(text), LONGEST_MINUTES) : null;
}

/** Rounds to the nearest whole number, halves to the even one. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return Math.round(value);
}

/** The extra minutes that a multiplier makes of the time limit of an exam (rest-api §7.3). */
export function minutesOfFactor(timeLimitMins: number, factor: number): number {
  return roundHalfToEven(timeLimitMins * (factor - 1));
}
