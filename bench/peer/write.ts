import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../tables.ts';

const PAGE = join(import.meta.dirname, '../../docs/performance.md');

type Cells = string[];

const cellsOf = (line: string): Cells =>
  line
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim());

/**
 * Puts the rows of a new table into an old one with the same columns: a row with the same first cells is replaced, others
 * are added at the end. A table with other columns is replaced as a whole.
 */
export function mergeTables(old: string, fresh: string, keyCells: number): string {
  const [oldHead = [], , ...oldRows] = old.trim().split('\n').map(cellsOf);
  const [head = [], , ...rows] = fresh.trim().split('\n').map(cellsOf);
  if (oldHead.join('|') !== head.join('|')) return fresh;
  const keyOf = (cells: Cells) => cells.slice(0, keyCells).join('|');
  const merged = new Map([...oldRows, ...rows].map((cells) => [keyOf(cells), cells]));
  return table(head, [...merged.values()]);
}

/** Merges a table into the page, between the comments that carry its name. */
function writeTable(page: string, name: string, fresh: string, keyCells: number): string {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}.`);
  const old = page.slice(from + start.length, to);
  return `${page.slice(0, from)}${start}\n${mergeTables(old, fresh, keyCells)}\n\n${page.slice(to)}`;
}

/** Puts what was measured into docs/performance.md; rows that were not measured stay as they are. */
export function writePage(tables: { ratios: string; cpu: string }): void {
  const page = readFileSync(PAGE, 'utf8');
  const withRatios = writeTable(page, 'ratios', tables.ratios, 1);
  writeFileSync(PAGE, writeTable(withRatios, 'processor time', tables.cpu, 2));
}
