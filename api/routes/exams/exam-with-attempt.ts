import { z } from 'zod';
import { findActiveExamByContent, type Exam } from '../../../db/exams.ts';
import type { PlatformProctoring } from '../../../lms/platform/port.ts';
import { hasTimeLeft } from '../../../rules/views/view-facts.ts';
import { examTypeOf, vendorOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { isPastDueFor, readClockFacts } from '../../attempts/clock-facts.ts';
import { noteSignOfLife } from '../../attempts/sign-of-life.ts';
import { askPlatformOrGoOn } from '../../exams/ask-platform.ts';
import { findOwner } from '../../exams/own-courses.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { examAnswer } from '../../schemas/exams/attempt.ts';
import { withCourse } from '../../schemas/params.ts';
import { wireExamAttempt } from '../../wire/exams/attempt.ts';
import { wireCourseExam } from '../../wire/exams/exam.ts';
import type { App } from '../app-instance.ts';
import { coursePaths, openPaths } from '../course-paths.ts';

const params = withCourse({
  content_id: z.string().meta({
    description: 'Usage key of the sequence that contains the exam',
    example: 'block-v1:Demo+Exams+2030+type@sequential+block@midterm',
  }),
});

/** An exam of ours as its learner sees it. */
async function shownTo(deps: AppDeps, userId: number, exam: Exam) {
  const now = deps.clock();
  const [stored, clock] = await Promise.all([
    deps.reads.latestAttempt({ userId, examId: exam.id }),
    readClockFacts(deps, userId, exam.id),
  ]);
  const attempt = stored && asSeenAt(stored, now, deps.config.flags);
  if (attempt) noteSignOfLife(deps, attempt);
  const type = examTypeOf(deps.vendors, exam);
  const { learningMfeUrl } = deps.config.site;
  return {
    ...wireCourseExam(exam, type),
    type,
    is_proctored: exam.isProctored,
    is_practice_exam: exam.isPracticeExam,
    backend: vendorOf(deps.vendors, exam)?.verboseName ?? null,
    passed_due_date: (await isPastDueFor(deps, exam, clock, now)) && !(attempt && hasTimeLeft(attempt, now)),
    total_time: clock.timeLimitMins + clock.additionalMins,
    attempt: attempt ? wireExamAttempt(attempt, { learningMfeUrl, now }) : {},
  };
}

type Answer = { status: number; body: Record<string, unknown> };

/** The platform's own answer without the running attempt, which has an address of its own here; no exam if it is away. */
async function readPlatformExam(
  deps: AppDeps,
  platform: PlatformProctoring,
  { course, contentId, userId }: { course: string; contentId: string; userId: number },
): Promise<Answer> {
  const failure = 'the platform did not show an exam of its own';
  const answer = await askPlatformOrGoOn(deps, platform.examWithAttempt(course, contentId, userId), failure);
  if (answer === null) return { status: 200, body: { exam: {} } };
  const { active_attempt: _running, ...rest } = Object(answer.body) as Record<string, unknown>;
  return { status: answer.status, body: rest };
}

/** What the learner's page asks when it enters a sequence and after every action (edx-exams §1.5). */
export function examWithAttempt(app: App, deps: AppDeps): void {
  const path = '/student/exam/attempt/course_id/:course/content_id/:content_id';
  for (const { url, hide } of openPaths(coursePaths(path))) {
    app.get(
      url,
      {
        config: { scope: 'signedIn' },
        schema: {
          hide,
          summary: "Get an exam with the caller's attempt on it",
          description: 'What the learning front end asks for on the page of an exam.',
          operationId: 'getCourseExamWithAttempt',
          params,
          response: { 200: examAnswer },
        },
      },
      async (request, reply) => {
        const { course, content_id: contentId } = request.params;
        const { userId } = callerOf(request);
        const { platform } = await findOwner(deps, course);
        if (platform) {
          const { status, body } = await readPlatformExam(deps, platform, { course, contentId, userId });
          return await reply.code(status as 200).send(body);
        }
        const exam = await findActiveExamByContent(deps.pool, contentId);
        return { exam: exam ? await shownTo(deps, userId, exam) : {} };
      },
    );
  }
}
