/** Lists have pages of this size unless their callers may choose (rest-api §2.7). */
export const PAGE_SIZE = 25;

export interface Page {
  number: number;
  total: number;
  offset: number;
  hasPrevious: boolean;
  hasNext: boolean;
}

/** The page that is shown when `wanted` is asked for: out of range is the last one, and nothing at all is one page. */
export function pageOf(count: number, wanted: number, size = PAGE_SIZE): Page {
  const total = Math.max(1, Math.ceil(count / size));
  const number = wanted < 1 || wanted > total ? total : wanted;
  return { number, total, offset: (number - 1) * size, hasPrevious: number > 1, hasNext: number < total };
}
