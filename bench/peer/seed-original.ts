import pg from 'pg';
import { BACKEND, LEARNERS, OTHERS } from './people.ts';
import { examIds } from './seed-ours.ts';
import { COURSES, EXAM_VALUES, type ExamIds } from './service.ts';

const OTHER_NAMES = Object.keys(OTHERS)
  .map((name) => `('${name}')`)
  .join(', ');

const PEOPLE = `
  insert into auth_user (username, email, first_name, last_name, password, is_superuser, is_staff, is_active, date_joined)
  select name, name || '@example.com', name, '', '!', false, name = 'staff', true, now()
  from (select 'u' || lpad(n::text, 5, '0') from generate_series(0, ${LEARNERS - 1}) n
    union all values ${OTHER_NAMES}) as named (name);
  insert into auth_group (name) values ('${BACKEND}_review');
  insert into auth_user_groups (user_id, group_id)
  select auth_user.id, auth_group.id from auth_user, auth_group where username = 'vendor'`;

const EXAMS = `
  insert into proctoring_proctoredexam (course_id, content_id, exam_name, time_limit_mins, is_proctored, is_active,
    backend, external_id, is_practice_exam, hide_after_due, created, modified)
  select course, block, name, minutes, proctored, true, '${BACKEND}', case when proctored then 'exam' end, false, false,
    now(), now()
  from (values ${EXAM_VALUES}) as given (course, block, name, minutes, proctored)`;

const ATTEMPTS = `
  insert into proctoring_proctoredexamstudentattempt (attempt_code, user_id, proctored_exam_id, status, started_at,
    completed_at, allowed_time_limit_mins, taking_as_proctored, is_sample_attempt, is_status_acknowledged, is_resumable,
    ready_to_resume, resumed, created, modified)
  select 'LISTED-' || exam.id || '-' || n, learner.id, exam.id, 'submitted', at, at + interval '1 hour', 90, false, false,
    false, false, false, false, at, at
  from proctoring_proctoredexam exam, generate_series(0, ${LEARNERS - 1}) n
    join auth_user learner on learner.username = 'u' || lpad(n::text, 5, '0'),
    lateral (select timestamptz '2025-01-01' + n * interval '1 minute' as at) moment
  where exam.course_id in ('${COURSES.large}', '${COURSES.huge}')`;

/** Fills the database of the original with the same. */
export async function seedOriginal(databaseUrl: string): Promise<ExamIds> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of [PEOPLE, EXAMS, ATTEMPTS, 'vacuum (analyze)']) await client.query(statement);
    const { rows } = await client.query<{ id: number; course: string; name: string }>(
      'select id, course_id as course, exam_name as name from proctoring_proctoredexam order by id',
    );
    return examIds(rows);
  } finally {
    await client.end();
  }
}
