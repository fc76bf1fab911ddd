import { lazy, Suspense, useState } from 'react';
import type { Act } from '../../rules/attempt/acts.ts';
import { BulkMenu } from '../acts/bulk/bulk-menu.tsx';
import { RowMenu } from '../acts/row-menu.tsx';
import type { Row } from '../api/shapes.ts';
import { t, tn } from '../words/words.ts';
import { learnerName } from './learner-name.ts';
import type { BoardStore } from './store.ts';

const BulkDialog = lazy(() => import('../acts/bulk/bulk-dialog.tsx'));

interface SelectionBarProps {
  store: BoardStore;
  /** The rows that are shown. */
  shown: readonly number[];
  selected: ReadonlySet<number>;
  setSelected: (change: (before: ReadonlySet<number>) => ReadonlySet<number>) => void;
}

/** What can be done with the selected rows. */
export default function SelectionBar({ store, shown, selected, setSelected }: SelectionBarProps) {
  const [asked, setAsked] = useState<{ act: Act; rows: [Row, ...Row[]] } | null>(null);
  const rows = [...selected].flatMap((id) => (store.isGone(id) ? [] : (store.row(id) ?? [])));
  const [only, ...others] = rows;
  const clear = () => setSelected(() => new Set());
  const begun = (bulkId: string) => {
    store.expect(bulkId);
    setAsked(null);
    clear();
  };
  return (
    <>
      {only && (
        <section className="selection-bar" aria-label={t('selection.label')}>
          <strong>{others.length === 0 ? learnerName(only) : tn('selection.count', rows.length)}</strong>
          {others.length === 0 ? (
            <RowMenu row={only} label={t('selection.acts')} />
          ) : (
            <BulkMenu onChoice={(act) => setAsked({ act, rows: [only, ...others] })} />
          )}
          {shown.some((id) => !selected.has(id)) && (
            <button type="button" className="button" onClick={() => setSelected(() => new Set(shown))}>
              {tn('selection.all', shown.length)}
            </button>
          )}
          <button
            type="button"
            className="button"
            onClick={() => void navigator.clipboard.writeText(rows.map((row) => row.learner[1]).join('\n'))}
          >
            {t('selection.copy')}
          </button>
          <button type="button" className="button button-quiet" onClick={clear}>
            {t('selection.none')}
          </button>
        </section>
      )}
      <Suspense fallback={null}>
        {asked && <BulkDialog {...asked} onClose={() => setAsked(null)} onBegun={begun} />}
      </Suspense>
    </>
  );
}
