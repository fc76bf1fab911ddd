import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';

const actRow = rowOf({
  at: instant,
  /** Number of the change of the attempt, of the act on an allowance, or of the note. */
  version: wholeNumber,
  /** 0 for an act on an allowance, which is about no single attempt. */
  attemptId: wholeNumber,
  by: z.enum(['staff', 'operator']),
  bulkId: z.string().nullable(),
  person: z.string().nullable(),
  courseId: z.string(),
  examId: wholeNumber,
  learner: z.object({ id: wholeNumber, username: z.string(), fullName: z.string() }),
  event: z.string(),
  fromStatus: z.string().nullable(),
  toStatus: z.string().nullable(),
  allowance: z.object({ key: z.string(), value: z.string().nullable(), factor: z.string().nullable() }).nullable(),
  reason: z.string().nullable(),
  /** Until when it can be undone, as long as nothing else has happened; null if it cannot be. */
  undoUntil: wholeNumber.nullable(),
});

/** Something that a person did to an attempt or an allowance, or wrote down about an attempt; `at` in epoch milliseconds. */
export type ActRow = z.output<typeof actRow>;

/** The place of an act in the log. */
export type ActPlace = Pick<ActRow, 'at' | 'attemptId' | 'version'>;

export interface ActFilter {
  courses: readonly string[] | 'all';
  person?: string | undefined;
  attemptId?: number | undefined;
  event?: string | undefined;
  /** In epoch milliseconds. */
  from?: number | undefined;
  to?: number | undefined;
  /** The last one that was seen. */
  after?: ActPlace | undefined;
}

/** Begins the names of what is done to an allowance: `allowance-created`, `-updated` and `-deleted`. */
const ALLOWANCE = 'allowance-';

interface Columns {
  at: FragmentSqlToken;
  attemptId: FragmentSqlToken;
  version: FragmentSqlToken;
  event: FragmentSqlToken;
}

/** The conditions of the filter on one kind of acts. */
function conditionsOf(filter: ActFilter, { at, attemptId, version, event }: Columns) {
  const { courses, person, attemptId: attempt, event: kind, from, to, after } = filter;
  const conditions = [
    courses !== 'all' && sql.fragment`exam.course_id = any(${sql.array(courses, 'text')})`,
    person !== undefined && sql.fragment`actor.username = ${person}`,
    attempt !== undefined && sql.fragment`${attemptId} = ${attempt}`,
    kind !== undefined && sql.fragment`${event} = ${kind}`,
    from !== undefined && sql.fragment`${at} >= ${toTimestamp(from)}`,
    to !== undefined && sql.fragment`${at} < ${toTimestamp(to)}`,
    after !== undefined &&
      sql.fragment`(${at}, ${attemptId}, ${version}) < (${toTimestamp(after.at)}, ${after.attemptId}::int8, ${after.version}::int8)`,
  ].filter((condition) => condition !== false);
  return sql.join([sql.fragment`true`, ...conditions], sql.fragment` and `);
}

const people = sql.fragment`
  actor.username as person, exam.course_id, exam.id as exam_id, learner.id as "learner.id",
  learner.username as "learner.username", learner.full_name as "learner.full_name"`;

const onAttempts = (filter: ActFilter, limit: number) => sql.fragment`
  select t.at, t.version::int8, t.attempt_id, t.actor_kind as by, t.bulk_id, ${people}, t.event, t.from_status, t.to_status,
    null::text as "allowance.key", null::text as "allowance.value", null::text as "allowance.factor", t.reason,
    case when (a.state->'undoable'->>'version')::int8 = t.version
      then (a.state->'undoable'->>'until')::float8::int8 end as undo_until
  from attempt_transition t
  join attempt a on a.id = t.attempt_id
  join exam on exam.id = a.exam_id
  join person learner on learner.id = a.user_id
  left join person actor on actor.id = t.actor_user_id
  where t.actor_kind in ('staff', 'operator') and ${conditionsOf(filter, {
    at: sql.fragment`t.at`,
    attemptId: sql.fragment`t.attempt_id`,
    version: sql.fragment`t.version`,
    event: sql.fragment`t.event`,
  })}
  order by t.at desc, t.attempt_id desc, t.version desc limit ${limit}`;

const onAllowances = (filter: ActFilter, limit: number) => sql.fragment`
  select t.at, t.id, 0::int8, 'staff', null::uuid, ${people}, ${ALLOWANCE} || t.verb, null, null, t.key, t.value, t.factor, t.reason, null
  from allowance_act t
  join exam on exam.id = t.exam_id
  join person learner on learner.id = t.user_id
  left join person actor on actor.id = t.actor_user_id
  where ${conditionsOf(filter, {
    at: sql.fragment`t.at`,
    attemptId: sql.fragment`0::int8`,
    version: sql.fragment`t.id`,
    event: sql.fragment`${ALLOWANCE} || t.verb`,
  })}
  order by t.at desc, t.id desc limit ${limit}`;

const onNotes = (filter: ActFilter, limit: number) => sql.fragment`
  select t.created, t.id, t.attempt_id, 'staff', null::uuid, ${people}, t.kind, null, null, null, null, null, t.text, null
  from staff_note t
  join exam on exam.id = t.exam_id
  join person learner on learner.id = t.user_id
  join person actor on actor.id = t.author_id
  where ${conditionsOf(filter, {
    at: sql.fragment`t.created`,
    attemptId: sql.fragment`t.attempt_id`,
    version: sql.fragment`t.id`,
    event: sql.fragment`t.kind`,
  })}
  order by t.created desc, t.attempt_id desc, t.id desc limit ${limit}`;

/** What staff and operators did and wrote down, the newest first. */
export async function listActs(db: CommonQueryMethods, filter: ActFilter, limit: number): Promise<readonly ActRow[]> {
  return await db.any(sql.type(actRow)`
    select * from (
      (${onAttempts(filter, limit)}) union all (${onAllowances(filter, limit)}) union all (${onNotes(filter, limit)})
    ) as act
    order by at desc, attempt_id desc, version desc limit ${limit}`);
}
