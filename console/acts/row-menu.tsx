import { lazy, Suspense, useId, useState } from 'react';
import { isServed } from '../api/is-served.ts';
import type { Row } from '../api/shapes.ts';
import { learnerName } from '../board/learner-name.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { t } from '../words/words.ts';
import { useActs } from './acts-context.ts';
import { ACTS, actPath, type ActName } from './names.ts';

// With the rules that say what is possible, which are not needed to look at a board.
const Items = lazy(() => import('./row-menu-items.tsx'));

/** Every act on an attempt; those that are not possible say why. */
export function RowMenu({ row, label }: { row: Row; label?: string }) {
  return ACTS.some((act) => isServed(actPath(act))) ? <Menu row={row} {...(label !== undefined && { label })} /> : null;
}

function Menu({ row, label }: { row: Row; label?: string }) {
  const id = useId();
  const acts = useActs();
  const [isOpen, setOpen] = useState(false);
  const choose = (act: ActName) => {
    document.querySelector<HTMLElement>(`#${CSS.escape(id)}`)?.hidePopover();
    acts.ask(act, row);
  };
  return (
    <div className="menu-place">
      <button
        type="button"
        className={label === undefined ? 'button button-quiet button-icon' : 'button'}
        popoverTarget={id}
        {...(label === undefined && { 'aria-label': t('row.acts', { name: learnerName(row) }) })}
      >
        {label ?? '⋯'}
      </button>
      <div id={id} popover="auto" className="menu" onToggle={({ newState }) => setOpen(newState === 'open')}>
        {isOpen && (
          <Suspense fallback={<Skeleton />}>
            <Items row={row} onChoice={choose} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
