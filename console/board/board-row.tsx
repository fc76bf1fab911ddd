import { memo, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { BESIDE_BOARD } from '../ui/addresses.ts';
import { t, tn } from '../words/words.ts';
import { MainAct } from '../acts/main-act.tsx';
import { RowMenu } from '../acts/row-menu.tsx';
import { Cell } from './cells.tsx';
import { learnerName } from './learner-name.ts';
import type { ListProps } from './list-props.ts';
import { useRow } from './use-board.ts';
import { useAttention } from './use-attention.ts';

/** None of it changes with other rows, so that they repaint alone. */
interface BoardRowProps extends Pick<ListProps, 'store' | 'columns' | 'open' | 'base' | 'query'> {
  id: number;
  rowIndex: number;
  /** The row that keys act on. */
  isCurrent: boolean;
  /** The row that is reached by Tab. */
  isEntry: boolean;
  isSelected: boolean;
  onToggle: (id: number, isRange: boolean) => void;
  onCurrent: (id: number) => void;
}

function Row({
  store,
  id,
  rowIndex,
  columns,
  isCurrent,
  isEntry,
  isSelected,
  onToggle,
  onCurrent,
  open,
  base,
  query,
}: BoardRowProps) {
  const row = useRow(store, id);
  const attention = useAttention(store, id);
  const element = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // Keys move the current row; the focus goes with it, unless it is elsewhere on the page.
    const isAmongRows = document.activeElement?.closest('tbody') !== null || document.activeElement === document.body;
    if (isCurrent && isAmongRows && !element.current?.contains(document.activeElement)) element.current?.focus();
  }, [isCurrent]);
  if (!row) return null;
  return (
    <tr
      ref={element}
      aria-rowindex={rowIndex}
      tabIndex={isEntry ? 0 : -1}
      className={`row attention-${attention} ${store.isGone(id) ? 'row-gone' : ''} ${isSelected ? 'row-selected' : ''}`}
      onFocus={() => onCurrent(id)}
      onDoubleClick={() => open(id)}
    >
      <td className="cell-select">
        <input
          type="checkbox"
          aria-label={t('board.select', { name: learnerName(row) })}
          checked={isSelected}
          onChange={() => {}}
          onClick={(event) => onToggle(id, event.shiftKey)}
        />
      </td>
      <th scope="row" className="cell-learner">
        <Link href={`${base}/attempts/${id}${query}`} state={BESIDE_BOARD} className="learner">
          {learnerName(row)}
        </Link>
        {row.flag && <span className="badge badge-flag">{t('row.flag')}</span>}
        {row.notes > 0 && <span className="badge">{tn('row.notes', row.notes)}</span>}
        <span className="quiet small">
          {row.learner[1]}
          {row.earlier.length > 0 && ` · ${tn('row.earlier', row.earlier.length)}`}
        </span>
      </th>
      {columns.map((column) => (
        <td key={column} className={`cell-${column}`}>
          <Cell column={column} row={row} store={store} attention={attention} />
        </td>
      ))}
      <td className="cell-menu">
        {(row.error !== null || row.paused !== null) && <MainAct row={row} />}
        <RowMenu row={row} />
      </td>
    </tr>
  );
}

export const BoardRow = memo(Row);
