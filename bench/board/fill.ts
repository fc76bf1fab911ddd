import { execute } from '../../dev/postgres.ts';

export const COURSE = 'course-v1:Bench+Board+2030';
const FIRST = 8_000_001;

/** An exam that so many learners take: most run, some have lost their page, some have handed in. Answers its id. */
export const EXAM_ID = 8_000_000;

/**
 * Stores the exam with its attempts, their effects, notes and signs of life, as the workflows would have done, and has
 * Postgres know of them.
 */
export async function fillExam(databaseUrl: string, attempts: number): Promise<void> {
  await insertExam(databaseUrl, attempts);
  await execute(databaseUrl, 'vacuum (analyze)');
}

/**
 * Stores the same; Postgres still takes the tables for what they were before. The ids of attempts and learners begin with
 * `first`, and that of the exam is one less.
 */
export async function insertExam(databaseUrl: string, attempts: number, first = FIRST): Promise<void> {
  const [examId, last] = [first - 1, first + attempts - 1];
  await execute(
    databaseUrl,
    `insert into person (id, username, email, full_name)
     select n, lower(name[1 + n % 20]) || n % 9973, lower(name[1 + n % 20]) || n || '@example.org',
       name[1 + n % 20] || ' ' || name[1 + n * 7 % 19] || left(md5(n::text), 4)
     from (select '{Ada,Ben,Chloe,David,Emma,Felix,Grace,Hannah,Ivan,Julia,Kai,Lena,Max,Nora,Omar,Paula,Quinn,Rosa,Sam,Tara}'::text[] as name) names,
       generate_series(${first}, ${last}) n;
     insert into exam (id, course_id, content_id, exam_name, time_limit_mins, is_active, is_proctored, backend, created, modified)
     values (${examId}, '${COURSE}', 'block-v1:Bench+board-${examId}', 'Final', 180, true, true, 'test', now(), now());
     insert into attempt (id, attempt_code, user_id, exam_id, status, started_at, completed_at, allowed_time_limit_mins,
       allowed_seconds, taking_as_proctored, is_sample_attempt, exam_type, backend, created, modified, expires_at, version, state)
     select n, upper(gen_random_uuid()::text), n, ${examId},
       case n % 20 when 0 then 'error' when 1 then 'submitted' when 2 then 'created' else 'started' end,
       case when n % 20 <> 2 then now() - interval '10 minutes' end, case when n % 20 = 1 then now() end, 180, 10800,
       true, false, 'proctored', 'test', now() - interval '11 minutes', now(),
       case when n % 20 > 2 then now() + interval '3 hours' - make_interval(secs => n % 600) end, 4,
       jsonb_build_object('rest', jsonb_build_object('seconds', 9000), 'padding', repeat(md5(n::text), 30))
     from generate_series(${first}, ${last}) n;
     insert into attempt_transition (attempt_id, version, event, from_status, to_status, actor_kind, reason, at)
     select n, v, case v when 4 then 'error' else 'start' end, 'created',
       case when v = 4 and n % 20 = 0 then 'error' else 'started' end, 'learner', null, now()
     from generate_series(${first}, ${last}) n, generate_series(1, 4) v;
     insert into attempt_effect (key, attempt_id, version, position, effect, outcome, planned_at, finished_at)
     select n || '/' || v, n, v, 0, '{"kind": "start-at-vendor"}', case when n % 500 = 0 and v = 4 then 'refused' else 'done' end,
       now() - interval '5 minutes', now()
     from generate_series(${first}, ${last}) n, generate_series(1, 5) v;
     insert into staff_note (attempt_id, exam_id, user_id, kind, category, text, flag, author_id, author_role, created)
     select n, ${examId}, n, 'note', 'other', 'Left the room', n % 200 = 0, ${first}, 'invigilator', now()
     from generate_series(${first}, ${last}) n where n % 50 = 0;
     insert into attempt_heartbeat (attempt_id, last_ping_at)
     select n, now() - make_interval(secs => n % 60) from generate_series(${first}, ${last}) n;`,
  );
}

/** Changes so many attempts, each in a transaction of its own, as handing in does. */
export async function changeAttempts(databaseUrl: string, from: number, count: number): Promise<void> {
  const one = (n: number) =>
    `update attempt set version = version + 1, status = 'submitted', completed_at = now(), expires_at = null
     where id = ${FIRST + n}; commit; begin;`;
  await execute(databaseUrl, `begin; ${Array.from({ length: count }, (_, n) => one(from + n)).join('\n')} commit;`);
}
