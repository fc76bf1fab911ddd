import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import { EXAM_TYPES } from '../rules/exam.ts';
import { ADDITIONAL_TIME } from '../rules/attempt/minutes.ts';
import { boardPosition } from './board-changes.ts';
import { sittingPausedSince } from './sitting-holds.ts';
import { instant, rowOf, rowsByColumn, seconds, toJsonColumns, toMillis, toTimestamp, wholeNumber } from './columns.ts';

const stoppedBy = z.object({ event: z.string(), by: z.string(), reason: z.string().nullable(), at: instant });

const stored = z.object({
  id: wholeNumber,
  code: z.string(),
  version: wholeNumber,
  userId: wholeNumber,
  username: z.string(),
  fullName: z.string(),
  examId: wholeNumber,
  type: z.enum(EXAM_TYPES),
  status: z.string(),
  backend: z.string().nullable(),
  startedAt: instant.nullable(),
  completedAt: instant.nullable(),
  /** End of the clock while it runs, of the pause while one holds it. */
  expiresAt: instant.nullable(),
  pausedAt: instant.nullable(),
  pausedMs: wholeNumber,
  allowedSeconds: seconds.nullable(),
  /** Kept for a resume; null unless the attempt is in error or may be resumed. */
  keptSeconds: seconds.nullable(),
  /** The value of the allowance for extra time, as it was set. */
  planned: z.string().nullable(),
  incident: wholeNumber,
  lastPingAt: instant.nullable(),
  gaps: wholeNumber,
  /** What put it into error; null in any other status. */
  stoppedBy: stoppedBy.nullable(),
  /** Effects that are pending for more than a minute, with the kind of the oldest and since when. */
  pending: wholeNumber,
  pendingKind: z.string().nullable(),
  pendingSince: instant.nullable(),
  refused: wholeNumber,
  review: z.string().nullable(),
  /** Notes of staff about the learner on the exam, and whether they flag them. */
  notes: wholeNumber,
  flag: z.boolean(),
  /** Of all attempts of the learner on the exam, the newest first; the first is this one. */
  ids: z.array(wholeNumber),
});

/** The newest attempt of a learner on an exam with what a board shows of it; instants in epoch milliseconds. */
export type StoredBoardRow = z.output<typeof stored>;

const boardRow = rowOf({ seq: wholeNumber, pausedSince: instant.nullable(), rows: rowsByColumn(stored) });

/** Which rows are read: of everybody, of the newest attempts of the learners who made these, or of these attempts. */
type Selection = 'everybody' | { learnersOf: readonly number[] } | { attempts: readonly number[] };

/** The attempts that have a row, each with the learner's earlier ones on the exam, the newest first. */
function idsOf(examIds: readonly number[], selection: Selection): FragmentSqlToken {
  if (selection !== 'everybody' && 'attempts' in selection) {
    return sql.fragment`
      select a.exam_id, array(
        select e.id from live_attempt e
        where e.user_id = a.user_id and e.exam_id = a.exam_id and (e.created, e.id) <= (a.created, a.id)
        order by e.created desc, e.id desc) as ids
      from live_attempt a where a.id = any(${sql.array(selection.attempts, 'int8')})`;
  }
  const ofLearners =
    selection === 'everybody'
      ? sql.fragment`true`
      : sql.fragment`user_id in (select user_id from attempt where id = any(${sql.array(selection.learnersOf, 'int8')}))`;
  return sql.fragment`
    select exam_id, array_agg(id order by created desc, id desc) as ids from live_attempt
    where exam_id = any(${sql.array(examIds, 'int8')}) and ${ofLearners}
    group by exam_id, user_id`;
}

/** Notes about each learner on the exams; the latest that says so decides about the flag. */
const notesOf = (examIds: readonly number[]) => sql.fragment`
  select exam_id, user_id, count(*) as notes,
    (array_agg(flag order by id desc) filter (where flag is not null))[1] as flag
  from staff_note where exam_id = any(${sql.array(examIds, 'int8')})
  group by exam_id, user_id`;

/** An effect that is pending for longer shows as waiting. */
export const SLOW = sql.fragment`interval '1 minute'`;

/** Effects that wait for long or were refused, by attempt; both are found by indexes of nothing else. */
const openEffects = (now: number) => sql.fragment`
  select attempt_id, count(*) filter (where outcome = 'pending') as pending,
    count(*) filter (where outcome = 'refused') as refused,
    (array_agg(effect->>'kind' order by planned_at) filter (where outcome = 'pending'))[1] as pending_kind,
    min(planned_at) filter (where outcome = 'pending') as pending_since
  from (
    select attempt_id, outcome, effect, planned_at from attempt_effect
      where outcome = 'pending' and planned_at < ${toTimestamp(now)} - ${SLOW}
    union all
    select attempt_id, outcome, effect, planned_at from attempt_effect where outcome = 'refused'
  ) as unfinished
  group by attempt_id`;

