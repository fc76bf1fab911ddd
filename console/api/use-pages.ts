import { useState } from 'react';
import { CallFailed } from './client.ts';
import { useAnswer, type Answered } from './use-answer.ts';

/** One page of a list, and where the next one begins. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface Paged<Item> {
  answer: Answered<Page<Item>>;
  /** Everything that has been read. */
  items: readonly Item[];
  hasMore: boolean;
  more: () => void;
  moreFailed: CallFailed | null;
}

/** A list that is read page by page, as a person asks for more. */
export function usePages<Item>(
  key: string,
  load: (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>,
): Paged<Item> {
  const answer = useAnswer(key, (signal) => load(null, signal));
  const [further, setFurther] = useState<{ of: Page<Item> | null; items: Item[]; next: string | null }>({
    of: null,
    items: [],
    next: null,
  });
  const [moreFailed, setFailed] = useState<CallFailed | null>(null);
  const first = answer.data;
  const own = further.of === first ? further : { of: first, items: [], next: first?.next ?? null };
  const more = () => {
    setFailed(null);
    load(own.next, new AbortController().signal)
      .then(({ items, next }) => setFurther({ of: first, items: [...own.items, ...items], next }))
      .catch((error: unknown) => {
        if (error instanceof CallFailed) setFailed(error);
        else throw error;
      });
  };
  return { answer, items: [...(first?.items ?? []), ...own.items], hasMore: own.next !== null, more, moreFailed };
}
