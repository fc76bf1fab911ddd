import type { Cpu } from './processes.ts';

/** What one service did in one round. */
export interface Measured {
  /** Requests or life cycles. */
  done: number;
  seconds: number;
  /** Milliseconds per request. */
  latencies: number[];
  /** Answers that are none of the expected ones. */
  failures: number;
  /** Processor seconds by part while it lasted, until everything that follows was done. */
  cpu: Cpu;
  /** Processor seconds of the driver. */
  driver: number;
}

/** A figure of several rounds. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** What stands in for others, and is no part of a service. */
export const STAND_INS = 'stand-ins';

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { median, min: at(0), max: at(sorted.length - 1) };
}

/** Processor milliseconds per request, by part. */
export function cpuPerRequest({ cpu, done }: Measured): Cpu {
  return Object.fromEntries(Object.entries(cpu).map(([part, seconds]) => [part, (seconds * 1000) / done]));
}

/** Processor milliseconds per request of the whole service, without what stands in for others. */
export function wholeCpu(measured: Measured): number {
  const parts = Object.entries(cpuPerRequest(measured));
  return parts.reduce((sum, [part, milliseconds]) => (part === STAND_INS ? sum : sum + milliseconds), 0);
}

/**
 * How many times as much the one does as the other, round by round: the machine's speed changes from one minute to the
 * next, so only what was measured side by side is compared.
 */
export function rateRatio(one: readonly Measured[], other: readonly Measured[]): Spread {
  const rate = ({ done, seconds }: Measured) => done / seconds;
  return spreadOf(
    one.flatMap((round, index) => {
      const beside = other[index];
      return beside ? [rate(round) / rate(beside)] : [];
    }),
  );
}
