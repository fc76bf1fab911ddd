import { signToken } from '../../dev/people.ts';
import { execute } from '../../dev/postgres.ts';

const FIRST = 7_000_001;
const LEARNERS = 200;

/** A learner with a running timed attempt. */
export interface Poller {
  attemptId: number;
  authorization: string;
}

/** Running attempts, as the store would have written them, of as many learners that one alone does not ask too much. */
export async function seedPollers(databaseUrl: string, key: string): Promise<Poller[]> {
  await execute(
    databaseUrl,
    `insert into person (id, username, email)
     select n, 'poller-' || n, 'poller-' || n || '@example.org'
     from generate_series(${FIRST}, ${FIRST + LEARNERS - 1}) n;
     with polled as (
       insert into exam (course_id, content_id, exam_name, time_limit_mins, is_active, created, modified)
       values ('course-v1:Bench+Polls+2030', 'block-v1:Bench+polled', 'Final', 180, true, now(), now())
       returning id)
     insert into attempt (id, attempt_code, user_id, exam_id, status, started_at, allowed_time_limit_mins, allowed_seconds,
       taking_as_proctored, is_sample_attempt, exam_type, created, modified, expires_at, version, state)
     select n, 'POLLED-' || n, n, polled.id, 'started', now(), 180, 10800, false, false, 'timed', now(), now(),
       now() + interval '3 hours', 2, '{}'
     from polled, generate_series(${FIRST}, ${FIRST + LEARNERS - 1}) n`,
  );
  const ids = Array.from({ length: LEARNERS }, (_, place) => FIRST + place);
  return await Promise.all(
    ids.map(async (id) => {
      const username = `poller-${id}`;
      const token = await signToken({ username, userId: id, name: 'Bench', email: `${username}@example.org` }, key);
      return { attemptId: id, authorization: `JWT ${token}` };
    }),
  );
}
