import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState } from 'react';
import { tn, t } from '../words/words.ts';
import { BoardRow } from './board-row.tsx';
import { toggleSelected, type ListProps } from './list-props.ts';

const ROW_PIXELS = 56;
const ROWS_BEYOND = 12;

/** Rows above and below those that are in the page. */
function Spacer({ pixels, columns }: { pixels: number; columns: number }) {
  if (pixels <= 0) return null;
  return (
    <tr aria-hidden="true" className="spacer">
      <td colSpan={columns} style={{ height: pixels }} />
    </tr>
  );
}

/** The board as a table. Only the rows in sight, and a few around them, are in the page. */
export function BoardTable({ order, current, setCurrent, selected, setSelected, ...shown }: ListProps) {
  const { ids, hold } = order;
  const { columns: shownColumns, store } = shown;
  const body = useRef<HTMLTableSectionElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const lastToggled = useRef<number | null>(null);
  const latestIds = useRef(ids);
  useEffect(() => {
    latestIds.current = ids;
  }, [ids]);
  useEffect(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0;
    setScrollMargin(top + window.scrollY);
  }, []);
  useEffect(() => () => hold('hand', false), [hold]);
  const virtualizer = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => ROW_PIXELS,
    // The first sight of a board waits for no row that is out of sight.
    overscan: store.isWhole ? ROWS_BEYOND : 0,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    scrollMargin,
  });

  const place = current === null ? -1 : ids.indexOf(current);
  useEffect(() => {
    if (place !== -1) virtualizer.scrollToIndex(place, { align: 'auto' });
    // oxlint-disable-next-line react/exhaustive-deps -- only when another row becomes current, not when rows move
  }, [current]);

  const items = virtualizer.getVirtualItems();
  const columns = shownColumns.length + 3;
  const above = (items[0]?.start ?? scrollMargin) - scrollMargin;
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? scrollMargin) - scrollMargin);
  const toggle = useCallback(
    (id: number, isRange: boolean) => {
      const range = { ids: latestIds.current, from: isRange ? lastToggled.current : null };
      setSelected((before) => toggleSelected(before, id, range));
      lastToggled.current = id;
    },
    [setSelected],
  );
  const isAllSelected = ids.length > 0 && ids.every((id) => selected.has(id));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- nothing is done by them but to hold the order
    <table
      className="board-table"
      aria-rowcount={ids.length + 1}
      onMouseOver={() => hold('hand', true)}
      onMouseLeave={(event) => hold('hand', event.currentTarget.contains(document.activeElement))}
      onFocus={() => hold('hand', true)}
      onBlur={(event) => hold('hand', event.currentTarget.contains(event.relatedTarget))}
    >
      <caption className="visually-hidden">{tn('board.attempts', ids.length)}</caption>
      <thead>
        <tr aria-rowindex={1}>
          <th className="cell-select">
            <input
              type="checkbox"
              aria-label={t('board.select_all')}
              checked={isAllSelected}
              onChange={() => setSelected(() => new Set(isAllSelected ? [] : ids))}
            />
          </th>
          <th scope="col" className="cell-learner">
            {t('column.learner')}
          </th>
          {shownColumns.map((column) => (
            <th key={column} scope="col" className={`cell-${column}`}>
              {t(`column.${column}`)}
            </th>
          ))}
          <th className="cell-menu">
            <span className="visually-hidden">{t('column.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        <Spacer pixels={above} columns={columns} />
        {items.map(({ index }) => {
          const id = ids[index];
          if (id === undefined) return null;
          return (
            <BoardRow
              key={id}
              {...shown}
              id={id}
              rowIndex={index + 2}
              isCurrent={id === current}
              isEntry={id === current || (place === -1 && index === 0)}
              isSelected={selected.has(id)}
              onToggle={toggle}
              onCurrent={setCurrent}
            />
          );
        })}
        <Spacer pixels={below} columns={columns} />
      </tbody>
    </table>
  );
}
