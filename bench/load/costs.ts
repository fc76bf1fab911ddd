import { Caller } from '../peer/caller.ts';
import { CHANGES } from '../peer/changes.ts';
import { measure } from '../peer/measure.ts';
import { preparePolling } from '../peer/row.ts';
import { table } from '../tables.ts';
import { wholeOf, written } from './figures.ts';
import { PARTS, PART_TITLES } from './parts.ts';
import type { Stand } from './stand.ts';

const DURATIONS = { reads: 5, cycles: 12, reviews: 80 };
const SINGLE = ['timed', 'proctored', 'review'];

/** What each change of an attempt's life costs, by part of the service; the report as text. */
export async function costs({ service }: Stand): Promise<string> {
  const caller = new Caller(service);
  await preparePolling(service, caller);
  caller.close();
  const rows: (string | number)[][] = [];
  for (const row of CHANGES.filter(({ key }) => SINGLE.includes(key))) {
    const { done, cpu, failures } = await measure(row, service, DURATIONS);
    if (failures > 0) throw new Error(`${failures} requests failed.`);
    const each = [wholeOf(cpu), ...PARTS.map((part) => cpu[part] ?? 0)];
    rows.push([row.title, ...each.map((seconds) => written((seconds / done) * 1000))]);
  }
  return table(['', 'CPU ms each', ...PART_TITLES], rows);
}
