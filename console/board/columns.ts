/** The columns that can be shown, hidden and moved; the learner always stands first. */
export const COLUMNS = [
  'status',
  'left',
  'ends',
  'heard',
  'extra',
  'group',
  'started',
  'handed_in',
  'code',
  'type',
  'attempts',
  'effects',
  'limit',
] as const;
export type Column = (typeof COLUMNS)[number];

export const DEFAULT_COLUMNS: readonly Column[] = ['status', 'left', 'ends', 'heard', 'extra'];

/** Columns that mean nothing on this board are not offered. */
export function offeredColumns({ isProctored, hasGroups }: { isProctored: boolean; hasGroups: boolean }): Column[] {
  return COLUMNS.filter((column) => (column !== 'heard' || isProctored) && (column !== 'group' || hasGroups));
}

/** The columns with one more at the end, or without it. */
export function toggleColumn(columns: readonly Column[], column: Column): readonly Column[] {
  return columns.includes(column) ? columns.filter((each) => each !== column) : [...columns, column];
}

/** The columns with one of them a place further to the front (-1) or to the end (1). */
export function moveColumn(columns: readonly Column[], column: Column, by: -1 | 1): readonly Column[] {
  const place = columns.indexOf(column);
  const rest = columns.filter((each) => each !== column);
  return rest.toSpliced(Math.max(0, place + by), 0, column);
}

/** The first to go where there is little room. */
const SPARED: readonly Column[] = ['extra', 'ends', 'started', 'handed_in', 'code', 'type', 'attempts', 'limit'];
const MOST_IN_LITTLE_ROOM = 3;

/** The columns that fit beside an open attempt, or in a narrow window. */
export function fitColumns(columns: readonly Column[], isRoomy: boolean): readonly Column[] {
  if (isRoomy || columns.length <= MOST_IN_LITTLE_ROOM) return columns;
  const kept = columns.filter((column) => !SPARED.includes(column));
  return (kept.length > 0 ? kept : columns).slice(0, MOST_IN_LITTLE_ROOM);
}
