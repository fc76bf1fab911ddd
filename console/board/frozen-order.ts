/** Length of the longest part of a list of numbers that rises, not necessarily in one piece. */
function longestRise(numbers: readonly number[]): number {
  const tails: number[] = [];
  for (const number of numbers) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tails[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    tails[low] = number;
  }
  return tails.length;
}

/**
 * How many rows the order that is shown would have to move, add or take away to become the wanted one: the least
 * possible number, so that one row that goes to the top counts as one.
 */
export function countOrderChanges(shown: readonly number[], wanted: readonly number[]): number {
  const places = new Map(shown.map((id, place) => [id, place]));
  const common = wanted.flatMap((id) => places.get(id) ?? []);
  const moved = common.length - longestRise(common);
  return moved + (wanted.length - common.length) + (shown.length - common.length);
}
