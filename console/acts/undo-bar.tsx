import type { Row, Undo } from '../api/shapes.ts';
import { learnerName } from '../board/learner-name.ts';
import { t } from '../words/words.ts';
import type { ActName } from './names.ts';
import { UndoButton } from './undo-button.tsx';

export interface Undoable extends Undo {
  act: ActName;
  row: Row;
  onRow: (row: Row) => void;
}

/** What was done a moment ago and can still be undone. */
export function UndoBar({ undoable, onGone }: { undoable: readonly Undoable[]; onGone: (id: string) => void }) {
  if (undoable.length === 0) return null;
  return (
    <ul className="undo-bar" aria-label={t('undo.label')}>
      {undoable.map(({ id, until, act, row, onRow }) => (
        <li key={id} className="undo">
          <span>
            {t(`act.${act}`)} · {learnerName(row)}
          </span>
          <UndoButton
            id={id}
            until={until}
            onUndone={(attempt) => {
              if (attempt) onRow(attempt);
              onGone(id);
            }}
            onOver={() => onGone(id)}
          />
        </li>
      ))}
    </ul>
  );
}
