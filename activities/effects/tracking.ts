import type { EffectSubjectRow } from '../../db/attempt-facts.ts';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import type { Effect } from '../../rules/attempt/effects.ts';
import { trackedTypeOf } from '../../rules/exam.ts';
import type { LmsEffect } from '../../lms/port.ts';

type TrackedExamRow = Pick<
  EffectSubjectRow,
  'exam_id' | 'content_id' | 'exam_name' | 'time_limit_mins' | 'is_proctored' | 'is_practice_exam' | 'is_active'
>;

/** Name of a tracking event of an exam, or of an attempt on it. */
export function trackingNameOf(exam: { is_proctored: boolean; is_practice_exam: boolean }, verb: string): string {
  const type = trackedTypeOf({ isProctored: exam.is_proctored, isPracticeExam: exam.is_practice_exam });
  return `edx.special_exam.${type}.${verb}`;
}

/** The exam's part of a tracking event. */
export function describeExam(exam: TrackedExamRow) {
  return {
    examId: exam.exam_id,
    contentId: exam.content_id,
    examName: exam.exam_name,
    timeLimitMins: exam.time_limit_mins,
    isProctored: exam.is_proctored,
    isPracticeExam: exam.is_practice_exam,
    isActive: exam.is_active,
  };
}

/** The review in a tracking event; on a removal, the one that the attempt leaves behind. */
function describeReview({ verb, reviewStatus }: Extract<Effect, { kind: 'track' }>, row: EffectSubjectRow) {
  const status = reviewStatus ?? (verb === 'attempt.review_received' ? row.review_status : null);
  return status === null ? {} : { review: { attemptCode: row.attempt_code, status } };
}

/** A tracking event of an attempt. */
export function trackAttempt(
  input: EffectInput,
  effect: Extract<Effect, { kind: 'track' }>,
  row: EffectSubjectRow,
): LmsEffect {
  const { status, ...snapshot } = effect.snapshot;
  return {
    kind: 'track',
    key: input.key,
    at: snapshot.at,
    name: trackingNameOf(row, effect.verb),
    course: row.course_id,
    learner: { id: row.user_id, username: row.username },
    data: {
      ...describeExam(row),
      attempt: { id: row.attempt_id, userId: row.user_id, code: row.attempt_code, status, ...snapshot },
      ...describeReview(effect, row),
    },
  };
}
