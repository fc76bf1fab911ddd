import type { ReactNode } from 'react';
import { t } from '../words/words.ts';
import type { ShownOrder } from './use-shown-order.ts';

interface FilterSheetProps {
  /** There is no room for it beside the list, as on a phone. */
  isFolded: boolean;
  order: ShownOrder;
  all: number;
  isFiltering: boolean;
  children: ReactNode;
}

/** Where filter and order are chosen; folded, it only says how much of the board is shown. */
export function FilterSheet({ isFolded, order, all, isFiltering, children }: FilterSheetProps) {
  if (!isFolded) return children;
  return (
    <details className="filter-sheet">
      <summary className="button">
        {t('board.filter')}
        {isFiltering && ` · ${t('board.shown', { shown: order.ids.length, all })}`}
      </summary>
      {children}
    </details>
  );
}
