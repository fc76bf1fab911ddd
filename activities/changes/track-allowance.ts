import type { listAllowancesOfChange } from '../../db/bulk-allowances.ts';
import type { LmsEffects } from '../../lms/effects/index.ts';
import { describeExam, trackingNameOf } from '../../lms/effects/tracking.ts';

/** An allowance that was set or removed: whose, on which exam, and its value, null once it is removed. */
export type TrackedAllowance = Omit<Awaited<ReturnType<typeof listAllowancesOfChange>>[number], 'position' | 'verb'> & {
  verb: 'created' | 'updated' | 'deleted';
};

/** Tells the LMS of an allowance by its tracking event. `key` is the event's, `at` when it changed, epoch milliseconds. */
export async function trackAllowance(
  lms: LmsEffects,
  { exam, userId, username, key: name, value, verb }: TrackedAllowance,
  { key, at }: { key: string; at: number },
): Promise<void> {
  await lms.deliver({
    kind: 'track',
    key,
    at,
    name: trackingNameOf(exam, `allowance.${verb}`),
    course: exam.courseId,
    contentId: exam.contentId,
    learner: { id: userId, username },
    data: { ...describeExam(exam), allowance: { userId, key: name, value: value ?? '' } },
  });
}
