import { table } from '../tables.ts';
import type { Curves } from './measure.ts';
import { curveOf, judge, type Sample } from './slope.ts';

const MIB = 1024 * 1024;
const first = (samples: readonly Sample[]) => samples[0]?.value ?? 0;
const last = (samples: readonly Sample[]) => samples.at(-1)?.value ?? 0;

function judgedRow(name: string, samples: readonly Sample[], digits: number) {
  const { slope, verdict } = judge(samples);
  const written = (value: number) => value.toFixed(digits);
  const highest = Math.max(...samples.map(({ value }) => value));
  const growth = `${written(slope.perMinute * 60)} ± ${written(2 * slope.error * 60)}`;
  return [name, written(first(samples)), written(highest), written(last(samples)), growth, verdict, curveOf(samples)];
}

const judged = (unit: string, curves: ReadonlyMap<string, readonly Sample[]>, digits: number) =>
  table(
    [unit, 'at first', 'most', 'at last', 'growth an hour', 'verdict', 'curve'],
    [...curves].map(([name, samples]) => judgedRow(name, samples, digits)),
  );

/** So many of the tables are named. */
const LARGEST = 14;

function tablesReport({ tables }: Curves, attempts: number): string {
  const grown = [...tables]
    .map(([name, samples]) => ({ name, from: first(samples), to: last(samples) }))
    .filter(({ from, to }) => to > from)
    .toSorted((one, other) => other.to - other.from - (one.to - one.from));
  const rows = grown.slice(0, LARGEST).map(({ name, from, to }) => {
    const perAttempt = ((to - from) / attempts / 1024).toFixed(2);
    return [name, (from / MIB).toFixed(1), (to / MIB).toFixed(1), perAttempt];
  });
  return table(['table with its indexes', 'MiB at first', 'at last', 'KiB an attempt'], rows);
}

/** The whole report: memory and handles with a verdict each, and what grew in the database. */
export function reportOf(curves: Curves, attempts: number): string {
  return [
    judged('memory, MiB', curves.memory, 1),
    '',
    judged('handles', curves.handles, 0),
    '',
    tablesReport(curves, attempts),
  ].join('\n');
}

/** Which parts grow. */
export function listGrowing({ memory, handles }: Curves): string[] {
  const growing = (what: string, curves: ReadonlyMap<string, readonly Sample[]>) =>
    [...curves].filter(([, samples]) => judge(samples).verdict === 'grows').map(([name]) => `${what} of ${name}`);
  return [...growing('memory', memory), ...growing('handles', handles)];
}

/** Every sample, to be judged again or drawn by another program: `{memory: {api: [{minutes, value}, …]}, …}`. */
export function samplesAsJson(curves: Curves): string {
  return JSON.stringify(curves, (_key, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value));
}
