import type { Row } from '../api/shapes.ts';
import { attentionOf, compareAttention, compareInstants, type Attention } from '../../rules/board/attention.ts';
import { learnerName } from './learner-name.ts';
import { NameOrder } from './name-order.ts';

export const SORTS = ['attention', 'name', 'end', 'heard', 'status'] as const;
export type Sort = (typeof SORTS)[number];

/** A row with what the order of the moment needs; instants in epoch milliseconds. */
export interface RankedRow {
  row: Row;
  attention: Attention;
  /** Place of the learner's name in the alphabet. */
  name: number;
}

const names = new NameOrder();

/** What a row needs attention for, as long as it and what was heard of it are the same. */
const known = new WeakMap<Row, RankedRow>();

/** When the page of a row was last heard from; null where that is not expected. */
type Heard = (row: Row) => number | null;

/** Ranks rows at `now`. `silentAfterMs`: how long a page may be silent. A row that ranks as before is the same object. */
export function rankRows(
  rows: readonly Row[],
  { heardAt, now, silentAfterMs }: { heardAt: Heard; now: number; silentAfterMs: number },
): RankedRow[] {
  for (const row of rows) names.add(learnerName(row));
  return rows.map((row) => {
    const { status, ends, paused, effects, waiting } = row;
    const attention = attentionOf({ status, ends, heard: heardAt(row), paused, effects, waiting }, now, silentAfterMs);
    const name = names.placeOf(learnerName(row));
    const before = known.get(row);
    if (before?.attention === attention && before.name === name) return before;
    const ranked = { row, attention, name };
    known.set(row, ranked);
    return ranked;
  });
}

type Compare = (one: RankedRow, other: RankedRow) => number;

const byName: Compare = (one, other) => one.name - other.name || one.row.id - other.row.id;
const byEnd: Compare = ({ row: one }, { row: other }) => compareInstants(one.ends, other.ends);
const byHeard: Compare = ({ row: one }, { row: other }) => compareInstants(one.heard, other.heard);
const byStatus: Compare = ({ row: { status: one } }, { row: { status: other } }) =>
  one === other ? 0 : one < other ? -1 : 1;

const COMPARES: Record<Sort, Compare> = {
  attention: (one, other) => compareAttention(one, other) || byName(one, other),
  name: byName,
  end: (one, other) => byEnd(one, other) || byName(one, other),
  heard: (one, other) => byHeard(one, other) || byName(one, other),
  status: (one, other) => byStatus(one, other) || byName(one, other),
};

/** The rows in order; the given array is left as it is. */
export function sortRows(rows: readonly RankedRow[], sort: Sort): RankedRow[] {
  return rows.toSorted(COMPARES[sort]);
}
