import type { Page } from './use-pages.ts';

/** Nobody reads a longer file, and none is to keep the service busy for long. */
const MOST_PAGES = 50;

/** What all pages of a list have, as far as a file of it goes. */
export async function readAll<Item>(
  load: (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>,
): Promise<Item[]> {
  const { signal } = new AbortController();
  const all: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES && (page === 0 || cursor !== null); page += 1) {
    const { items, next }: Page<Item> = await load(cursor, signal);
    all.push(...items);
    cursor = next;
  }
  return all;
}
