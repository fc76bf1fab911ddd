import { describe, expect, it } from 'vitest';
import { curveOf, judge, slopeOf, type Sample } from '../../../bench/soak/slope.ts';

const samples = (valueAt: (minutes: number) => number, count = 60): Sample[] =>
  Array.from({ length: count }, (_, minutes) => ({ minutes, value: valueAt(minutes) }));
/** As much up as down. */
const wave = (minutes: number) => Math.sin(minutes * 1.7) * 10;

describe('the slope of what was measured', () => {
  it('is that of the line through it', () => {
    expect(slopeOf(samples((minutes) => 100 + 3 * minutes))).toMatchObject({ perMinute: 3, error: 0 });
  });

  it('is flat once a process has what it needs, however it began', () => {
    expect(judge(samples((minutes) => 200 - 150 / (1 + minutes) + wave(minutes))).verdict).toBe('flat');
  });

  it('is flat where it is no more than chance', () => {
    expect(judge(samples((minutes) => 20 + wave(minutes))).verdict).toBe('flat');
  });

  it('grows where a little is added every minute', () => {
    const { verdict, slope } = judge(samples((minutes) => 100 + 2 * minutes + wave(minutes)));
    expect(verdict).toBe('grows');
    expect(slope.perMinute).toBeCloseTo(2, 0);
  });

  /** It climbs for so many minutes, and falls back to where it was. */
  const sawTooth = (minutes: number) => 100 + ((minutes + 30) % 45);

  it('is flat where what is collected now and then climbs no higher than before', () => {
    const { verdict, slope } = judge(samples(sawTooth));
    expect(slope.perMinute * 60).toBeGreaterThan(20);
    expect(verdict).toBe('flat');
  });

  it('grows where less is collected each time', () => {
    expect(judge(samples((minutes) => sawTooth(minutes) + minutes / 5)).verdict).toBe('grows');
  });

  it('is drawn in one line from the lowest to the highest', () => {
    expect(curveOf(samples((minutes) => minutes, 8))).toBe('▁▂▃▄▅▆▇█');
    expect(curveOf(samples(() => 5, 3))).toBe('▁▁▁');
  });
});
