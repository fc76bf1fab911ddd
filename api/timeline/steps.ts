import type { TransitionRow } from '../../db/timeline.ts';
import { wireTime, wireTimeOrNull } from '../wire/time.ts';

/** A change as its learner sees it. */
export function stepOf(row: TransitionRow) {
  return {
    at: wireTime(row.at),
    event: row.event,
    from: row.fromStatus,
    to: row.toStatus,
    caused_by: row.actorKind,
    time_remaining_seconds: row.clockSeconds,
  };
}

/** The same for staff: who made it, as what and why, and what it made of the clock. */
export function staffStepOf(row: TransitionRow) {
  return {
    ...stepOf(row),
    version: row.version,
    actor: row.actorUsername,
    actor_name: row.actorName,
    actor_role: row.actorRole,
    reason: row.reason,
    category: row.category,
    minutes: row.minutes,
    ends_at: wireTimeOrNull(row.endsAt),
    request_id: row.requestId,
    bulk_id: row.bulkId,
  };
}
