import type { CommonQueryMethods } from 'slonik';
import { listExpiredExtraTime, listSignsOfLife, listWaitingAttempts } from '../../db/board-by-time.ts';
import { HEARTBEAT_GAP_MS } from '../../db/heartbeat.ts';
import type { BoardRow } from '../schemas/console/row.ts';

/**
 * The rows of an exam whose end has come by `now`, whose extra time has expired since the last look, or whose effects wait for
 * long since or no longer; their ids. Epoch milliseconds.
 */
export async function findChangedByTime(
  db: CommonQueryMethods,
  examId: number,
  { rows, since, now }: { rows: readonly BoardRow[]; since: number; now: number },
): Promise<number[]> {
  const ended = rows.filter(({ ends }) => ends !== null && ends < now).map(({ id }) => id);
  const slow = new Set(await listWaitingAttempts(db, examId, now));
  const changed = rows.filter(({ id, effects }) => slow.has(id) !== effects[0] > 0).map(({ id }) => id);
  return [...ended, ...changed, ...(await listExpiredExtraTime(db, examId, { since, now }))];
}

/** Writes the latest signs of life into the rows; answers the ids of those that were silent for so long that it is a gap. */
export async function hearPages(db: CommonQueryMethods, rows: readonly BoardRow[]): Promise<number[]> {
  const heard = new Map(rows.filter((row) => row.heard !== null).map((row) => [row.id, row]));
  if (heard.size === 0) return [];
  const again: number[] = [];
  for (const { attemptId, lastPingAt } of await listSignsOfLife(db, [...heard.keys()])) {
    const row = heard.get(attemptId);
    if (!row || row.heard === null) continue;
    if (lastPingAt - row.heard > HEARTBEAT_GAP_MS) again.push(attemptId);
    row.heard = Math.max(row.heard, lastPingAt);
  }
  return again;
}
