import { spreadOf } from '../peer/figures.ts';
import { writtenSpread } from '../peer/tables.ts';
import { table } from '../tables.ts';
import type { Start } from './measure-start.ts';

type Starts = ReadonlyMap<string, readonly Start[]>;

const total = (parts: Record<string, number>) => Object.values(parts).reduce((sum, part) => sum + part, 0);

/** How long a start takes and how much of a processor, medians of all starts but the first. */
export function startTable(starts: Starts): string {
  const rows: [string, (start: Start) => number][] = [
    ['to the first 200 of `/readyz`, s', ({ untilReadyz }) => untilReadyz],
    ['to "Ready", s', ({ untilPrinted }) => untilPrinted],
    ['CPU s of all processes', ({ cpu }) => total(cpu)],
    ['CPU s of the worker', ({ cpu }) => cpu['Worker'] ?? 0],
    ['CPU s of the API', ({ cpu }) => cpu['API'] ?? 0],
  ];
  const names = [...starts.keys()];
  const cells = (figure: (start: Start) => number) =>
    names.map((name) => writtenSpread(spreadOf((starts.get(name) ?? []).map(figure))));
  return table(
    ['second `npm start`', ...names],
    rows.map(([title, figure]) => [title, ...cells(figure)]),
  );
}

/** What each process holds at rest. */
export function memoryTable(starts: Starts): string {
  const names = [...starts.keys()];
  const processes = new Set([...starts.values()].flatMap((all) => all.flatMap(({ memory }) => Object.keys(memory))));
  const median = (name: string, of: (start: Start) => number) =>
    spreadOf((starts.get(name) ?? []).map(of)).median.toFixed(0);
  const rows = [...processes].map((process) => [
    process,
    ...names.map((name) => median(name, ({ memory }) => memory[process] ?? 0)),
  ]);
  return table(
    ['MiB at rest', ...names],
    [...rows, ['all', ...names.map((name) => median(name, ({ memory }) => total(memory)))]],
  );
}
