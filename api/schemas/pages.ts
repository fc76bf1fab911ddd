/** Every list has pages of this size (rest-api §2.7). */
export const PAGE_SIZE = 25;

export interface Page {
  number: number;
  total: number;
  offset: number;
  hasPrevious: boolean;
  hasNext: boolean;
}

/** The page that is shown when `wanted` is asked for: out of range is the last one, and nothing at all is one page. */
export function pageOf(count: number, wanted: number): Page {
  const total = Math.max(1, Math.ceil(count / PAGE_SIZE));
  const number = wanted < 1 || wanted > total ? total : wanted;
  return { number, total, offset: (number - 1) * PAGE_SIZE, hasPrevious: number > 1, hasNext: number < total };
}
