import type { Exam } from '../../db/exams.ts';
import { trackedTypeOf } from '../../rules/exam.ts';
import { define } from './definition.ts';
import { toTrackingEvent, trackingEvent, type TrackingEvent } from './tracking-event.ts';

/** Name of a tracking event of an exam, or of an attempt on it. */
export function trackingNameOf(exam: Pick<Exam, 'isProctored' | 'isPracticeExam'>, verb: string): string {
  return `edx.special_exam.${trackedTypeOf(exam)}.${verb}`;
}

/** The exam's part of a tracking event. */
export function describeExam({ id, contentId, examName, timeLimitMins, isProctored, isPracticeExam, isActive }: Exam) {
  return { examId: id, contentId, examName, timeLimitMins, isProctored, isPracticeExam, isActive };
}

/** Tracking events for analytics: of attempts, and of changes of exams and allowances. */
export const TRACKING = {
  track: define<'track'>()({
    tell({ verb, snapshot, reviewStatus }, { row }): TrackingEvent & { at: number } {
      const { attemptId, attemptCode, learner, exam } = row;
      // On a removal, the review that the attempt leaves behind.
      const review = reviewStatus ?? (verb === 'attempt.review_received' ? row.reviewStatus : null);
      return {
        at: snapshot.at,
        name: trackingNameOf(exam, verb),
        course: exam.courseId,
        learner: { id: learner.id, username: learner.username },
        data: {
          ...describeExam(exam),
          attempt: { id: attemptId, userId: learner.id, code: attemptCode, ...snapshot },
          ...(review !== null && { review: { attemptCode, status: review } }),
        },
      };
    },
    events: { 'org.durable-proctoring.tracking.emitted.v1': 'A tracking event for analytics' },
    schema: trackingEvent,
    toData: toTrackingEvent,
    pickSubject: ({ data }) => data.attempt?.code ?? data.contentId,
  }),
};
