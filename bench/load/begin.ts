import { COURSES } from '../peer/service.ts';
import { attemptIn, workThrough } from './requests.ts';
import type { Stand } from './stand.ts';

const CALLERS = 8;

export interface Sitting {
  person: string;
  attemptId: number;
}

/** Longer than any bench. */
const ENDLESS_MINUTES = 10_000;

/** A timed exam of its own, due at an instant in epoch milliseconds or never; returns its id. */
export async function insertExam(
  { database }: Stand,
  name: string,
  dueAt: number | null,
  minutes = ENDLESS_MINUTES,
): Promise<number> {
  const { rows } = await database.query<{ id: string }>(
    `insert into exam (course_id, content_id, exam_name, time_limit_mins, is_active, due_date, created, modified)
     values ($1, 'block-v1:Bench+Exams+2030+type@sequential+block@' || $2, $2, $4, true,
       to_timestamp($3::float8 / 1000), now(), now())
     returning id`,
    [COURSES.exams, name, dueAt, minutes],
  );
  return Number(rows[0]?.id);
}

/** Has everybody begin the exam. */
export async function beginExams({ service }: Stand, examId: number, people: readonly string[]): Promise<Sitting[]> {
  const sittings: Sitting[] = [];
  const rest = people.values();
  const beginner = async () => {
    for (const person of rest) {
      const body = { exam_id: examId, start_clock: 'true' };
      const [made] = await workThrough(service, [{ person, method: 'POST', path: 'attempt', body }], 1);
      if (made) sittings.push({ person, attemptId: attemptIn(made) });
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, beginner));
  return sittings;
}
