import { useCallback, useMemo, useState } from 'react';
import { countOrderChanges } from './frozen-order.ts';

export interface ShownOrder {
  ids: readonly number[];
  /** By how many rows the shown order differs from the wanted one. */
  changes: number;
  isHeldByPerson: boolean;
  /** Shows the wanted order now. */
  apply: () => void;
  /** Holds or releases the order: a hand is in the table, or a person has frozen it. */
  hold: (reason: 'hand' | 'person', isHeld: boolean) => void;
}

/**
 * The order that is shown: the wanted one, unless it is held. `view` stands for what a person asked for (filter, sort);
 * when that changes, the wanted order is shown at once.
 */
export function useShownOrder(wanted: readonly number[], view: string): ShownOrder {
  const [held, setHeld] = useState({ hand: false, person: false });
  const [shown, setShown] = useState({ ids: wanted, view });
  const isFree = !held.hand && !held.person;
  if (shown.view !== view || (isFree && shown.ids !== wanted)) setShown({ ids: wanted, view });

  const hold = useCallback((reason: 'hand' | 'person', isHeld: boolean) => {
    setHeld((before) => (before[reason] === isHeld ? before : { ...before, [reason]: isHeld }));
  }, []);
  const { ids } = shown;
  const changes = useMemo(() => (ids === wanted ? 0 : countOrderChanges(ids, wanted)), [ids, wanted]);
  return { ids, changes, isHeldByPerson: held.person, apply: () => setShown({ ids: wanted, view }), hold };
}
