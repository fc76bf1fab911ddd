import { z } from 'zod';
import type { Attempt } from '../../../db/attempts.ts';
import { findActiveExamByContent } from '../../../db/exams.ts';
import { isRunning } from '../../../rules/attempt/statuses.ts';
import type { AppDeps } from '../../app-deps.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { runningNow } from '../../attempts/running.ts';
import { noteSignOfLife } from '../../attempts/sign-of-life.ts';
import { askPlatformOrGoOn } from '../../exams/ask-platform.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { latestAttempt } from '../../schemas/exams/attempt.ts';
import { wireExamAttempt } from '../../wire/exams/attempt.ts';
import type { App } from '../app-instance.ts';

const query = z.object({
  content_id: z.string().optional().describe('Usage key of a sequence: the latest attempt on its exam, running or not'),
});

/** The learner's attempt on the exam of that content, else the one that runs; null without one. */
async function findShown(deps: AppDeps, userId: number, contentId: string | undefined): Promise<Attempt | null> {
  const exam = contentId ? await findActiveExamByContent(deps.pool, contentId) : null;
  if (exam === null) return (await runningNow(deps, userId))[0] ?? null;
  const stored = await deps.reads.latestAttempt({ userId, examId: exam.id });
  return stored && asSeenAt(stored, deps.clock(), deps.config.flags);
}

/** What runs in the exams of the platform itself; null if nothing does, or if it does not answer. */
async function readPlatformAttempt(deps: AppDeps, userId: number): Promise<Record<string, unknown> | null> {
  if (deps.platform === null) return null;
  const failure = 'the platform did not say whether an exam of its own runs';
  const { status, body } = (await askPlatformOrGoOn(deps, deps.platform.activeAttempt(userId), failure)) ?? {};
  const isAttempt = status === 200 && body !== null && typeof body === 'object' && Object.keys(body).length > 0;
  return isAttempt ? { ...body } : null;
}

/** What the learner's page asks once a minute, which is a sign of its life (edx-exams §1.5). */
export function latestExamAttempt(app: App, deps: AppDeps): void {
  app.get(
    '/exams/attempt/latest',
    {
      config: { scope: 'signedIn', isRefusedLast: true },
      schema: {
        summary: "Get the caller's running attempt, or the latest one on an exam",
        description:
          'What the page asks for once a minute; each call is a sign of life. Without `content_id`, whatever runs in any course.',
        operationId: 'getLatestExamAttempt',
        querystring: query,
        response: { 200: latestAttempt },
      },
    },
    async (request) => {
      const { userId } = callerOf(request);
      const attempt = await findShown(deps, userId, request.query.content_id);
      if (attempt) noteSignOfLife(deps, attempt);
      const elsewhere = attempt && isRunning(attempt.status) ? null : await readPlatformAttempt(deps, userId);
      if (elsewhere) return elsewhere;
      const { learningMfeUrl } = deps.config.site;
      return attempt ? wireExamAttempt(attempt, { learningMfeUrl, now: deps.clock() }) : {};
    },
  );
}
