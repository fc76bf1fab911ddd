import { useEffect } from 'react';
import type { ActAnswer, Undo } from '../api/shapes.ts';
import { useMoment } from '../time/ticker.ts';
import { sentenceOf } from '../ui/failure-text.ts';
import { useSending } from '../ui/use-sending.ts';
import { t } from '../words/words.ts';
import { undoAct } from './send-act.ts';

interface UndoButtonProps extends Undo {
  onUndone: (attempt: ActAnswer['attempt']) => void;
  /** Its time is over. */
  onOver: () => void;
}

/** Takes an act back, as long as the time for it counts down. */
export function UndoButton({ id, until, onUndone, onOver }: UndoButtonProps) {
  const left = useMoment((now) => Math.max(0, Math.ceil((until - now) / 1000)));
  const { failure, send } = useSending();
  useEffect(() => {
    if (left === 0) onOver();
  }, [left, onOver]);
  const undo = () => void send(async () => onUndone((await undoAct(id)).attempt));
  return (
    <>
      {failure && <span className="tone-trouble">{sentenceOf(failure)}</span>}
      <button type="button" className="button button-small" onClick={undo}>
        {t('undo')} <span className="numbers">{left} s</span>
      </button>
    </>
  );
}
