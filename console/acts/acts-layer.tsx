import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Row } from '../api/shapes.ts';
import type { Done, Payload } from './act.ts';
import { ActsContext, type Surroundings } from './acts-context.ts';
import type { ActName } from './names.ts';
import { UndoBar, type Undoable } from './undo-bar.tsx';

const loadDialog = () => import('./act-dialog.tsx');
const ActDialog = lazy(loadDialog);
/** Once the page is there, so that acts can be asked for without a connection too. */
const DIALOG_LOADED_AFTER_MS = 2_000;

interface Asked {
  act: ActName;
  row: Row;
  around: Surroundings;
  payload: Payload | undefined;
}

/** Holds the form of an act while one is open, and the bar of what can still be undone. */
export function ActsLayer({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [undoable, setUndoable] = useState<readonly Undoable[]>([]);
  useEffect(() => {
    const timer = setTimeout(() => void loadDialog().catch(() => null), DIALOG_LOADED_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const ask = useCallback(
    (act: ActName, row: Row, around: Surroundings, payload?: Payload) => setAsked({ act, row, around, payload }),
    [],
  );
  const onDone = useCallback(({ act, row, answer, around }: Done) => {
    const undo = answer?.undo;
    if (answer?.attempt) around.onRow(answer.attempt);
    if (undo) setUndoable((before) => [...before, { ...undo, act, row, onRow: around.onRow }]);
  }, []);
  const drop = useCallback((id: string) => setUndoable((before) => before.filter((each) => each.id !== id)), []);
  const close = useCallback(() => setAsked(null), []);
  return (
    <ActsContext value={ask}>
      {children}
      <Suspense fallback={null}>
        {asked && <ActDialog key={`${asked.act} ${asked.row.id}`} {...asked} onClose={close} onDone={onDone} />}
      </Suspense>
      <UndoBar undoable={undoable} onGone={drop} />
    </ActsContext>
  );
}
