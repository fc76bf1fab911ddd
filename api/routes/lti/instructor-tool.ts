import type { FastifyRequest } from 'fastify';
import { findExam, type Exam } from '../../../db/exams.ts';
import { listLearnersOfExam } from '../../../db/lti-attempts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { ADDRESSES } from '../../lti/addresses.ts';
import { beginLaunch } from '../../lti/launches.ts';
import { toolOfExam } from '../../lti/tools.ts';
import { examOf } from '../../permissions/granted.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { redirect } from '../../schemas/lti/launch.ts';
import { roster } from '../../schemas/lti/roster.ts';
import { examParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

/** More than ever sit one exam. */
const MOST_LEARNERS = 10_000;

/** The tool's own view of an exam, for staff, and whom it shows there (edx-exams §6). */
export function instructorTool(app: App, deps: AppDeps): void {
  const examIn = async (request: FastifyRequest<{ Params: { exam_id: number } }>): Promise<Exam> => {
    const exam = examOf(request) ?? (await findExam(deps.pool, request.params.exam_id));
    if (!exam) throw new ApiError('exam_not_found');
    return exam;
  };
  const config = { scope: 'staffOfExam', errors: ['exam_not_found', 'exam_without_tool'] } as const;

  app.get(
    '/lti/exam/:exam_id(^\\d+$)/instructor_tool',
    {
      config,
      schema: {
        summary: 'Open what an LTI tool has recorded of an exam',
        description: 'For browsers: redirects to the login of the tool.',
        operationId: 'openInstructorTool',
        params: examParams,
        response: { 302: redirect },
      },
    },
    async (request, reply) => {
      const exam = await examIn(request);
      const tool = toolOfExam(deps, exam);
      noteRead(request, 'dashboard.open', { course_id: exam.courseId });
      const wish = { tool, message: 'review', exam, attempt: null, userId: callerOf(request).userId } as const;
      return await reply.redirect(await beginLaunch(deps, request, wish), 302);
    },
  );

  app.get(
    ADDRESSES.roster(0).replace('/0/', '/:exam_id(^\\d+$)/'),
    {
      config,
      schema: {
        summary: 'List who is behind the ids that an LTI tool has of the learners of an exam',
        description: 'Its address is in the message with which staff open the tool.',
        operationId: 'getLtiRoster',
        params: examParams,
        response: { 200: roster.describe('Pairs of the id at the tool and the user name') },
      },
    },
    async (request) => {
      const exam = await examIn(request);
      const { name } = toolOfExam(deps, exam);
      noteRead(request, 'attempts.list', { course_id: exam.courseId });
      const learners = await listLearnersOfExam(deps.pool, exam.id, MOST_LEARNERS);
      return learners.map(({ userId, username }): [string, string] => [deps.lti.ids.person(userId, name), username]);
    },
  );
}
