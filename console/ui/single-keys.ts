import { useEffect } from 'react';
import { readChoice } from './kept-choice.ts';

const TYPED_IN = 'input:not([type=checkbox]), textarea, select, [contenteditable]';

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(TYPED_IN) !== null;
}

/** Single keys that act, unless they are switched off, something is typed, or a dialog is open. */
export function useSingleKeys(keys: Record<string, () => void>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event)) return;
      const work = keys[event.key];
      if (!work || document.querySelector('dialog[open]')) return;
      if (readChoice('keys', ['on', 'off'], 'on') === 'off') return;
      event.preventDefault();
      work();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
