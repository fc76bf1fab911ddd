import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import type { ReservationRow } from './attempt-places.ts';
import { none, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';
import { insertChanges, type ChangeRows } from './attempt-transitions.ts';
import { joinSubject, subjectColumns, subjectShape, type EffectSubjectRow } from './effect-subjects.ts';
import { isAloneOnExam } from './learner-on-exam.ts';
import { provedRowOf } from './proved-rows.ts';

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
  /** When the running clock, or the pause that holds it, ends by itself; null when neither is there. */
  expiresAt: number | null;
  pausedAt: number | null;
  pausedMs: number;
  unpausedAt: number | null;
  incidentMins: number;
  /** The workflow's whole state, for starting a lost workflow again. */
  state: unknown;
}

/** The attempt as it was written, with all that its effects are about. */
const writtenSubject = sql.fragment`select ${subjectColumns} from written attempt ${joinSubject}`;
const writtenRow = provedRowOf(subjectShape);

/** What is written with a row, if Postgres gets to it by `notAfter`, in epoch milliseconds. */
export type ChangesInTime = ChangeRows & { notAfter?: number | undefined };

/**
 * A statement that was sent in time may wait in a server that stands still, while the person who asked for it is told
 * that it did not work.
 */
const isInTime = (notAfter: number | undefined) =>
  sql.fragment`coalesce(clock_timestamp() <= ${toTimestamp(notAfter ?? null)}, true)`;

const projection = (row: ProjectedAttempt, { notAfter, ...changes }: ChangesInTime, isAllowed: FragmentSqlToken) =>
  sql.fragment`
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
        expires_at = ${toTimestamp(row.expiresAt)}, paused_at = ${toTimestamp(row.pausedAt)},
        paused_ms = ${row.pausedMs}, unpaused_at = ${toTimestamp(row.unpausedAt)},
        incident_mins = ${row.incidentMins}, state = ${toJson(row.state)}
      where attempt_code = ${row.attemptCode} and version < ${row.version} and ${isInTime(notAfter)} and ${isAllowed}
      returning *
    ), ${insertChanges(changes)}
    ${writtenSubject}`;

/**
 * Writes the row unless a higher version is there already or the time for it is over, with its changes, in one statement.
 * Returns what its effects are about; null when it was too late.
 */
export async function projectAttempt(
  db: CommonQueryMethods,
  row: ProjectedAttempt,
  changes: ChangesInTime,
): Promise<EffectSubjectRow | null> {
  const statement = projection(row, changes, sql.fragment`true`);
  return await db.maybeOne(sql.prepared('project_attempt', writtenRow)`${statement}`);
}

/** The same if the learner has nothing else on the exam; null otherwise too. */
export async function projectLoneAttempt(
  db: CommonQueryMethods,
  row: ProjectedAttempt,
  changes: ChangesInTime,
): Promise<EffectSubjectRow | null> {
  const statement = projection(row, changes, isAloneOnExam);
  return await db.maybeOne(sql.prepared('project_lone_attempt', writtenRow)`${statement}`);
}

/**
 * Takes the learner's place with an attempt of the given id that nobody had to be told of before, and records its first
 * changes, in one statement. Returns what its effects are about; null when there is a row of its code or the
 * time is over. Throws the unique violation `attempt_one_current` or `attempt_one_registration` when the place is taken.
 */
export async function insertAttempt(
  db: CommonQueryMethods,
  id: number,
  place: ReservationRow,
  row: ProjectedAttempt,
  { notAfter, ...changes }: ChangesInTime,
): Promise<EffectSubjectRow | null> {
  return await db.maybeOne(sql.prepared('insert_attempt', writtenRow)`
    with written as (
      insert into attempt (id, attempt_code, user_id, exam_id, exam_type, backend, is_sample_attempt, review_policy_id,
        created, version, status, started_at, allowed_time_limit_mins, allowed_seconds, time_remaining_seconds,
        taking_as_proctored, modified, expires_at, state)
      select ${id}::int8, ${row.attemptCode}, ${place.userId}, ${place.examId}, ${place.examType}, ${place.backend},
        ${place.isSampleAttempt}, ${place.reviewPolicyId}, ${toTimestamp(place.at)}, ${row.version}, ${row.status},
        ${toTimestamp(row.startedAt)}, ${row.allowedTimeLimitMins}, ${row.allowedSeconds}, ${row.timeRemainingSeconds},
        ${row.takingAsProctored}, ${toTimestamp(row.modifiedAt)}, ${toTimestamp(row.expiresAt)}, ${toJson(row.state)}
      where ${isInTime(notAfter)}
      on conflict (attempt_code) do nothing
      returning *
    ), ${insertChanges(changes)}
    ${writtenSubject}`);
}

const latestRow = rowOf({ event: z.string(), state: z.unknown() });

/** The projected state and the event that led to it, null without a row. */
export async function findLatestChange(db: CommonQueryMethods, attemptCode: string) {
  return await db.maybeOne(sql.type(latestRow)`
    select t.event, a.state from attempt a join attempt_transition t on t.attempt_id = a.id and t.version = a.version
    where a.attempt_code = ${attemptCode}`);
}

/** The workflow's state as last projected, null for an unknown code or a mere reservation. */
export async function findProjectedState(db: CommonQueryMethods, attemptCode: string): Promise<unknown> {
  return await db.maybeOneFirst(
    sql.type(rowOf({ state: z.unknown() }))`
      select state from attempt where attempt_code = ${attemptCode} and not registering`,
  );
}

/** The version of an attempt as it was last projected, null for an unknown code or a mere reservation. */
export async function findVersion(db: CommonQueryMethods, attemptCode: string): Promise<number | null> {
  return await db.maybeOneFirst(
    sql.type(rowOf({ version: wholeNumber }))`
      select version from attempt where attempt_code = ${attemptCode} and not registering`,
  );
}

/** The review of a removed attempt no longer counts as active. */
export async function deactivateReview(db: CommonQueryMethods, attemptCode: string): Promise<void> {
  await db.query(sql.type(none)`
    update review set is_attempt_active = false where attempt_code = ${attemptCode} and is_attempt_active`);
}

/** The review of an attempt whose removal was undone counts as active again. */
export async function activateReview(db: CommonQueryMethods, attemptCode: string): Promise<void> {
  await db.query(sql.type(none)`
    update review set is_attempt_active = true where attempt_code = ${attemptCode} and not is_attempt_active`);
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
