import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { AllowanceSetting } from '../../db/allowances.ts';
import { saveAllowances } from '../../db/bulk-allowances.ts';
import { listExamsByIds } from '../../db/exams.ts';
import { listPeopleByNameOrEmail } from '../../db/people.ts';
import { ADDITIONAL_TIME } from '../../rules/attempt/minutes.ts';
import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';
import type { extraTimeItem } from '../schemas/exams/allowance.ts';

type Item = z.output<typeof extraTimeItem>;

const nameOf = ({ username, email }: Item) => username || email || '';

/** What is to be set for each learner and exam; of a pair that is listed twice the last one counts. */
async function settingsOf({ pool }: AppDeps, courseId: string, items: readonly Item[]): Promise<AllowanceSetting[]> {
  const [exams, people] = await Promise.all([
    listExamsByIds(
      pool,
      items.map((item) => item.exam_id),
    ),
    listPeopleByNameOrEmail(pool, items.map(nameOf)),
  ]);
  const examIds = new Set(exams.filter((exam) => exam.courseId === courseId).map(({ id }) => id));
  const userIds = new Map(people.map(({ text, person }) => [text, person.id] as const));
  const settings = items.map((item) => {
    const userId = userIds.get(nameOf(item));
    if (!examIds.has(item.exam_id)) throw new ApiError('exam_not_found');
    if (userId === undefined) throw new ApiError('user_not_found');
    return { examId: item.exam_id, userId, key: ADDITIONAL_TIME, value: String(item.extra_time_mins) };
  });
  return [...new Map(settings.map((setting) => [`${setting.examId}/${setting.userId}`, setting])).values()];
}

/**
 * Sets the extra time of learners on exams of the course, all or none (edx-exams §1.7); running exams get theirs at once.
 * `by` is the id of who sets it. Throws `exam_not_found` or `user_not_found`.
 */
export async function setExtraTime(deps: AppDeps, courseId: string, items: readonly Item[], by: number): Promise<void> {
  const settings = await settingsOf(deps, courseId, items);
  if (settings.length === 0) return;
  const subject = `allowances/${randomUUID()}`;
  await saveAllowances(deps.pool, { subject, at: deps.clock(), by, settings });
  await deps.changes.deliver([subject]);
}
