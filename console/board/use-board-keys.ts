import { useEffect } from 'react';
import { useActs } from '../acts/acts-context.ts';
import { useSingleKeys } from '../ui/single-keys.ts';
import type { BoardStore } from './store.ts';
import type { ShownOrder } from './use-shown-order.ts';

interface BoardKeys {
  store: BoardStore;
  order: ShownOrder;
  current: number | null;
  setCurrent: (id: number | null) => void;
  setSelected: (change: (before: ReadonlySet<number>) => ReadonlySet<number>) => void;
  open: (id: number) => void;
  close: () => void;
  isOpen: boolean;
}

const toggled = (id: number) => (before: ReadonlySet<number>) => {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
};

/** The board's keys. Single letters can be switched off, and never act while something is typed. */
export function useBoardKeys({ store, order, current, setCurrent, setSelected, open, close, isOpen }: BoardKeys): void {
  const acts = useActs();
  const move = (by: number) => {
    const { ids } = order;
    const place = current === null ? -1 : ids.indexOf(current);
    const next = ids[Math.max(0, Math.min(ids.length - 1, place + by))];
    if (next !== undefined) setCurrent(next);
  };
  const onCurrent = (work: (id: number) => void) => () => {
    if (current !== null) work(current);
  };
  const act = (name: Parameters<typeof acts.ask>[0]) =>
    onCurrent((id) => {
      const row = store.row(id);
      if (row) acts.ask(name, row);
    });
  useSingleKeys({
    '/': () => document.querySelector<HTMLInputElement>('#board-search')?.focus(),
    j: () => move(1),
    k: () => move(-1),
    x: onCurrent((id) => setSelected(toggled(id))),
    r: act('mark-ready-to-resume'),
    p: act('pause'),
    e: act('extra-time'),
    n: act('note'),
    '.': order.apply,
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isOnRow = event.target instanceof HTMLTableRowElement;
      if (event.key === 'Escape' && isOpen && !document.querySelector('dialog[open], [popover]:popover-open')) close();
      if (!isOnRow) return;
      if (event.key === 'Enter' && current !== null) open(current);
      else if (event.key === 'ArrowDown') move(1);
      else if (event.key === 'ArrowUp') move(-1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
