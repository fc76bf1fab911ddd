import type { z } from 'zod';
import { attentionOf, compareAttention } from '../../rules/board/attention.ts';
import type { examBoard } from '../schemas/console/board.ts';
import type { BoardRow } from '../schemas/console/row.ts';

type Board = z.output<typeof examBoard>;

/** Rows that a page can show while the others are on their way: as many as a large screen has. */
const FIRST = 40;
/** Rows that are written at once; between the pieces the process serves others. */
const PIECE = 250;

/** The rows in the order of the board. */
function inOrder({ rows, server_time: now, exam }: Board): BoardRow[] {
  const silentAfterMs = (exam.silent_after_seconds ?? Number.POSITIVE_INFINITY) * 1000;
  return rows
    .map((row) => ({ row, attention: attentionOf(row, now, silentAfterMs) }))
    .toSorted(compareAttention)
    .map(({ row }) => row);
}

const textOf = (rows: readonly BoardRow[]) => JSON.stringify(rows).slice(1, -1);

/**
 * A board as JSON, piece by piece. Its rows come last, in the order of the board, and the only line break in it is behind the
 * first of them, so that whoever reads as it comes can show those already.
 */
export function* writeBoard(board: Board): Generator<string> {
  const { rows: _rows, ...head } = board;
  const rows = inOrder(board);
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[${textOf(rows.slice(0, FIRST))}\n`;
  for (let from = FIRST; from < rows.length; from += PIECE) yield `,${textOf(rows.slice(from, from + PIECE))}`;
  yield ']}';
}
