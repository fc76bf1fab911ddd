import { z } from 'zod';
import type { Person } from '../port.ts';
import { define } from './definition.ts';
import { course_id, content_id } from './fields.ts';

const openedxUser = z.strictObject({
  id: z.int(),
  is_active: z.boolean(),
  pii: z.strictObject({ username: z.string(), email: z.string(), name: z.string() }),
});

function toOpenedxUser({ id, username, email, fullName, isActive }: Person) {
  return { id, is_active: isActive, pii: { username, email, name: fullName } };
}

/**
 * The exam events of Open edX: `ExamAttemptData` of its events 10.5.0; the argument of the signal is `exam_attempt`. They
 * alone name people by email address and name, because their published schema requires both.
 */
export const EXAM_EVENTS = {
  'publish-exam-event': define<'publish-exam-event'>()({
    async tell(effect, { row, findPerson }) {
      const [learner, requestedBy] = await Promise.all([findPerson(row.learner.id), findPerson(effect.requestedBy)]);
      const { event, undoesOverride } = effect;
      return (
        learner && { event, learner, examType: row.exam.type, requestedBy, ...(undoesOverride && { undoesOverride }) }
      );
    },
    events: {
      'org.openedx.learning.exam.attempt.submitted.v1': 'An attempt was submitted',
      'org.openedx.learning.exam.attempt.verified.v1': 'An attempt passed its review',
      'org.openedx.learning.exam.attempt.rejected.v1': 'An attempt failed its review',
      'org.openedx.learning.exam.attempt.errored.v1': 'An attempt ended in a technical error',
      'org.openedx.learning.exam.attempt.reset.v1': 'Staff removed an attempt',
    },
    pickEvent: ({ event }) => `org.openedx.learning.exam.attempt.${event}.v1` as const,
    schema: z.strictObject({
      exam_attempt: z.strictObject({
        student_user: openedxUser,
        course_key: course_id,
        usage_key: content_id,
        exam_type: z.string().describe('timed, proctored, practice or onboarding'),
        requesting_user: openedxUser
          .nullable()
          .describe('Who caused it: the learner on a hand-in, always present on a reset, null on a result'),
      }),
    }),
    toData({ event, learner, course, contentId, examType, requestedBy }) {
      // Learners hand in themselves, and Open edX erases nothing on a reset without a requesting user.
      const requester = requestedBy ?? (event === 'reset' || event === 'submitted' ? learner : null);
      return {
        exam_attempt: {
          student_user: toOpenedxUser(learner),
          course_key: course,
          usage_key: contentId,
          exam_type: examType,
          requesting_user: requester && toOpenedxUser(requester),
        },
      };
    },
  }),
};
