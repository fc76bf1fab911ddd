import { lazy, Suspense, useMemo, useState } from 'react';
import type { SittingAct } from '../acts/bulk/sitting-buttons.tsx';
import type { ExamOfBoard, Row } from '../api/shapes.ts';
import type { RankedRow } from './order.ts';
import type { BoardStore } from './store.ts';

// With the rules that say who may do what, which are not needed to look at a board.
const Buttons = lazy(() => import('../acts/bulk/sitting-buttons.tsx'));
const BulkDialog = lazy(() => import('../acts/bulk/bulk-dialog.tsx'));

interface SittingProps {
  store: BoardStore;
  exam: ExamOfBoard;
  ranked: readonly RankedRow[];
  /** What the head says may have changed. */
  onBegun: () => void;
}

/** Pauses, resumes and lengthens the whole sitting. */
export function Sitting({ store, exam, ranked, onBegun }: SittingProps) {
  const rows = useMemo(() => ranked.map(({ row }) => row), [ranked]);
  const [asked, setAsked] = useState<{ act: SittingAct; rows: readonly Row[] } | null>(null);
  const begun = (bulkId: string) => {
    store.expect(bulkId);
    setAsked(null);
    onBegun();
  };
  return (
    <div className="buttons">
      <Suspense fallback={null}>
        <Buttons rows={rows} isPaused={exam.paused_since !== null} onChoice={(act) => setAsked({ act, rows })} />
        {asked && <BulkDialog {...asked} sitting={exam.id} onClose={() => setAsked(null)} onBegun={begun} />}
      </Suspense>
    </div>
  );
}
