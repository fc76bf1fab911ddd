import { useEffect } from 'react';
import { readChoice } from './kept-choice.ts';

const TYPED_IN = 'input:not([type=checkbox]), textarea, select, [contenteditable]';

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(TYPED_IN) !== null;
}

/** A key that waits for another one, and for how long: `g`, then `b`. */
const LEADER = 'g';
const WAITS_MS = 1_500;

let ledAt = Number.NEGATIVE_INFINITY;
/** What each stroke means, since several parts of a page listen to the same one. */
const meanings = new WeakMap<KeyboardEvent, string>();

/** The key, or `g b` for one that follows the leader. */
function meaningOf(event: KeyboardEvent): string {
  const known = meanings.get(event);
  if (known !== undefined) return known;
  const isLed = event.timeStamp - ledAt <= WAITS_MS;
  ledAt = !isLed && event.key === LEADER ? event.timeStamp : Number.NEGATIVE_INFINITY;
  const meaning = isLed ? `${LEADER} ${event.key}` : event.key;
  meanings.set(event, meaning);
  return meaning;
}

/** Single keys that act, unless they are switched off, something is typed, or a dialog is open. */
export function useSingleKeys(keys: Record<string, () => void>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event)) return;
      if (document.querySelector('dialog[open]')) return;
      const work = keys[meaningOf(event)];
      if (!work || readChoice('keys', ['on', 'off'], 'on') === 'off') return;
      event.preventDefault();
      work();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
