import type { AttemptRow, SnapshotRow } from './source/rows.ts';

/** An attempt had this status from `at` on, epoch milliseconds. */
export interface Step {
  status: string;
  at: number;
  /** Null: it is not on record. */
  byUserId: number | null;
}

export interface RecordedHistory {
  /** What the attempt was from `at` on. */
  snapshots: readonly SnapshotRow[];
  /** What it was until `at`, as older versions kept it. */
  archived: readonly SnapshotRow[];
}

/** What the row itself tells about its past. */
function stepsOfRow({ created, started_at: startedAt, completed_at: completedAt }: AttemptRow): Step[] {
  const known: [string, number | null][] = [
    ['created', created],
    ['started', startedAt],
    ['submitted', completedAt],
  ];
  return known.flatMap(([status, at]) => (at === null ? [] : [{ status, at, byUserId: null }]));
}

function stepsOfArchive({ created }: AttemptRow, archived: readonly SnapshotRow[]): Step[] {
  return archived.map(({ status }, place) => ({ status, at: archived[place - 1]?.at ?? created, byUserId: null }));
}

/** Saving an attempt takes moments, so the first snapshot of a whole history is not quite as old as the attempt. */
const MOMENT_MS = 5_000;

/**
 * How an attempt came to its status, as far as that is on record, the oldest first. The last step has the attempt's present
 * status; a removed one ends with the status that it had then.
 */
export function stepsOf(attempt: AttemptRow, { snapshots, archived }: RecordedHistory): Step[] {
  const recorded = snapshots.map(({ status, at, by_user_id: byUserId }) => ({ status, at, byUserId }));
  const recordedFrom = recorded[0]?.at ?? attempt.removed_at ?? Infinity;
  const isWhole = recordedFrom <= attempt.created + MOMENT_MS;
  const before = archived.length > 0 ? stepsOfArchive(attempt, archived) : stepsOfRow(attempt);
  const earlier = isWhole ? [] : before.filter(({ at }) => at < recordedFrom);
  const present = { status: attempt.status, at: attempt.removed_at ?? attempt.modified, byUserId: null };
  const all = [...earlier, ...recorded, present];
  return all.filter(({ status }, place) => status !== all[place - 1]?.status);
}

/** What the vendor called the attempt, also when a decline has hidden it since. */
export function findVendorAttemptId(attempt: AttemptRow, { snapshots, archived }: RecordedHistory): string | null {
  const known = [...archived, ...snapshots].findLast(({ external_id: id }) => id !== null);
  return attempt.external_id ?? known?.external_id ?? null;
}
