import pg from 'pg';
import { updateGroupCounts } from '../../db/grouped-attempts.ts';
import { openPool } from '../../db/pool.ts';
import { BACKEND, FIRST_LEARNER_ID, LEARNERS, OTHERS } from './people.ts';
import { COURSES, EXAM_VALUES, type ExamIds } from './service.ts';

const COUNTED_AT_ONCE = 10_000;

const PEOPLE = `
  insert into person (id, username, email, full_name)
  select ${FIRST_LEARNER_ID} + n, name, name || '@example.com', name
  from generate_series(0, ${LEARNERS - 1}) n, lateral (select 'u' || lpad(n::text, 5, '0') as name) named;
  insert into person (id, username, email, full_name, groups) values
    (${OTHERS.staff}, 'staff', 'staff@example.com', 'staff', '{}'),
    (${OTHERS.poller}, 'poller', 'poller@example.com', 'poller', '{}'),
    (${OTHERS.vendor}, 'vendor', 'vendor@example.com', 'vendor', '{${BACKEND}_review}')`;

const EXAMS = `
  insert into exam (course_id, content_id, exam_name, time_limit_mins, is_proctored, is_active, backend, external_id,
    created, modified)
  select course, block, name, minutes, proctored, true, case when proctored then '${BACKEND}' end,
    case when proctored then 'exam' end, now(), now()
  from (values ${EXAM_VALUES}) as given (course, block, name, minutes, proctored)`;

/** `type` is the kind of exam, in a column that older versions do not have. */
const attempts = (type: { column: string; value: string }) => `
  insert into attempt (attempt_code, user_id, exam_id, status, started_at, completed_at, allowed_time_limit_mins,
    taking_as_proctored, is_sample_attempt, created, modified, version, state ${type.column})
  select 'LISTED-' || exam.id || '-' || n, ${FIRST_LEARNER_ID} + n, exam.id, 'submitted', at, at + interval '1 hour', 90,
    false, false, at, at, 3, '{}' ${type.value}
  from exam, generate_series(0, ${LEARNERS - 1}) n,
    lateral (select timestamptz '2025-01-01' + n * interval '1 minute' as at) moment
  where exam.course_id in ('${COURSES.large}', '${COURSES.huge}')`;

/** Adds the new attempts to the counts of the lists, which the first readers would have to wait for. Older versions have none. */
async function count(client: pg.Client, databaseUrl: string): Promise<void> {
  const { rowCount: hasCounts } = await client.query(`select where to_regclass('attempt_group_change') is not null`);
  if (!hasCounts) return;
  const pool = await openPool(databaseUrl);
  try {
    while ((await updateGroupCounts(pool, COUNTED_AT_ONCE)) > 0);
  } finally {
    await pool.end();
  }
}

/** Fills the database of ours: people, exams, and courses with 10,000 and 100,000 attempts. */
export async function seedOurs(databaseUrl: string): Promise<ExamIds> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(PEOPLE);
    await client.query(EXAMS);
    const { rowCount: knowsType } = await client.query(
      `select from information_schema.columns where table_name = 'attempt' and column_name = 'exam_type'`,
    );
    await client.query(attempts(knowsType ? { column: ', exam_type', value: `, 'timed'` } : { column: '', value: '' }));
    await count(client, databaseUrl);
    await client.query('vacuum (analyze)');
    const { rows } = await client.query<{ id: string; course: string; name: string }>(
      'select id, course_id as course, exam_name as name from exam order by id',
    );
    return examIds(rows);
  } finally {
    await client.end();
  }
}

/** Finds the seeded exams among all. */
export function examIds(exams: readonly { id: string | number; course: string; name: string }[]): ExamIds {
  const of = (course: string, name?: string) =>
    exams.filter((exam) => exam.course === course && (name ?? exam.name) === exam.name).map(({ id }) => Number(id));
  const [timed] = of(COURSES.exams, 'timed');
  const [proctored] = of(COURSES.exams, 'proctored');
  const [polled] = of(COURSES.polled);
  if (!timed || !proctored || !polled) throw new Error('The exams were not stored.');
  return { timed, proctored, polled, listed: of(COURSES.huge) };
}
