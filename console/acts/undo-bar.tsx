import { useEffect, useState } from 'react';
import { CallFailed } from '../api/client.ts';
import type { Row, Undo } from '../api/shapes.ts';
import { learnerName } from '../board/learner-name.ts';
import { useMoment } from '../time/ticker.ts';
import { sentenceOf } from '../ui/failure-text.ts';
import { t } from '../words/words.ts';
import type { ActName } from './names.ts';
import { undoAct } from './send-act.ts';

export interface Undoable extends Undo {
  act: ActName;
  row: Row;
  onRow: (row: Row) => void;
}

function Item({ id, until, act, row, onRow, onGone }: Undoable & { onGone: (id: string) => void }) {
  const left = useMoment((now) => Math.max(0, Math.ceil((until - now) / 1000)));
  const [failure, setFailure] = useState<CallFailed | null>(null);
  useEffect(() => {
    if (left === 0) onGone(id);
  }, [left, id, onGone]);
  const undo = async () => {
    try {
      const { attempt } = await undoAct(id);
      if (attempt) onRow(attempt);
      onGone(id);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      setFailure(error);
    }
  };
  return (
    <li className="undo">
      <span>
        {t(`act.${act}`)} · {learnerName(row)}
        {failure && <span className="tone-trouble"> · {sentenceOf(failure)}</span>}
      </span>
      <button type="button" className="button button-small" onClick={() => void undo()}>
        {t('undo')} <span className="numbers">{left} s</span>
      </button>
    </li>
  );
}

/** What was done a moment ago and can still be undone. */
export function UndoBar({ undoable, onGone }: { undoable: readonly Undoable[]; onGone: (id: string) => void }) {
  if (undoable.length === 0) return null;
  return (
    <ul className="undo-bar" aria-label={t('undo.label')}>
      {undoable.map((each) => (
        <Item key={each.id} {...each} onGone={onGone} />
      ))}
    </ul>
  );
}
