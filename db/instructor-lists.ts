import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';
import { listAttemptsByIds, type Attempt } from './attempts.ts';
import { idRow, rowOf, wholeNumber } from './columns.ts';
import type { GroupFilter, Slice } from './grouped-attempts.ts';
import { isFoundBy } from './person-search.ts';

const ATTEMPT_COLUMNS = {
  username: sql.fragment`person.username`,
  email: sql.fragment`person.email`,
  examName: sql.fragment`exam.exam_name`,
  timeLimit: sql.fragment`coalesce(attempt.allowed_time_limit_mins, exam.time_limit_mins)`,
  examType: sql.fragment`attempt.exam_type`,
  startedAt: sql.fragment`attempt.started_at`,
  completedAt: sql.fragment`attempt.completed_at`,
  status: sql.fragment`attempt.status`,
  readyToResume: sql.fragment`attempt.ready_to_resume`,
} as const satisfies Record<string, FragmentSqlToken>;

const ALLOWANCE_COLUMNS = {
  username: sql.fragment`person.username`,
  email: sql.fragment`person.email`,
  examName: sql.fragment`exam.exam_name`,
  key: sql.fragment`allowance.key`,
  value: sql.fragment`allowance.value`,
} as const satisfies Record<string, FragmentSqlToken>;

/** By which column a list is sorted. */
export interface Ordering<Column extends string> {
  column: Column;
  isDescending: boolean;
}
export type AttemptOrdering = Ordering<keyof typeof ATTEMPT_COLUMNS>;
export type AllowanceOrdering = Ordering<keyof typeof ALLOWANCE_COLUMNS>;

const direction = ({ isDescending }: Ordering<string>) =>
  isDescending ? sql.fragment`desc nulls last` : sql.fragment`asc nulls first`;
const found = (search: string | null) => (search === null ? sql.fragment`true` : isFoundBy(search));

/**
 * The newest attempt of each learner on each exam of a course, in the order of a column and then the newest first. It
 * takes time in proportion to the list; in the order of time alone, `listAttemptGroups` does not.
 */
export async function listHeadsInOrder(
  db: CommonQueryMethods,
  { courseId, search }: GroupFilter,
  ordering: AttemptOrdering,
  { limit, offset }: Slice,
): Promise<Attempt[]> {
  const ids = await db.anyFirst(sql.type(idRow)`
    select attempt.id from attempt_group join attempt on attempt.id = attempt_group.head_id
    join person on person.id = attempt_group.user_id join exam on exam.id = attempt_group.exam_id
    where attempt_group.course_id = ${courseId} and ${found(search)}
    order by ${ATTEMPT_COLUMNS[ordering.column]} ${direction(ordering)}, attempt.created desc, attempt.id desc
    limit ${limit} offset ${offset}`);
  const byId = new Map((await listAttemptsByIds(db, ids)).map((attempt) => [attempt.id, attempt]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const allowanceRow = rowOf({
  id: wholeNumber,
  examId: wholeNumber,
  user: z.object({ id: wholeNumber, username: z.string(), email: z.string() }),
  key: z.string(),
  value: z.string(),
});

/** An allowance on an active exam of a course. */
export type CourseAllowance = z.output<typeof allowanceRow>;

const allowances = ({ courseId, search }: GroupFilter) => sql.fragment`
  from allowance join person on person.id = allowance.user_id join exam on exam.id = allowance.exam_id
  where exam.course_id = ${courseId} and exam.is_active and ${found(search)}`;

export async function countAllowancesOfCourse(db: CommonQueryMethods, filter: GroupFilter): Promise<number> {
  return await db.oneFirst(sql.type(rowOf({ count: wholeNumber }))`select count(*) ${allowances(filter)}`);
}

/** In the order of a column, and then as they were granted. */
export async function listAllowancesInOrder(
  db: CommonQueryMethods,
  filter: GroupFilter,
  ordering: AllowanceOrdering | null,
  { limit, offset }: Slice,
): Promise<readonly CourseAllowance[]> {
  const first = ordering ? sql.fragment`${ALLOWANCE_COLUMNS[ordering.column]} ${direction(ordering)},` : sql.fragment``;
  return await db.any(sql.type(allowanceRow)`
    select allowance.id, exam.id as exam_id, person.id as "user.id", person.username as "user.username",
      person.email as "user.email", allowance.key, allowance.value
    ${allowances(filter)} order by ${first} allowance.id limit ${limit} offset ${offset}`);
}
