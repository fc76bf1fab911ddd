import { sql, UniqueIntegrityConstraintViolationError, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { none, rowOf, toTimestamp, wholeNumber } from './columns.ts';
import { joinRegistration, registrationColumns, registrationShape } from './effect-subjects.ts';
import { provedRowOf } from './proved-rows.ts';

/** A learner's place for an exam, with what an attempt keeps from its creation on. */
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

/** The id of the row, whether it was there before, and the vendor's id of the attempt as it was noted then. */
const placeShape = { id: wholeNumber, wasThere: z.boolean(), vendorAttemptId: z.string().nullable() };

const columnsOfPlace = sql.fragment`attempt_code, user_id, exam_id, status, taking_as_proctored, is_sample_attempt,
  exam_type, backend, review_policy_id, time_remaining_seconds, registering, created, modified, version, state`;
const valuesOfPlace = (
  row: ReservationRow,
) => sql.fragment`${row.attemptCode}, ${row.userId}::int8, ${row.examId}::int8,
  'created', ${row.takingAsProctored}::bool, ${row.isSampleAttempt}::bool, ${row.examType}, ${row.backend},
  ${row.reviewPolicyId}::int8, ${row.timeRemainingSeconds}::int4, true, ${toTimestamp(row.at)}, ${toTimestamp(row.at)}, 0,
  '{}'::jsonb`;

/** Inserts with the room that a reservation leaves which will come to nothing. */
async function withRoom<Row>(db: CommonQueryMethods, row: ReservationRow, insert: () => Promise<Row>): Promise<Row> {
  try {
    return await insert();
  } catch (error) {
    if (!(error instanceof UniqueIntegrityConstraintViolationError)) throw error;
    if (!(await deleteStaleReservation(db, row))) throw error;
    return await insert();
  }
}

/**
 * Takes the learner's place for an exam, for a row that no reader sees yet. Repeating it for the same code returns the
 * same id, and that the row was there before. Throws the unique violation `attempt_one_current` or `attempt_one_registration` for the second of two
 * requests.
 */
export async function insertReservation(db: CommonQueryMethods, row: ReservationRow) {
  return await withRoom(db, row, () =>
    db.one(sql.prepared('insert_reservation', rowOf(placeShape))`
      insert into attempt (${columnsOfPlace}) values (${valuesOfPlace(row)})
      on conflict (attempt_code) do update set attempt_code = excluded.attempt_code
      returning id, xmax <> 0 as was_there, vendor_attempt_id`),
  );
}

const registrationRow = provedRowOf({ ...placeShape, ...registrationShape });

/**
 * The same for an attempt that its vendor is asked for next: with what the vendor is asked with, and whether its id of the
 * attempt will be a secret. Answers what the vendor is told.
 */
export async function insertRegistration(db: CommonQueryMethods, row: ReservationRow, hasSecretLocator: boolean) {
  return await withRoom(db, row, () =>
    db.one(sql.prepared('insert_registration', registrationRow)`
      with place as (
        insert into attempt (${columnsOfPlace}, exam_external_id, has_secret_locator)
        select ${valuesOfPlace(row)}, exam.external_id, ${hasSecretLocator}::bool from exam where exam.id = ${row.examId}
        on conflict (attempt_code) do update set attempt_code = excluded.attempt_code
        returning id, xmax <> 0 as was_there, vendor_attempt_id, exam_id, user_id
      )
      select place.id, place.was_there, place.vendor_attempt_id, ${registrationColumns} from place ${joinRegistration}`),
  );
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

/** Whether another attempt than that of the code is being made for the learner on the exam. */
export async function isAnotherBeingMade(
  db: CommonQueryMethods,
  { userId, examId, attemptCode }: Pick<ReservationRow, 'userId' | 'examId' | 'attemptCode'>,
): Promise<boolean> {
  return await db.exists(sql.type(none)`
    select 1 from attempt where user_id = ${userId} and exam_id = ${examId} and registering
      and attempt_code <> ${attemptCode} and created > now() - ${STALE_RESERVATION}`);
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

const registeredRow = rowOf({
  backend: z.string().nullable(),
  examExternalId: z.string().nullable(),
  vendorAttemptId: z.string().nullable(),
});

/**
 * Gives the place back; a row that became an attempt meanwhile stays. Answers what the vendor may know of it, null if
 * there was no place.
 */
export async function deleteReservation(db: CommonQueryMethods, attemptCode: string) {
  return await db.maybeOne(sql.type(registeredRow)`
    delete from attempt where attempt_code = ${attemptCode} and registering
    returning backend, exam_external_id, vendor_attempt_id`);
}
