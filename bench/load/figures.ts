/** The value below which the share of the values lies; NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The highest value; NaN without values. */
export const highest = (values: readonly number[]): number => quantile(values, 1);

/** A figure with as many digits as it deserves. */
export const written = (value: number): string =>
  value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);

/** The sum of the parts of a service, without what stands in for others. */
export const wholeOf = ({ 'stand-ins': _, ...parts }: Record<string, number>): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);

/** What was used between two readings, by part. */
export const between = (before: Record<string, number>, after: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([part, used]) => [part, used - (before[part] ?? 0)]));
