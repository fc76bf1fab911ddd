import { useEffect, useRef, useState } from 'react';
import { tn } from '../words/words.ts';
import type { Summary } from './summary.ts';

const SAID_EVERY_MS = 10_000;

/** Tells screen readers in a sum who has come into trouble, at most every ten seconds. */
export function Announcer({ summary }: { summary: Summary }) {
  const [said, setSaid] = useState({ round: 0, text: '' });
  const known = useRef<ReadonlySet<number> | null>(null);
  const latest = useRef(summary);
  useEffect(() => {
    latest.current = summary;
    if (known.current === null && summary.all > 0) known.current = summary.troubled;
  }, [summary]);
  useEffect(() => {
    const timer = setInterval(() => {
      const now = latest.current.troubled;
      const added = now.difference(known.current ?? now).size;
      known.current = now;
      if (added > 0) setSaid(({ round }) => ({ round: round + 1, text: tn('board.announce', added) }));
    }, SAID_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <output className="visually-hidden">
      {/* The same words a second time are said only if they are a new element. */}
      <span key={said.round}>{said.text}</span>
    </output>
  );
}