/**
 * Rows of the boards of exams at `now`, with the position in the sequence of changes up to which they are complete, and since
 * when a sitting of them is paused. The extra
 * time that is planned is what counted when the clock began, or what would count if it began now. Always
 * one statement, whose answer Postgres puts together, because a board may have thousands of rows.
 */
export async function readBoard(
  db: CommonQueryMethods,
  { examIds, selection, now }: { examIds: readonly number[]; selection: Selection; now: number },
): Promise<{ seq: number; pausedSince: number | null; rows: StoredBoardRow[] }> {
  return await db.one(sql.type(boardRow)`
    with learner as (${idsOf(examIds, selection)}), open_effect as (${openEffects(now)}),
    noted as (${notesOf(examIds)})
    select ${boardPosition} as seq, (${sittingPausedSince(examIds, now)}) as paused_since, (${toJsonColumns(
      stored,
      sql.fragment`
    select
      a.id, a.attempt_code as "code", a.version, a.user_id as "userId", person.username,
      person.full_name as "fullName", a.exam_id as "examId", a.exam_type as "type", a.status, a.backend,
      ${toMillis(sql.fragment`a.started_at`)} as "startedAt",
      ${toMillis(sql.fragment`a.completed_at`)} as "completedAt",
      ${toMillis(sql.fragment`a.expires_at`)} as "expiresAt", ${toMillis(sql.fragment`a.paused_at`)} as "pausedAt",
      a.paused_ms as "pausedMs", a.allowed_seconds as "allowedSeconds", a.incident_mins as "incident",
      case when a.status in ('error', 'ready_to_resume')
        then coalesce((a.state->'rest'->>'seconds')::float8, a.time_remaining_seconds) end as "keptSeconds",
      extra_time.value as "planned", ${toMillis(sql.fragment`heartbeat.last_ping_at`)} as "lastPingAt",
      case when a.backend is null then 0
        else (select count(*) from attempt_heartbeat_gap gap where gap.attempt_id = a.id) end as "gaps",
      case when a.status = 'error' then (
        select json_build_object('event', t.event, 'by', t.actor_kind, 'reason', t.reason, 'at', ${toMillis(sql.fragment`t.at`)})
        from attempt_transition t where t.attempt_id = a.id and t.to_status = 'error' order by t.version desc limit 1) end as "stoppedBy",
      coalesce(open_effect.pending, 0) as "pending", open_effect.pending_kind as "pendingKind",
      ${toMillis(sql.fragment`open_effect.pending_since`)} as "pendingSince",
      coalesce(open_effect.refused, 0) as "refused", review.review_status as "review",
      coalesce(noted.notes, 0) as "notes", coalesce(noted.flag, false) as "flag", learner.ids
    from learner
    join attempt a on a.id = learner.ids[1]
    join person on person.id = a.user_id
    left join allowance extra_time
      on extra_time.user_id = a.user_id and extra_time.exam_id = a.exam_id and extra_time.key = ${ADDITIONAL_TIME}
        and (extra_time.expires_at is null or extra_time.expires_at > coalesce(a.started_at, ${toTimestamp(now)}))
    left join attempt_heartbeat heartbeat on heartbeat.attempt_id = a.id
    left join open_effect on open_effect.attempt_id = a.id
    left join noted on noted.exam_id = a.exam_id and noted.user_id = a.user_id
    left join review on review.attempt_code = a.attempt_code`,
    )}) as rows`);
}

const examRow = rowOf({ id: wholeNumber });

/** More exams than anybody watches in a day. */
const MOST_EXAMS = 100;

/**
 * Active exams that are taken or due in a period, those that are due first: a clock runs, an attempt was made in it, or the
 * due date is in it. Of the courses named, or of all. Instants in epoch milliseconds.
 */
export async function listExamsOfPeriod(
  db: CommonQueryMethods,
  { courses, from, to }: { courses: readonly string[] | 'all'; from: number; to: number },
): Promise<readonly number[]> {
  const ofCourses =
    courses === 'all' ? sql.fragment`true` : sql.fragment`course_id = any(${sql.array(courses, 'text')})`;
  return await db.anyFirst(sql.type(examRow)`
    select id from exam
    where ${ofCourses} and is_active and (
      due_date between ${toTimestamp(from)} and ${toTimestamp(to)}
      or exists (
        select 1 from live_attempt where exam_id = exam.id and created between ${toTimestamp(from)} and ${toTimestamp(to)})
      or id in (select exam_id from live_attempt where expires_at is not null))
    order by due_date, id limit ${MOST_EXAMS}`);
}
