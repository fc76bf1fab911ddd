export interface OffsetPage {
  count: number;
  limit: number;
  offset: number;
}

/** An address with another place in the list; its query in the order of the names. */
function linkTo(address: URL, { limit, offset }: Pick<OffsetPage, 'limit' | 'offset'>): string {
  const link = new URL(address);
  link.searchParams.set('limit', String(limit));
  if (offset > 0) link.searchParams.set('offset', String(offset));
  else link.searchParams.delete('offset');
  link.searchParams.sort();
  return link.href;
}

/** Absolute addresses of the pages around one, null where there is none; `address` is that of the page itself. */
export function pageLinks(address: URL, { count, limit, offset }: OffsetPage) {
  const hasNext = offset + limit < count;
  return {
    next: hasNext ? linkTo(address, { limit, offset: offset + limit }) : null,
    previous: offset > 0 ? linkTo(address, { limit, offset: Math.max(0, offset - limit) }) : null,
  };
}
