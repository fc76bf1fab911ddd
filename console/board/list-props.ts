import type { Column } from './columns.ts';
import type { BoardStore } from './store.ts';
import type { ShownOrder } from './use-shown-order.ts';

/** What the table and the cards need. */
export interface ListProps {
  store: BoardStore;
  order: ShownOrder;
  /** The columns that there is room for. */
  columns: readonly Column[];
  /** The row that keys act on. */
  current: number | null;
  setCurrent: (id: number | null) => void;
  selected: ReadonlySet<number>;
  setSelected: (change: (before: ReadonlySet<number>) => ReadonlySet<number>) => void;
  open: (id: number) => void;
  /** Address of the board below the console's own, and its query with the question mark. */
  base: string;
  query: string;
}

/** A selection with one row more or less; `shift` takes all rows from `from` on. */
export function toggleSelected(
  before: ReadonlySet<number>,
  id: number,
  { ids, from }: { ids: readonly number[]; from: number | null },
): ReadonlySet<number> {
  const after = new Set(before);
  const isOn = !before.has(id);
  const [start, end] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(id)];
  const range = start === -1 ? [id] : ids.slice(Math.min(start, end), Math.max(start, end) + 1);
  for (const each of range) {
    if (isOn) after.add(each);
    else after.delete(each);
  }
  return after;
}
