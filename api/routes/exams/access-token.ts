import { findExam, type Exam } from '../../../db/exams.ts';
import { countAccessSeconds } from '../../../rules/views/content-access.ts';
import type { AppDeps } from '../../app-deps.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { isPastDueFor, readClockFacts } from '../../attempts/clock-facts.ts';
import type { Caller } from '../../auth/caller.ts';
import { LONGEST_LIFE_SECONDS } from '../../auth/exam-tokens.ts';
import { ApiError } from '../../errors/api-error.ts';
import { isStaffOf } from '../../permissions/course.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { examToken } from '../../schemas/exams/course.ts';
import { examParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { openPaths } from '../course-paths.ts';

/** For how many seconds the caller may see the content of the exam as a learner. */
async function secondsOfLearner(deps: AppDeps, caller: Caller, exam: Exam): Promise<number> {
  const place = { userId: caller.userId, examId: exam.id };
  const [stored, clock] = await Promise.all([
    deps.reads.latestAttempt(place),
    readClockFacts(deps, caller.userId, exam.id),
  ]);
  const now = deps.clock();
  const facts = {
    isPastDue: await isPastDueFor(deps, exam, clock, now),
    hideAfterDue: exam.hideAfterDue,
    attempt: stored && asSeenAt(stored, now, deps.config.flags),
  };
  return countAccessSeconds(facts, now, LONGEST_LIFE_SECONDS);
}

/** The same for course staff too, who always may: asked last, so that no learner in an exam waits for the LMS. */
async function secondsFor(deps: AppDeps, caller: Caller, exam: Exam): Promise<number> {
  const seconds = await secondsOfLearner(deps, caller, exam);
  if (seconds > 0) return seconds;
  return (await isStaffOf(caller, exam.courseId)) ? LONGEST_LIFE_SECONDS : 0;
}

/** Without a token the LMS shows no content of an exam, timed ones included (edx-exams §3). */
export function examAccessToken(app: App, deps: AppDeps): void {
  for (const { url, hide } of openPaths([{ url: '/access_tokens/exam_id/:exam_id(^\\d+$)', hide: false }])) {
    app.get(
      url,
      {
        config: {
          scope: 'signedIn',
          errors: ['exam_not_found', 'exam_content_closed', 'exam_tokens_off'],
          statuses: { exam_not_found: 404 },
        },
        schema: {
          hide,
          summary: 'Get a token for the content of an exam',
          description:
            'While the exam runs, after its due date unless it hides its content then, and for course staff always.',
          operationId: 'issueExamToken',
          params: examParams,
          response: { 200: examToken.describe('A token') },
        },
      },
      async (request) => {
        const exam = await findExam(deps.pool, request.params.exam_id);
        if (!exam) throw new ApiError('exam_not_found');
        const caller = callerOf(request);
        const seconds = await secondsFor(deps, caller, exam);
        if (seconds === 0) throw new ApiError('exam_content_closed');
        const { courseId, contentId } = exam;
        const token = await deps.examTokens.issue({ userId: caller.userId, courseId, contentId }, seconds);
        if (token === null) throw new ApiError('exam_tokens_off');
        return { exam_access_token: token, exam_access_token_expiration: seconds };
      },
    );
  }
}
