import { table } from '../tables.ts';
import { cpuPerRequest, rateRatio, spreadOf, wholeCpu, type Measured, type Spread } from './figures.ts';
import type { Row } from './row.ts';

/** Rounds of every row by the name of the service. */
export type Results = Map<Row, Map<string, Measured[]>>;

export function written(figure: number): string {
  if (!Number.isFinite(figure)) return '–';
  if (figure >= 100) return String(Math.round(figure));
  return figure.toFixed(figure >= 10 ? 1 : 2);
}

export const writtenSpread = ({ median, min, max }: Spread) => `${written(median)} (${written(min)}–${written(max)})`;

const medianCpu = (rounds: readonly Measured[]) => spreadOf(rounds.map(wholeCpu)).median;
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** What ours does in the time in which each of the others does one, and the processor time of all. */
export function ratioTable(results: Results, names: readonly string[]): string {
  const [ours = '', ...others] = names;
  const head = [
    'request',
    ...others.map((name) => `${ours} ÷ ${name}, requests per second`),
    `CPU ms per request, ${names.join(' / ')}`,
    `failures, ${names.join(' / ')}`,
  ];
  const rows = [...results].map(([{ title }, byName]) => {
    const of = (name: string) => byName.get(name) ?? [];
    return [
      title,
      ...others.map((name) => (of(name).length === 0 ? '–' : writtenSpread(rateRatio(of(ours), of(name))))),
      names.map((name) => written(medianCpu(of(name)))).join(' / '),
      names.map((name) => (of(name).length === 0 ? '–' : sum(of(name).map(({ failures }) => failures)))).join(' / '),
    ];
  });
  return table(head, rows);
}

/** Where the processor time goes: milliseconds per request by process, medians of the rounds. */
export function cpuTable(results: Results): string {
  const parts = ['api', 'worker', 'temporal', 'gunicorn', 'postgres', 'stand-ins'];
  const rows = [...results].flatMap(([{ title }, byName]) =>
    [...byName].map(([name, rounds]) => {
      const each = rounds.map(cpuPerRequest);
      const medians = parts.map((part) => written(spreadOf(each.flatMap((cpu) => cpu[part] ?? [])).median));
      const driver = spreadOf(rounds.map((round) => (round.driver * 1000) / round.done)).median;
      return [title, name, ...medians, written(driver)];
    }),
  );
  return table(['CPU ms per request', 'service', ...parts, 'driver'], rows);
}
