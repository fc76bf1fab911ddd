import { lazy, Suspense, useId, useState } from 'react';
import type { Act } from '../../../rules/attempt/acts.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { t } from '../../words/words.ts';

// With the rules that say who may do what, which are not needed to look at a board.
const Items = lazy(() => import('./bulk-menu-items.tsx'));

/** A button with the acts that can be done to all that are selected. */
export function BulkMenu({ onChoice }: { onChoice: (act: Act) => void }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const choose = (act: Act) => {
    document.querySelector<HTMLElement>(`#${CSS.escape(id)}`)?.hidePopover();
    onChoice(act);
  };
  return (
    <div className="menu-place">
      <button type="button" className="button" popoverTarget={id}>
        {t('selection.acts')}
      </button>
      <div id={id} popover="auto" className="menu" onToggle={({ newState }) => setOpen(newState === 'open')}>
        {isOpen && (
          <Suspense fallback={<Skeleton />}>
            <Items onChoice={choose} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
