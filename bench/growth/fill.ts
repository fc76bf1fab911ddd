import { execute } from '../../dev/postgres.ts';

/** A course of its own for every size. */
export const courseOf = (attempts: number) => `course-v1:Growth+Of${attempts}+2030`;
/** Each learner takes every exam of their course. */
export const EXAMS = 10;

/** A learner of the course of that size, counted from 1. */
export const idOf = (attempts: number, learner: number) => attempts * 10 + learner;

/** The learner who is looked for in the course of that size. */
export const soughtLearner = (attempts: number) => idOf(attempts, Math.floor(attempts / EXAMS / 3) + 1);
export const nameOfSought = (attempts: number) => `learner-${soughtLearner(attempts)}-sought`;

/** A year of sittings: groups of attempts begin together, a few seconds apart. */
const SITTING = 300;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Stores a course with so many finished attempts, without triggers, which would take longer than everything else, and
 * then what they would have stored.
 */
export async function fillCourse(databaseUrl: string, attempts: number): Promise<void> {
  const [course, learners] = [courseOf(attempts), attempts / EXAMS];
  const sittings = Math.ceil(attempts / SITTING);
  await execute(
    databaseUrl,
    `set session_replication_role = replica;
     insert into exam (course_id, content_id, exam_name, time_limit_mins, is_active, created, modified)
     select '${course}', 'block-v1:Growth+' || n, 'Exam ' || n, 60, true, now(), now()
     from generate_series(1, ${EXAMS}) n;
     insert into person (id, username, email)
     select n, 'learner-' || n || '-of-${attempts}', md5(n::text) || '@example.org'
     from generate_series(${idOf(attempts, 1)}, ${idOf(attempts, learners)}) n;
     insert into attempt (attempt_code, user_id, exam_id, status, external_id, vendor_attempt_id, backend, started_at,
       completed_at, allowed_time_limit_mins, taking_as_proctored, is_sample_attempt, exam_type, created, modified, version,
       state)
     select 'GROWN-' || exam.id || '-' || n, n, exam.id, 'submitted', 'vendor-' || exam.id || '-' || n,
       'vendor-' || exam.id || '-' || n, 'test', at, at + interval '1 hour', 60, true, false, 'proctored', at, at, 3, '{}'
     from (select id, row_number() over (order by id) - 1 as place from exam where course_id = '${course}') exam,
       generate_series(${idOf(attempts, 1)}, ${idOf(attempts, learners)}) n,
       lateral (select exam.place * ${learners} + n - ${idOf(attempts, 0)} as number) numbered,
       lateral (select timestamptz '2029-01-01' + make_interval(secs =>
         number / ${SITTING} * ${Math.floor(YEAR_SECONDS / sittings)} + number % ${SITTING} * 5.0 / ${SITTING}) as at) moment;
     insert into attempt_group (user_id, exam_id, course_id, head_id, head_created)
     select attempt.user_id, attempt.exam_id, '${course}', attempt.id, attempt.created
     from attempt join exam on exam.id = attempt.exam_id where exam.course_id = '${course}';
     insert into attempt_group_count (course_id, unit, starts_at, count)
     select course_id, unit, date_trunc(unit, head_created, 'UTC'), count(*)
     from attempt_group cross join (values ('day'), ('minute')) units (unit) where course_id = '${course}'
     group by 1, 2, 3`,
  );
  await execute(databaseUrl, 'vacuum (analyze) attempt, exam, person, attempt_group, attempt_group_count');
  // Named afterwards, since a name that happens to be in Postgres' sample would be taken for that of one person in a hundred.
  await execute(
    databaseUrl,
    `update person set username = '${nameOfSought(attempts)}' where id = ${soughtLearner(attempts)}`,
  );
}
