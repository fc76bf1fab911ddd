import type { z } from 'zod';
import { attentionOf, isTrouble } from '../../rules/board/attention.ts';
import { PHASES } from '../../rules/board/phases.ts';
import type { boardCounts } from '../schemas/console/board.ts';
import type { BoardRow } from '../schemas/console/row.ts';

export type BoardCounts = z.output<typeof boardCounts>;

/** Rows by phase at `now`, and those in trouble; `silentAfterMs` is the window of the exam's back-end. */
export function countRows(rows: Iterable<BoardRow>, now: number, silentAfterMs: number | null): BoardCounts {
  const counts = { ...Object.fromEntries(PHASES.map((phase) => [phase, 0])), trouble: 0 } as BoardCounts;
  for (const row of rows) {
    counts[row.phase] += 1;
    if (isTrouble(attentionOf(row, now, silentAfterMs ?? Number.POSITIVE_INFINITY))) counts.trouble += 1;
  }
  return counts;
}
