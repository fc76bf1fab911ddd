import { isTrouble } from '../../rules/board/attention.ts';
import { PHASES } from '../../rules/board/phases.ts';
import type { Counts } from '../api/shapes.ts';
import type { RankedRow } from './order.ts';

/** What the head of a board says of all its rows; instants in epoch milliseconds. */
export interface Summary {
  all: number;
  /** Clocks that run. */
  running: number;
  /** Ids of the attempts in trouble. */
  troubled: ReadonlySet<number>;
  /** When the first and the last clock that runs comes to its end; null when none runs. */
  ends: { first: number; last: number } | null;
}

/** How many rows there are, by the service's counts of the phases. */
export function countAll(counts: Counts): number {
  return PHASES.reduce((sum, phase) => sum + counts[phase], 0);
}

/** Silences are known to the page before they are told, so trouble is counted from the rows. */
export function summarise(ranked: readonly RankedRow[]): Summary {
  const troubled = new Set<number>();
  let running = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { row, attention } of ranked) {
    if (isTrouble(attention)) troubled.add(row.id);
    if (row.ends === null) continue;
    running += 1;
    first = Math.min(first, row.ends);
    last = Math.max(last, row.ends);
  }
  return { all: ranked.length, running, troubled, ends: running === 0 ? null : { first, last } };
}
