import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';

const openRow = rowOf({
  sequence: wholeNumber,
  key: z.string(),
  attemptId: wholeNumber,
  courseId: z.string(),
  examId: wholeNumber,
  kind: z.string(),
  outcome: z.enum(['pending', 'refused']),
  plannedAt: instant,
  lastError: z.string().nullable(),
  tries: wholeNumber,
});

/** An effect that is not done: still tried, or refused. */
export type OpenEffectRow = z.output<typeof openRow>;

export interface OpenEffectFilter {
  /** Only of this course; null: of all. */
  courseId: string | null;
  outcome?: 'pending' | 'refused' | undefined;
  kinds: readonly string[];
  /** Only those that were planned before; epoch milliseconds. */
  before: number;
  /** The `sequence` of the last one that was seen. */
  after: number;
}

/** Effects that are not done, of all attempts, the oldest first. */
export async function listOpenEffects(
  db: CommonQueryMethods,
  { courseId, outcome, kinds, before, after }: OpenEffectFilter,
  limit: number,
): Promise<readonly OpenEffectRow[]> {
  const wanted = {
    pending: sql.fragment`e.outcome = 'pending'`,
    refused: sql.fragment`e.outcome = 'refused'`,
    any: sql.fragment`(e.outcome = 'pending' or e.outcome = 'refused')`,
  };
  return await db.any(sql.type(openRow)`
    select e.sequence, e.key, e.attempt_id, exam.course_id, exam.id as exam_id, e.effect->>'kind' as kind, e.outcome,
      e.planned_at, e.last_error, e.tries
    from attempt_effect e join attempt a on a.id = e.attempt_id join exam on exam.id = a.exam_id
    where ${wanted[outcome ?? 'any']} and (${courseId}::text is null or exam.course_id = ${courseId}) and e.effect->>'kind' = any(${sql.array(kinds, 'text')})
      and e.planned_at < ${toTimestamp(before)} and e.sequence > ${after}
    order by e.sequence limit ${limit}`);
}
