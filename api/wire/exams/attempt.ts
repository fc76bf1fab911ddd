import type { z } from 'zod';
import type { Attempt } from '../../../db/attempts.ts';
import type { LtiReport } from '../../../db/lti-reports.ts';
import { countRemainingSeconds } from '../../../rules/attempt/clock.ts';
import type { ExamType } from '../../../rules/exam.ts';
import { reasonInWords } from '../../../vendors/lti/control-report.ts';
import type { examAttempt, listedAttempts } from '../../schemas/exams/attempt.ts';
import { mfeAddress } from '../addresses.ts';
import { EXAM_TYPE_PHRASES } from '../phrases.ts';
import { wireTime, wireTimeOrNull } from '../time.ts';

/**
 * The page of a `proctored` attempt waits for a message of one certain vendor and otherwise ends the exam after five
 * seconds. It shows the same field in "You are taking … as …", which a phrase suits too (edx-exams §2.3).
 */
const shownType = (type: ExamType) => (type === 'proctored' ? EXAM_TYPE_PHRASES.proctored : type);

/** An attempt that has gone through `asSeenAt`, as its learner's page takes it. */
export function wireExamAttempt(
  attempt: Attempt,
  { learningMfeUrl, now }: { learningMfeUrl: string; now: number },
): z.output<typeof examAttempt> {
  const { exam } = attempt;
  return {
    attempt_id: attempt.id,
    attempt_status: attempt.status,
    course_id: exam.courseId,
    exam_type: shownType(exam.type),
    exam_display_name: exam.examName,
    exam_url_path: mfeAddress(learningMfeUrl, exam),
    time_remaining_seconds: countRemainingSeconds(attempt, now),
  };
}

/** What an LTI tool reported when it ended an attempt. */
type ReportedEnd = Pick<LtiReport, 'incidentTime' | 'severity' | 'reasonCode'>;

/** The same in the list of the course's staff. */
export function wireListedAttempt(
  attempt: Attempt,
  end: ReportedEnd | null,
): z.output<typeof listedAttempts>['results'][number] {
  const { exam, user } = attempt;
  return {
    attempt_id: attempt.id,
    attempt_status: attempt.status,
    start_time: wireTimeOrNull(attempt.startedAt),
    end_time: wireTimeOrNull(attempt.completedAt),
    allowed_time_limit_mins: attempt.allowedTimeLimitMins,
    exam_type: exam.type,
    exam_display_name: exam.examName,
    username: user.username,
    proctored_review: end && {
      submission_time: wireTime(end.incidentTime),
      severity: end.severity.toFixed(2),
      submission_reason: reasonInWords(end.reasonCode),
    },
  };
}
