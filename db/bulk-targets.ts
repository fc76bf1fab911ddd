import { sql, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { z } from 'zod';
import type { StaffRole } from '../rules/attempt/events.ts';
import { FOLLOW_UPS, OPEN_OUTCOMES, OUTCOME_NAMES, type FollowUp, type TargetOutcome } from '../rules/bulk/targets.ts';
import type { Status } from '../rules/attempt/statuses.ts';
import { instant, none, rowOf, toJson, toTimestamp, wholeNumber } from './columns.ts';
import { isFoundBy } from './person-search.ts';

const candidateRow = rowOf({ id: wholeNumber, state: z.unknown() });

/**
 * Which attempts of a course a bulk act is for: those named, the newest of each learner that the filter finds, or
 * those of an exam whose clock runs or is paused.
 */
export type TargetChoice =
  | { ids: readonly number[] }
  | { examId: number; statuses: readonly Status[] | null; search: string | null }
  | { sittingExamId: number };

function conditionsOf(choice: TargetChoice) {
  if ('ids' in choice) return [sql.fragment`a.id = any(${sql.array(choice.ids, 'int8')})`];
  if ('sittingExamId' in choice) {
    return [sql.fragment`a.exam_id = ${choice.sittingExamId} and a.expires_at is not null`];
  }
  const { examId, statuses, search } = choice;
  return [
    // As a list: where an exam has just filled, Postgres knows of few rows, and would compare each attempt with each group.
    sql.fragment`a.exam_id = ${examId} and a.id = any(array(select head_id from attempt_group where exam_id = ${examId}))`,
    ...(statuses === null ? [] : [sql.fragment`a.status = any(${sql.array(statuses, 'text')})`]),
    ...(search === null ? [] : [isFoundBy(search)]),
  ];
}

/** The chosen attempts of the course with their states, those whose time ends first before the others; at most `limit`. */
export async function listCandidates(
  db: CommonQueryMethods,
  { courseId, choice, limit }: { courseId: string; choice: TargetChoice; limit: number },
) {
  return await db.any(sql.type(candidateRow)`
    select a.id, a.state
    from live_attempt a join exam on exam.id = a.exam_id join person on person.id = a.user_id
    where exam.course_id = ${courseId} and ${sql.join(conditionsOf(choice), sql.fragment` and `)}
    order by a.expires_at, a.id limit ${limit}`);
}

const toDoRow = rowOf({
  position: wholeNumber,
  attemptId: wholeNumber,
  attemptCode: z.string(),
  examId: wholeNumber,
  outcome: z.enum(OUTCOME_NAMES),
  tries: wholeNumber,
  askedBy: wholeNumber,
  askedRole: z.custom<StaffRole>(),
  askedAt: instant,
  /** Number of the change that the act made; null if it made none. */
  version: wholeNumber.nullable(),
});

/** An attempt whose turn comes, with who asked for what is to be done to it, and when in epoch milliseconds. */
export type BulkTarget = z.output<typeof toDoRow>;

const isOpen = sql.fragment`outcome = any(${sql.array(OPEN_OUTCOMES, 'text')})`;

/** The next attempts of a bulk act, those that could not be told before last. */
export async function listTargetsToDo(db: CommonQueryMethods, bulkId: string, limit: number) {
  return await db.any(sql.type(toDoRow)`
    select t.position, t.attempt_id, a.attempt_code, a.exam_id, t.outcome, t.tries, coalesce(t.asked_by, b.by_user_id) as asked_by,
      coalesce(t.asked_role, b.role) as asked_role, coalesce(t.asked_at, b.begun_at) as asked_at,
      (select version from attempt_transition made
        where made.attempt_id = t.attempt_id and made.bulk_id = b.id and made.event <> 'undo' limit 1) as version
    from bulk_target t join bulk b on b.id = t.bulk_id join attempt a on a.id = t.attempt_id
    where t.bulk_id = ${bulkId} and t.${isOpen} order by t.tries, t.position limit ${limit}`);
}

const STARTS_UNDER_WAY = sql.fragment`interval '15 seconds'`;

/**
 * Adds attempts that began while an act on their sitting was previewed and begun: what holds for those who begin later did not
 * hold yet, or was not known. Does nothing for other acts. Returns how many there were.
 */
export async function insertLateStarters(db: CommonQueryMethods, bulkId: string): Promise<number> {
  const added = await db.any(sql.type(none)`
    insert into bulk_target (bulk_id, position, attempt_id)
    select b.id, (select coalesce(max(position), 0) from bulk_target where bulk_id = b.id)
      + row_number() over (order by a.expires_at, a.id), a.id
    from bulk b join live_attempt a on a.exam_id = b.sitting_exam_id and a.expires_at is not null
    where b.id = ${bulkId} and b.begun_at is not null and a.started_at between b.previewed_at - ${STARTS_UNDER_WAY} and b.begun_at + ${STARTS_UNDER_WAY}
      and (b.wish->>'act' = 'extra-time' or (a.paused_at is null) = (b.wish->>'act' = 'pause'))
      and not exists (select 1 from bulk_target t where t.bulk_id = b.id and t.attempt_id = a.id)
      and not exists (select 1 from attempt_transition m where m.attempt_id = a.id and m.bulk_id = b.id)
    on conflict do nothing returning position`);
  return added.length;
}

/** Writes down what became of an attempt, unless something else is to be done to it by now. */
export async function saveOutcome(
  db: CommonQueryMethods,
  bulkId: string,
  {
    position,
    outcome,
    settled,
    detail,
  }: Pick<BulkTarget, 'position' | 'outcome'> & {
    settled: TargetOutcome;
    detail: string | null;
  },
): Promise<void> {
  await db.query(sql.type(none)`
    update bulk_target set outcome = ${settled}, detail = ${detail}
    where bulk_id = ${bulkId} and position = ${position} and outcome = ${outcome}`);
}

/** Counts a try that got no answer. */
export async function countTry(db: CommonQueryMethods, bulkId: string, position: number): Promise<void> {
  await db.query(sql.type(none)`
    update bulk_target set tries = tries + 1 where bulk_id = ${bulkId} and position = ${position}`);
}

/** Has the attempts tried again, or undone; returns how many there are. */
export async function reopenTargets(
  pool: DatabasePool,
  bulkId: string,
  {
    what,
    by,
    at,
    undoUntil,
  }: { what: FollowUp; by: { userId: number; role: StaffRole }; at: number; undoUntil: number | null },
): Promise<number> {
  const { from, to } = FOLLOW_UPS[what];
  return await pool.transaction(async (tx) => {
    const asked = await tx.any(sql.type(none)`
      update bulk_target set outcome = ${to}, detail = null, tries = 0, asked_by = ${by.userId}, asked_role = ${by.role},
        asked_at = ${toTimestamp(at)}
      where bulk_id = ${bulkId} and outcome = any(${sql.array(from, 'text')}) returning position`);
    if (asked.length > 0) {
      await tx.query(sql.type(none)`
        update bulk set finished_at = null, undo_until = greatest(undo_until, ${toTimestamp(undoUntil)})
        where id = ${bulkId}`);
    }
    return asked.length;
  });
}

const countRow = rowOf({ outcome: z.enum(OUTCOME_NAMES), count: wholeNumber });

/** How many attempts of a bulk act have each outcome. */
export async function countOutcomes(db: CommonQueryMethods, bulkId: string): Promise<Record<TargetOutcome, number>> {
  const counts = await db.any(sql.type(countRow)`
    select outcome, count(*)::int from bulk_target where bulk_id = ${bulkId} group by outcome`);
  const none = Object.fromEntries(OUTCOME_NAMES.map((name) => [name, 0])) as Record<TargetOutcome, number>;
  return { ...none, ...Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count])) };
}

