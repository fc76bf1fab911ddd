import { describe, expect, it } from 'vitest';
import { rateRatio, spreadOf, wholeCpu, type Measured } from '../../../bench/peer/figures.ts';

const round = (done: number, cpu: Measured['cpu'] = {}): Measured => ({
  done,
  seconds: 2,
  latencies: [],
  failures: 0,
  cpu,
  driver: 0,
});

describe('the figures of several rounds', () => {
  it('are told with their middle and their ends', () => {
    expect(spreadOf([9, 1, 3])).toEqual({ median: 3, min: 1, max: 9 });
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
  });

  it('are compared round by round, so that a slow minute of the machine counts for both', () => {
    const ours = [round(100), round(50), round(80)];
    const original = [round(50), round(25), round(20)];
    expect(rateRatio(ours, original)).toEqual({ median: 2, min: 2, max: 4 });
  });

  it('leave out a round that only one of the two has', () => {
    expect(rateRatio([round(10), round(90)], [round(10)])).toEqual({ median: 1, min: 1, max: 1 });
  });

  it('leave the processor time of stand-ins out of that of a service', () => {
    expect(wholeCpu(round(10, { api: 0.2, worker: 0.3, 'stand-ins': 4 }))).toBeCloseTo(50);
  });
});
