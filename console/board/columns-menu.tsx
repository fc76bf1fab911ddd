import { useId } from 'react';
import { t } from '../words/words.ts';
import { moveColumn, offeredColumns, toggleColumn, type Column } from './columns.ts';
import type { BoardHead } from './store.ts';

interface ColumnsMenuProps {
  head: BoardHead;
  columns: readonly Column[];
  onColumns: (columns: readonly Column[]) => void;
}

/** Which columns are shown, and in which order: those shown first, as on the board. */
export function ColumnsMenu({ head, columns, onColumns }: ColumnsMenuProps) {
  const id = useId();
  const offered = offeredColumns({ isProctored: head.exam.type !== 'timed', hasGroups: head.groups.length > 0 });
  const shown = columns.filter((column) => offered.includes(column));
  const hidden = offered.filter((column) => !columns.includes(column));
  const moveButton = (column: Column, by: -1 | 1) => {
    const place = shown.indexOf(column) + by;
    const isPossible = place >= 0 && place < shown.length;
    const label = t(by < 0 ? 'board.column_up' : 'board.column_down', { column: t(`column.${column}`) });
    return (
      <button
        type="button"
        className="button button-quiet button-small"
        aria-label={label}
        // Not disabled: the focus stays on it while a column is moved to the end.
        aria-disabled={!isPossible}
        onClick={() => isPossible && onColumns(moveColumn(shown, column, by))}
      >
        <span aria-hidden="true">{by < 0 ? '↑' : '↓'}</span>
      </button>
    );
  };
  return (
    <div className="menu-place only-wide">
      <button type="button" className="button" popoverTarget={id}>
        {t('board.columns')}
      </button>
      <div id={id} popover="auto" className="menu">
        <fieldset>
          <legend>{t('board.columns')}</legend>
          {[...shown, ...hidden].map((column) => (
            <div key={column} className="column-choice">
              <label className="check">
                <input
                  type="checkbox"
                  checked={columns.includes(column)}
                  onChange={() => onColumns(toggleColumn(shown, column))}
                />
                {t(`column.${column}`)}
              </label>
              {columns.includes(column) && (
                <>
                  {moveButton(column, -1)}
                  {moveButton(column, 1)}
                </>
              )}
            </div>
          ))}
        </fieldset>
      </div>
    </div>
  );
}
