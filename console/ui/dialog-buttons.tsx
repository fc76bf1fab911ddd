import type { ReactNode } from 'react';
import { t } from '../words/words.ts';

interface DialogButtonsProps {
  onClose: () => void;
  isSending: boolean;
  /** What sending does cannot simply be taken back. */
  isGrave?: boolean;
  isDisabled?: boolean;
  /** There is nothing left to cancel. */
  isDone?: boolean;
  /** What the button says that sends the form. */
  children: ReactNode;
  /** Buttons before the others. */
  others?: ReactNode;
}

/** The end of a form in a dialog: a way back, and the button that sends it. */
export function DialogButtons({
  onClose,
  isSending,
  isGrave = false,
  isDisabled = false,
  isDone = false,
  children,
  others,
}: DialogButtonsProps) {
  return (
    <div className="dialog-buttons">
      {others}
      <button type="button" className="button" onClick={onClose}>
        {t(isDone ? 'close' : 'cancel')}
      </button>
      <button
        type="submit"
        className={`button ${isGrave ? 'button-grave' : 'button-main'}`}
        disabled={isDisabled}
        aria-busy={isSending}
      >
        {children}
      </button>
    </div>
  );
}
