import { sql, UniqueIntegrityConstraintViolationError, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { idRow, none, rowOf, toJson, toTimestamp } from './columns.ts';
import { insertEffects, type PlannedEffectRow } from './effects.ts';
import { textOf } from './notes.ts';

/** A row of the projection, as the workflow writes it. Instants are epoch milliseconds. */
export interface ProjectedAttempt {
  attemptCode: string;
  version: number;
  status: string;
  externalId: string | null;
  startedAt: number | null;
  completedAt: number | null;
  allowedTimeLimitMins: number | null;
  allowedSeconds: number | null;
  timeRemainingSeconds: number | null;
  takingAsProctored: boolean;
  isStatusAcknowledged: boolean;
  isResumable: boolean;
  readyToResume: boolean;
  resumed: boolean;
  deletedAt: number | null;
  modifiedAt: number;
  /** End of the running clock; null when nothing runs. */
  expiresAt: number | null;
  /** The workflow's whole state, for starting a lost workflow again. */
  state: unknown;
}

export interface TransitionRow {
  event: string;
  fromStatus: string | null;
  toStatus: string;
  actorKind: string;
  actorUserId: number | null;
  reason: string | null;
  noteId: string | null;
  /** Of the API's request that it came from. */
  requestId: string | null;
  /** What the learner's clock said, in seconds; null before the start. */
  clockSeconds: number | null;
  at: number;
}

/**
 * Writes the row unless a higher version is there already, with its history row and the intent of its effects, in one
 * statement. Returns whether it did; false when it was too late.
 */
export async function projectAttempt(
  db: CommonQueryMethods,
  row: ProjectedAttempt,
  change: TransitionRow,
  effects: readonly PlannedEffectRow[],
): Promise<boolean> {
  const written = await db.maybeOne(sql.prepared('project_attempt', idRow)`
    with written as (
      update attempt set
        version = ${row.version}, status = ${row.status}, external_id = ${row.externalId},
        vendor_attempt_id = coalesce(${row.externalId}, vendor_attempt_id),
        started_at = ${toTimestamp(row.startedAt)}, completed_at = ${toTimestamp(row.completedAt)},
        allowed_time_limit_mins = ${row.allowedTimeLimitMins}, allowed_seconds = ${row.allowedSeconds},
        time_remaining_seconds = ${row.timeRemainingSeconds}, taking_as_proctored = ${row.takingAsProctored},
        is_status_acknowledged = ${row.isStatusAcknowledged}, is_resumable = ${row.isResumable},
        ready_to_resume = ${row.readyToResume}, resumed = ${row.resumed}, registering = false,
        deleted_at = ${toTimestamp(row.deletedAt)}, modified = ${toTimestamp(row.modifiedAt)},
        expires_at = ${toTimestamp(row.expiresAt)}, state = ${toJson(row.state)}
      where attempt_code = ${row.attemptCode} and version < ${row.version}
      returning id
    ), recorded as (
      insert into attempt_transition
        (attempt_id, version, event, from_status, to_status, actor_kind, actor_user_id, reason, request_id, clock_seconds, at)
      select id, ${row.version}, ${change.event}, ${change.fromStatus}, ${change.toStatus}, ${change.actorKind},
        ${change.actorUserId}, ${textOf(change.noteId, change.reason)}, ${change.requestId}, ${change.clockSeconds}::float8, ${toTimestamp(change.at)}
      from written
    ), planned as (${insertEffects(effects, change.at)})
    select id from written`);
  return written !== null;
}

const latestRow = rowOf({ event: z.string(), state: z.unknown() });

/** The projected state and the event that led to it, null without a row. */
export async function findLatestChange(db: CommonQueryMethods, attemptCode: string) {
  return await db.maybeOne(sql.type(latestRow)`
    select t.event, a.state from attempt a join attempt_transition t on t.attempt_id = a.id and t.version = a.version
    where a.attempt_code = ${attemptCode}`);
}

export interface ReservationRow {
  attemptCode: string;
  userId: number;
  examId: number;
  takingAsProctored: boolean;
  isSampleAttempt: boolean;
  examType: string;
  /** Name of the back-end; null for an exam without proctoring. */
  backend: string | null;
  reviewPolicyId: number | null;
  timeRemainingSeconds: number | null;
  at: number;
}

/** If a registration takes longer than this, its process has died or its caller has stopped waiting. */
const STALE_RESERVATION = sql.fragment`interval '45 seconds'`;

/** Makes room by removing another reservation that will come to nothing; returns whether there was one. */
async function deleteStaleReservation(db: CommonQueryMethods, row: ReservationRow): Promise<boolean> {
  const { rowCount } = await db.query(sql.type(none)`
    delete from attempt where user_id = ${row.userId} and exam_id = ${row.examId} and registering
      and attempt_code <> ${row.attemptCode} and created < ${toTimestamp(row.at)} - ${STALE_RESERVATION}`);
  return rowCount > 0;
}

async function insertPlace(db: CommonQueryMethods, row: ReservationRow): Promise<number> {
  return await db.oneFirst(sql.type(idRow)`
    insert into attempt (attempt_code, user_id, exam_id, status, taking_as_proctored, is_sample_attempt,
      exam_type, backend, review_policy_id, time_remaining_seconds, registering, created, modified, version, state)
    values (${row.attemptCode}, ${row.userId}, ${row.examId}, 'created', ${row.takingAsProctored},
      ${row.isSampleAttempt}, ${row.examType}, ${row.backend}, ${row.reviewPolicyId}, ${row.timeRemainingSeconds}, true,
      ${toTimestamp(row.at)}, ${toTimestamp(row.at)}, 0, '{}')
    on conflict (attempt_code) do update set attempt_code = excluded.attempt_code
    returning id`);
}

/**
 * Takes the learner's place for an exam, for a row that no reader sees yet. Repeating it for the same code returns the
 * same id. Throws the unique violation `attempt_one_current` or `attempt_one_registration` for the second of two
 * requests.
 */
export async function insertReservation(db: CommonQueryMethods, row: ReservationRow): Promise<number> {
  try {
    return await insertPlace(db, row);
  } catch (error) {
    if (!(error instanceof UniqueIntegrityConstraintViolationError)) throw error;
    if (!(await deleteStaleReservation(db, row))) throw error;
    return await insertPlace(db, row);
  }
}

/**
 * Whether the learner has an attempt on the exam that lets no other take its place. One that is only being made is none:
 * it may come to nothing yet, or has just done so.
 */
export async function hasCurrentAttempt(
  db: CommonQueryMethods,
  { userId, examId }: Pick<ReservationRow, 'userId' | 'examId'>,
): Promise<boolean> {
  return await db.exists(sql.type(none)`
    select 1 from live_attempt
    where user_id = ${userId} and exam_id = ${examId}
      and not is_sample_attempt and not ready_to_resume and not resumed`);
}

/**
 * Notes what the vendor is asked with, before it is: its id of the exam, and whether its id of the attempt is a secret.
 */
export async function recordRegistration(
  db: CommonQueryMethods,
  attemptCode: string,
  { examExternalId, hasSecretLocator }: { examExternalId: string | null; hasSecretLocator: boolean },
): Promise<void> {
  await db.query(sql.type(none)`
    update attempt set exam_external_id = ${examExternalId}, has_secret_locator = ${hasSecretLocator}
    where attempt_code = ${attemptCode} and registering`);
}

/** Gives the place back; a row that became an attempt meanwhile stays. */
export async function deleteReservation(db: CommonQueryMethods, attemptCode: string): Promise<void> {
  await db.query(sql.type(none)`delete from attempt where attempt_code = ${attemptCode} and registering`);
}

/** The workflow's state as last projected, null for an unknown code or a mere reservation. */
export async function findProjectedState(db: CommonQueryMethods, attemptCode: string): Promise<unknown> {
  return await db.maybeOneFirst(
    sql.type(rowOf({ state: z.unknown() }))`
      select state from attempt where attempt_code = ${attemptCode} and not registering`,
  );
}

/** The review of a removed attempt no longer counts as active. */
export async function deactivateReview(db: CommonQueryMethods, attemptCode: string): Promise<void> {
  await db.query(sql.type(none)`
    update review set is_attempt_active = false where attempt_code = ${attemptCode} and is_attempt_active`);
}

export interface IgnoredEvent {
  attemptCode: string;
  event: string;
  refusal: string;
  actorKind: string;
  actorUserId: number | null;
  at: number;
}

/** Leaves a trace of a message that changed nothing. */
export async function recordIgnoredEvent(db: CommonQueryMethods, row: IgnoredEvent): Promise<void> {
  await db.query(sql.type(none)`
    insert into attempt_ignored_event (attempt_id, event, refusal, actor_kind, actor_user_id, at)
    select id, ${row.event}, ${row.refusal}, ${row.actorKind}, ${row.actorUserId}, ${toTimestamp(row.at)}
    from attempt where attempt_code = ${row.attemptCode}`);
}
