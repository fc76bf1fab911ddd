/** A figure at a moment: minutes since the beginning, and what was measured. */
export interface Sample {
  minutes: number;
  value: number;
}

/** How a figure grows, by the line that fits its samples best. */
export interface Slope {
  mean: number;
  /** What it grows in a minute. */
  perMinute: number;
  /** Standard error of that. */
  error: number;
}

/** Fits a line through at least three samples. */
export function slopeOf(samples: readonly Sample[]): Slope {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanTime, meanValue] = [mean(samples.map(({ minutes }) => minutes)), mean(samples.map(({ value }) => value))];
  const spread = samples.reduce((sum, { minutes }) => sum + (minutes - meanTime) ** 2, 0);
  const perMinute =
    samples.reduce((sum, { minutes, value }) => sum + (minutes - meanTime) * (value - meanValue), 0) / spread;
  const rest = samples.reduce((sum, { minutes, value }) => {
    return sum + (value - meanValue - perMinute * (minutes - meanTime)) ** 2;
  }, 0);
  return { mean: meanValue, perMinute, error: Math.sqrt(rest / (samples.length - 2) / spread) };
}

/** The second half: what a process needs at all has been allocated by then. */
export function afterWarmUp(samples: readonly Sample[]): readonly Sample[] {
  const middle = ((samples[0]?.minutes ?? 0) + (samples.at(-1)?.minutes ?? 0)) / 2;
  return samples.filter(({ minutes }) => minutes >= middle);
}

/** So little of its mean, in the time that was measured, is no growth. */
const FLAT_SHARE = 0.05;

const highestOf = (samples: readonly Sample[]): number => Math.max(...samples.map(({ value }) => value));

/**
 * What the slope says. `grows`: the second half climbs, by more than little and than chance, and above what there was in the
 * first half; otherwise `flat`. Node collects garbage when its heap is full, so that memory climbs for half an hour at a time
 * and falls back. A leak makes each of these summits higher than the one before.
 */
export function judge(samples: readonly Sample[]): { slope: Slope; verdict: 'flat' | 'grows' } {
  const half = afterWarmUp(samples);
  const slope = slopeOf(half);
  const minutes = (half.at(-1)?.minutes ?? 0) - (half[0]?.minutes ?? 0);
  const isSmall = slope.perMinute * minutes < FLAT_SHARE * slope.mean;
  const isChance = slope.perMinute < 2 * slope.error;
  const isBelow = highestOf(half) <= highestOf(samples.slice(0, samples.length - half.length));
  return { slope, verdict: isSmall || isChance || isBelow ? 'flat' : 'grows' };
}

const BARS = '▁▂▃▄▅▆▇█';

/** The samples as a curve of one line, from the lowest to the highest. */
export function curveOf(samples: readonly Sample[]): string {
  const values = samples.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const barOf = (value: number) => BARS[Math.round(((value - low) / (high - low || 1)) * (BARS.length - 1))] ?? '';
  return values.map(barOf).join('');
}