/** What boards are told of a bulk act. */
export interface BulkProgress {
  bulkId: string;
  /** Attempts with which all went as it was asked. */
  done: number;
  failed: number;
}

/** Tells the boards of these exams how far the act is. */
export async function notifyProgress(
  db: CommonQueryMethods,
  examIds: readonly number[],
  progress: BulkProgress,
): Promise<void> {
  await db.query(sql.type(none)`
    select pg_notify('bulk', (jsonb_build_object('examId', exam_id) || ${toJson(progress)})::text)
    from unnest(${sql.array(examIds, 'int8')}) as exam (exam_id)`);
}

const resultRow = rowOf({
  position: wholeNumber,
  attemptId: wholeNumber,
  examId: wholeNumber,
  learner: z.object({ id: wholeNumber, username: z.string(), fullName: z.string() }),
  outcome: z.enum(OUTCOME_NAMES),
  detail: z.string().nullable(),
});

/** What became of the attempts whose position is above `after`, in their order. */
export async function listResults(
  db: CommonQueryMethods,
  { bulkId, outcome, after, limit }: { bulkId: string; outcome: TargetOutcome | null; after: number; limit: number },
) {
  return await db.any(sql.type(resultRow)`
    select t.position, t.attempt_id, a.exam_id, t.outcome, t.detail,
      person.id as "learner.id", person.username as "learner.username", person.full_name as "learner.full_name"
    from bulk_target t join attempt a on a.id = t.attempt_id join person on person.id = a.user_id
    where t.bulk_id = ${bulkId} and t.position > ${after} and (${outcome}::text is null or t.outcome = ${outcome})
    order by t.position limit ${limit}`);
}
