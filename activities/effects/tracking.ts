import type { EffectSubjectRow } from '../../db/effect-subjects.ts';
import type { Exam } from '../../db/exams.ts';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import type { Effect } from '../../rules/attempt/effects.ts';
import { trackedTypeOf } from '../../rules/exam.ts';
import type { LmsEffect } from '../../lms/port.ts';

/** Name of a tracking event of an exam, or of an attempt on it. */
export function trackingNameOf(exam: Pick<Exam, 'isProctored' | 'isPracticeExam'>, verb: string): string {
  return `edx.special_exam.${trackedTypeOf(exam)}.${verb}`;
}

/** The exam's part of a tracking event. */
export function describeExam({ id, contentId, examName, timeLimitMins, isProctored, isPracticeExam, isActive }: Exam) {
  return { examId: id, contentId, examName, timeLimitMins, isProctored, isPracticeExam, isActive };
}

/** The review in a tracking event; on a removal, the one that the attempt leaves behind. */
function describeReview({ verb, reviewStatus }: Extract<Effect, { kind: 'track' }>, row: EffectSubjectRow) {
  const status = reviewStatus ?? (verb === 'attempt.review_received' ? row.reviewStatus : null);
  return status === null ? {} : { review: { attemptCode: row.attemptCode, status } };
}

/** A tracking event of an attempt. */
export function trackAttempt(
  input: EffectInput,
  effect: Extract<Effect, { kind: 'track' }>,
  row: EffectSubjectRow,
): LmsEffect {
  const { status, ...snapshot } = effect.snapshot;
  const { attemptId, attemptCode, learner, exam } = row;
  return {
    kind: 'track',
    key: input.key,
    at: snapshot.at,
    name: trackingNameOf(exam, effect.verb),
    course: exam.courseId,
    learner: { id: learner.id, username: learner.username },
    data: {
      ...describeExam(exam),
      attempt: { id: attemptId, userId: learner.id, code: attemptCode, status, ...snapshot },
      ...describeReview(effect, row),
    },
  };
}
