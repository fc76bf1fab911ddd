import { isObject, type Json } from './scenario.ts';

/** Where two values differ. */
export interface Difference {
  path: string;
  expected: Json;
  found: Json;
}

export interface Tolerance {
  /** How far times and durations may be from each other, in seconds. */
  seconds: number;
  /** Compare fraction digits and zone style of times, too. */
  strictTime: boolean;
}

export const ABSENT = '(absent)';

const TIME = /<(datetime|secs|httpdate):([+-]?\d+)s?(\|[^>]*)?>/g;

function isSameText(expected: string, found: string, { seconds, strictTime }: Tolerance): boolean {
  if (expected === found) return true;
  const withoutTimes = (text: string) =>
    text.replace(TIME, (_, kind: string, _offset, style?: string) => `<${kind}${strictTime ? (style ?? '') : ''}>`);
  if (withoutTimes(expected) !== withoutTimes(found)) return false;
  const timesOf = (text: string) => [...text.matchAll(TIME)].map((match) => Number(match[2]));
  const others = timesOf(found);
  return timesOf(expected).every((time, index) => Math.abs(time - (others[index] ?? NaN)) <= seconds);
}

/** Every difference of two values, times apart that are close enough. */
export function differencesOf(
  expected: Json | undefined,
  found: Json | undefined,
  tolerance: Tolerance,
  path = '$',
): Difference[] {
  if (expected === undefined || found === undefined) {
    return expected === found ? [] : [{ path, expected: expected ?? ABSENT, found: found ?? ABSENT }];
  }
  if (typeof expected === 'string' && typeof found === 'string') {
    return isSameText(expected, found, tolerance) ? [] : [{ path, expected, found }];
  }
  if (Array.isArray(expected) && Array.isArray(found)) {
    const length =
      expected.length === found.length
        ? []
        : [{ path: `${path}.length`, expected: expected.length, found: found.length }];
    const longest = Array.from({ length: Math.max(expected.length, found.length) }, (_, index) => index);
    return [
      ...length,
      ...longest.flatMap((index) => differencesOf(expected[index], found[index], tolerance, `${path}[${index}]`)),
    ];
  }
  if (isObject(expected) && isObject(found)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...keys].flatMap((key) => differencesOf(expected[key], found[key], tolerance, `${path}.${key}`));
  }
  return expected === found ? [] : [{ path, expected, found }];
}
