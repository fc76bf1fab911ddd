import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Attempt } from '../../../db/attempts.ts';
import { findExam, type Exam } from '../../../db/exams.ts';
import { VIEW_KEYS } from '../../../rules/views/view-keys.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { viewFor } from '../../attempts/view.ts';
import { createExamCookie } from '../../auth/exam-cookie.ts';
import { ApiError } from '../../errors/api-error.ts';
import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { attemptParams, examParams } from '../../schemas/params.ts';
import { noQuery } from '../../schemas/console/query.ts';
import type { App } from '../app-instance.ts';

const answer = z
  .object({
    view: z.enum(VIEW_KEYS).nullable().describe('The page to show instead of the content; null: show the content'),
    attempt_id: z.int().nullable().describe('Id of the attempt that the page is about; null if there is none'),
    offers: z
      .object({
        system_check: z.boolean().describe('A check of the learner’s system'),
        retry: z.boolean().describe('Another try'),
        continue_working: z.boolean().describe('Back to the exam'),
        result_pending: z.boolean().describe('That the result is still to come'),
        time_expired: z.boolean().describe('That the time is up'),
      })
      .describe('What the page offers or says besides'),
  })
  .meta({
    id: 'ExamView',
    description: 'Which page to show for an exam',
    example: {
      view: 'proctored_exam/submitted',
      attempt_id: 12,
      offers: { system_check: false, retry: false, continue_working: false, result_pending: true, time_expired: false },
    },
  });

/** For clients without the learning front end: which page to show (attempt-lifecycle §6). */
export function examView(app: App, deps: AppDeps): void {
  const examCookie = createExamCookie(deps.config);

  const show = async (request: FastifyRequest, exam: Exam, stored: Attempt | null) => {
    const attempt = stored && asSeenAt(stored, deps.clock(), deps.config.flags);
    const browserOf = examCookie.attemptCodeOf(request);
    const { view, offers } = await viewFor(deps, { caller: callerOf(request), exam, attempt, browserOf });
    return {
      view,
      attempt_id: attempt?.id ?? null,
      offers: {
        system_check: offers.systemCheck,
        retry: offers.retry,
        continue_working: offers.continueWorking,
        result_pending: offers.resultPending,
        time_expired: offers.timeExpired,
      },
    };
  };

  app.get(
    '/exams/:exam_id(^\\d+$)/view',
    {
      config: { scope: 'signedIn', errors: ['exam_not_found'] },
      schema: {
        summary: 'Get the page to show the caller for an exam',
        description:
          'For front ends other than the learning one: which page stands in place of the content, by its name in edx-proctoring.',
        operationId: 'getExamView',
        params: examParams,
        querystring: noQuery,
        response: { 200: answer.describe('The page to show') },
      },
    },
    async (request) => {
      const exam = await findExam(deps.pool, request.params.exam_id);
      if (!exam) throw new ApiError('exam_not_found');
      return await show(
        request,
        exam,
        await deps.reads.latestAttempt({ userId: callerOf(request).userId, examId: exam.id }),
      );
    },
  );
  app.get(
    '/attempts/:attempt_id(^\\d+$)/view',
    {
      config: { scope: 'ownAttempt' },
      schema: {
        summary: "Get the page to show for one of the caller's attempts",
        description: 'As `getExamView`, for one attempt, which need not be the latest.',
        operationId: 'getAttemptView',
        params: attemptParams,
        querystring: noQuery,
        response: { 200: answer.describe('The page to show') },
      },
    },
    async (request) => {
      const attempt = attemptOf(request);
      return await show(request, attempt.exam, attempt);
    },
  );
}
