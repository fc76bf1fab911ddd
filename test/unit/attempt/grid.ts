import { STATUSES, type Status } from '../../../rules/attempt/statuses.ts';

/** One cell of a grid of expectations: the row's status, the column's heading, and what is written there. */
export interface GridCell {
  status: Status;
  column: string;
  cell: string;
}

/**
 * Reads a table drawn in text: columns headed by words, one row per status. Fails unless every status has exactly one row
 * and every row as many cells as there are columns.
 */
export function readGrid(drawing: string): GridCell[] {
  const [heading, ...rows] = drawing
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const columns = heading?.slice(1) ?? [];
  const names = rows.map(([name]) => name);
  if (names.join() !== STATUSES.join()) throw new Error(`rows must be the statuses in order, not ${names.join()}`);
  return rows.flatMap(([, ...cells], index) => {
    if (cells.length !== columns.length) throw new Error(`row ${names[index]} has ${cells.length} cells`);
    return columns.map((column, at) => ({ status: STATUSES[index] ?? 'eligible', column, cell: cells[at] ?? '' }));
  });
}

/** A drawn view: `timed/expired` stands for the key `timed_exam/expired`, `content` for no page at all. */
export function keyOf(cell: string): string | null {
  return cell === 'content' ? null : cell.replace('/', '_exam/');
}
