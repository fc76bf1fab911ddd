import { countAttemptsOfExam, listAttemptsOfExam } from '../../../db/attempts-of-exam.ts';
import { findExam } from '../../../db/exams.ts';
import { readFirstEnds } from '../../../db/lti-reports.ts';
import type { AppDeps } from '../../app-deps.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { ApiError } from '../../errors/api-error.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { examAttemptsQuery, listedAttempts } from '../../schemas/exams/attempt.ts';
import { courseParams } from '../../schemas/params.ts';
import { ownAddress } from '../../own-url.ts';
import { wireListedAttempt } from '../../wire/exams/attempt.ts';
import { pageLinks } from '../../wire/exams/page-links.ts';
import type { App } from '../app-instance.ts';
import { coursePaths, openPaths } from '../course-paths.ts';

/** The dashboard asks for all at once; more have a next page. */
const MOST_ATTEMPTS = 10_000;

/** edx-exams §1.8. */
export function examAttempts(app: App, deps: AppDeps): void {
  for (const { url, hide } of openPaths(coursePaths('/instructor_view/course_id/:course/attempts'))) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff', errors: ['exam_not_found'], statuses: { exam_not_found: 404 } },
        schema: {
          hide,
          summary: 'List the attempts on an exam',
          description: 'The newest first, as the dashboard of the course shows them.',
          operationId: 'listExamAttempts',
          params: courseParams,
          querystring: examAttemptsQuery,
          response: { 200: listedAttempts.describe('One page of the attempts') },
        },
      },
      async (request) => {
        const { course } = request.params;
        const { exam_id: examId, offset } = request.query;
        const limit = Math.min(request.query.limit, MOST_ATTEMPTS);
        const exam = await findExam(deps.pool, examId);
        if (exam?.courseId !== course) throw new ApiError('exam_not_found');
        noteRead(request, 'attempts.list', { course_id: course });
        const [count, attempts] = await Promise.all([
          countAttemptsOfExam(deps.pool, examId),
          listAttemptsOfExam(deps.pool, examId, { limit, offset }),
        ]);
        const ends = await readFirstEnds(
          deps.pool,
          attempts.map(({ attemptCode }) => attemptCode),
        );
        const now = deps.clock();
        const address = ownAddress(deps.config, request);
        return {
          count,
          ...pageLinks(address, { count, limit, offset }),
          results: attempts.map((each) =>
            wireListedAttempt(asSeenAt(each, now, deps.config.flags), ends.get(each.attemptCode) ?? null),
          ),
        };
      },
    );
  }
}
