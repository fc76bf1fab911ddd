import { Context } from '@temporalio/activity';
import { UniqueIntegrityConstraintViolationError, type DatabasePool } from 'slonik';
import * as places from '../../db/attempt-places.ts';
import type { OrRefusal } from '../../rules/attempt/refusals.ts';
import type { Place, Reservation } from '../../workflows/exam-attempt/activities.ts';

/** The learner's place for the exam, as the database has it. */
export function placeOf({ attemptCode, request, exam, plan, reviewPolicyId, at }: Reservation): places.ReservationRow {
  return {
    attemptCode,
    userId: request.userId,
    examId: exam.id,
    takingAsProctored: request.takingAsProctored,
    isSampleAttempt: exam.isPracticeExam,
    examType: exam.type,
    backend: exam.backend,
    reviewPolicyId,
    timeRemainingSeconds: plan.carriedSeconds,
    at,
  };
}

/** The row of a place, and whether it was there before. */
type PlaceRow = Awaited<ReturnType<typeof places.insertReservation>>;

/** A place that an attempt has now, with what its row answered. */
export interface TakenPlace<Row> extends Place {
  place: Row;
}

/**
 * Takes the place with `insert`; whoever has it already is an attempt, or one that is only being made.
 */
export async function takePlace<Row extends PlaceRow>(
  pool: DatabasePool,
  reservation: Reservation,
  insert: (row: places.ReservationRow) => Promise<Row>,
): Promise<OrRefusal<TakenPlace<Row> | { isBeingMade: true }>> {
  const row = placeOf(reservation);
  try {
    const place = await insert(row);
    // The tries of one call are no interrupted task: nothing follows from them before it ends.
    const isTakenBefore = place.wasThere && Context.current().info.attempt === 1;
    const known = place.vendorAttemptId === null ? {} : { registeredAs: place.vendorAttemptId };
    return { attemptId: place.id, ...(isTakenBefore && { isTakenBefore, ...known }), place };
  } catch (error) {
    if (!(error instanceof UniqueIntegrityConstraintViolationError)) throw error;
    const isTaken = await places.hasCurrentAttempt(pool, row);
    return isTaken ? { refusal: 'attempt_already_exists' } : { isBeingMade: true };
  }
}
