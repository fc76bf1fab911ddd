import { listAttemptsByIds, type Attempt } from '../../db/attempts.ts';
import { readBoard, type StoredBoardRow } from '../../db/board.ts';
import { countRemainingSeconds, endOf, isPaused } from '../../rules/attempt/clock.ts';
import { EFFECTS, type EffectKind } from '../../rules/attempt/effects.ts';
import { readExtraMinutes } from '../../rules/attempt/minutes.ts';
import { isRunning, isStatus } from '../../rules/attempt/statuses.ts';
import { PHASE_OF } from '../../rules/board/phases.ts';
import { findVendor } from '../../vendors/find-vendor.ts';
import type { AppDeps } from '../app-deps.ts';
import { asSeenAt } from '../attempts/as-seen-at.ts';
import type { BoardRow } from '../schemas/console/row.ts';
import type { BoardReading } from './port.ts';

type Deps = Pick<AppDeps, 'pool' | 'clock' | 'vendors' | 'config'>;

const SECOND = 1000;
const TARGETS = { vendor: 'vendor', lms: 'lms', mail: 'mail', siblings: null } as const;

/** Whom an effect of this kind waits for; null if that is nobody outside. */
function targetOf(kind: string | null) {
  return kind !== null && kind in EFFECTS ? TARGETS[EFFECTS[kind as EffectKind].lane] : null;
}

/** How long the pages of a back-end's learners may be silent, in milliseconds; null: for any time. */
export function silentAfter({ vendors }: Pick<Deps, 'vendors'>, backend: string | null): number | null {
  const window = backend === null ? null : (findVendor(vendors, backend)?.heartbeatWindowSeconds ?? null);
  return window === null ? null : window * SECOND;
}

/** What a row shows of a time that is over but that its workflow has not ended yet, by the workflow's own rule. */
function asSeen(row: StoredBoardRow, seen: Attempt | undefined): StoredBoardRow {
  if (!seen) return row;
  const { status, completedAt, allowedSeconds, pausedAt, pausedMs, timeRemainingSeconds } = seen;
  const clock = { allowedSeconds, pausedAt, pausedMs, expiresAt: isRunning(status) ? endOf(seen) : null };
  return { ...row, ...clock, status, completedAt, keptSeconds: status === 'error' ? timeRemainingSeconds : null };
}

function boardRowOf(row: StoredBoardRow): BoardRow {
  const { status, stoppedBy, pausedAt, startedAt, lastPingAt, ids, pendingKind } = row;
  if (!isStatus(status)) throw new Error(`An attempt has the status ${status}, which there is not.`);
  const runs = isRunning(status) && pausedAt === null;
  const isHeard = runs && startedAt !== null && row.backend !== null;
  const waiting = targetOf(pendingKind);
  return {
    id: row.id,
    code: row.code,
    v: row.version,
    learner: [row.userId, row.username, row.fullName],
    exam: row.examId,
    group: null,
    type: row.type,
    status,
    phase: PHASE_OF[status],
    started: startedAt,
    ends: runs ? row.expiresAt : null,
    stopped: row.completedAt ?? stoppedBy?.at ?? null,
    left: isPaused(row) ? countRemainingSeconds(row, row.pausedAt) : row.keptSeconds,
    paused: pausedAt,
    limit: row.allowedSeconds,
    extra: [readExtraMinutes(row.planned) ?? 0, row.incident],
    heard: isHeard ? Math.max(startedAt, lastPingAt ?? startedAt) : null,
    gaps: row.gaps,
    error: stoppedBy && { event: stoppedBy.event, by: stoppedBy.by, reason: stoppedBy.reason },
    waiting,
    waiting_since: waiting && row.pendingSince,
    effects: [row.pending, row.refused],
    review: row.review,
    flag: row.flag,
    notes: row.notes,
    earlier: ids.slice(1),
  };
}

export type RowsWanted = { examIds: readonly number[]; selection: Parameters<typeof readBoard>[1]['selection'] };

/**
 * Rows as they are seen now, and the position in the sequence of changes up to which they are complete. One statement, and
 * a second one if the time of some is over but not ended yet.
 */
export async function readBoardRows(deps: Deps, wanted: RowsWanted, now = deps.clock()): Promise<BoardReading> {
  const { seq, pausedSince, rows } = await readBoard(deps.pool, { ...wanted, now });
  const overdue = rows.filter(({ expiresAt }) => expiresAt !== null && expiresAt < now).map(({ id }) => id);
  const attempts = await listAttemptsByIds(deps.pool, overdue);
  const seen = new Map(attempts.map((attempt) => [attempt.id, asSeenAt(attempt, now, deps.config.flags)]));
  return { seq, pausedSince, rows: rows.map((row) => boardRowOf(asSeen(row, seen.get(row.id)))) };
}
