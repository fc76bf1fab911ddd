import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { MainAct } from '../acts/main-act.tsx';
import { RowMenu } from '../acts/row-menu.tsx';
import { BESIDE_BOARD } from '../ui/addresses.ts';
import { t, tn } from '../words/words.ts';
import { learnerName } from './learner-name.ts';
import type { ListProps } from './list-props.ts';
import { StatusCell } from './status-cell.tsx';
import { TimeLeft } from './time-left.tsx';
import { useAttention } from './use-attention.ts';
import { useRow } from './use-board.ts';

const CARD_PIXELS = 116;

type CardProps = Pick<ListProps, 'store' | 'base' | 'query' | 'setSelected'> & { id: number; isSelected: boolean };

const Card = memo(function Card({ id, store, base, query, isSelected, setSelected }: CardProps) {
  const row = useRow(store, id);
  const attention = useAttention(store, id);
  if (!row) return null;
  const toggle = () =>
    setSelected((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return (
    <article className={`board-card attention-${attention}`}>
      <div className="board-card-head">
        <label className="check check-bare">
          <input type="checkbox" checked={isSelected} onChange={toggle} />
          <span className="visually-hidden">{t('board.select', { name: learnerName(row) })}</span>
        </label>
        <h2>
          <Link href={`${base}/attempts/${id}${query}`} state={BESIDE_BOARD}>
            {learnerName(row)}
          </Link>
        </h2>
        <TimeLeft row={row} />
      </div>
      <div className="board-card-status">
        <StatusCell row={row} attention={attention} />
      </div>
      <div className="board-card-acts">
        <MainAct row={row} />
        <RowMenu row={row} />
      </div>
    </article>
  );
});

/** The board on a phone: a card for each learner, of which only those in sight are in the page. */
export function BoardCards({ order: { ids }, store, base, query, selected, setSelected }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useEffect(() => setScrollMargin((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const virtualizer = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => CARD_PIXELS,
    overscan: 8,
    scrollMargin,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
  });
  return (
    <ul
      ref={list}
      className="board-cards"
      aria-label={tn('board.attempts', ids.length)}
      style={{ height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const id = ids[index];
        if (id === undefined) return null;
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={ids.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - scrollMargin}px)` }}
          >
            <Card {...{ id, store, base, query, setSelected }} isSelected={selected.has(id)} />
          </li>
        );
      })}
    </ul>
  );
}
