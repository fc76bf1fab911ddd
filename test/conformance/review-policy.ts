import { UniqueIntegrityConstraintViolationError } from 'slonik';
import { z } from 'zod';
import { examSubject } from '../../api/exams/save-exam.ts';
import type { AppDeps } from '../../api/app-deps.ts';
import { recordSettingsChange } from '../../db/changes.ts';
import { findPersonByUsername } from '../../db/people.ts';
import { insertReviewPolicy, replaceReviewPolicy } from '../../db/review-policies.ts';
import { saveUser } from './users.ts';

/** Body of the hook `review_policy`. */
export const REVIEW_POLICY = z.object({
  exam_id: z.number(),
  set_by: z.string(),
  review_policy: z.string(),
  replace: z.boolean().default(false),
});

/** Sets the review policy of an exam; answers the original's name of the error when there is one already. */
export async function setReviewPolicy(
  { pool, clock, changes }: AppDeps,
  policy: z.output<typeof REVIEW_POLICY>,
): Promise<{ error?: string }> {
  const { exam_id: examId, set_by: username } = policy;
  const setBy = (await findPersonByUsername(pool, username)) ?? (await saveUser(pool, { username, groups: [] }));
  const write = { examId, setByUserId: setBy.id, text: policy.review_policy, at: clock() };
  try {
    await pool.transaction(async (tx) => {
      await (policy.replace ? replaceReviewPolicy(tx, write) : insertReviewPolicy(tx, write));
      await recordSettingsChange(tx, {
        subject: examSubject(examId),
        kind: 'policy-saved',
        payload: { examId },
        at: write.at,
      });
    });
  } catch (error) {
    if (error instanceof UniqueIntegrityConstraintViolationError)
      return { error: 'ProctoredExamReviewPolicyAlreadyExists' };
    throw error;
  }
  await changes.deliver([examSubject(examId)]);
  return {};
}
