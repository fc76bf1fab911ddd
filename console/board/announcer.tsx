import { useCallback, useEffect, useRef, useState } from 'react';
import { tn } from '../words/words.ts';
import type { BoardStore, BulkProgress } from './store.ts';
import type { Summary } from './summary.ts';

const SAID_EVERY_MS = 10_000;

/** How far a bulk act is, in words; empty before anything of it has been done. */
function tellProgress({ done, failed }: BulkProgress): string {
  if (done + failed === 0) return '';
  return [tn('bulk.done', done), ...(failed > 0 ? [tn('bulk.failed', failed)] : [])].join(', ');
}

/** What is new about the board, as sums: how many came into trouble, and how far a bulk act is. */
function useNews(summary: Summary, store: BoardStore): () => string[] {
  const known = useRef<ReadonlySet<number> | null>(null);
  const toldProgress = useRef('');
  const latest = useRef(summary);
  useEffect(() => {
    latest.current = summary;
    if (known.current === null && summary.all > 0) known.current = summary.troubled;
  }, [summary]);
  return useCallback(() => {
    const now = latest.current.troubled;
    const added = now.difference(known.current ?? now).size;
    known.current = now;
    const progress = store.progress ? tellProgress(store.progress) : '';
    const isNew = progress !== toldProgress.current;
    toldProgress.current = progress;
    return [...(added > 0 ? [tn('board.announce', added)] : []), ...(isNew && progress !== '' ? [progress] : [])];
  }, [store]);
}

/** Tells screen readers what is new, at most every ten seconds. */
export function Announcer({ summary, store }: { summary: Summary; store: BoardStore }) {
  const [said, setSaid] = useState({ round: 0, text: '' });
  const takeNews = useNews(summary, store);
  useEffect(() => {
    const timer = setInterval(() => {
      const news = takeNews();
      if (news.length > 0) setSaid(({ round }) => ({ round: round + 1, text: news.join('. ') }));
    }, SAID_EVERY_MS);
    return () => clearInterval(timer);
  }, [takeNews]);
  return (
    <output className="visually-hidden">
      {/* The same words a second time are said only if they are a new element. */}
      <span key={said.round}>{said.text}</span>
    </output>
  );
}
