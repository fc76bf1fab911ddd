import { z } from 'zod';
import { listAllowancesOfLearner } from '../../../db/allowances.ts';
import { runningNow } from '../../attempts/running.ts';
import { asLearnerSees } from '../../attempts/external-id.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import { learnerOf } from '../../permissions/granted.ts';
import { allowanceSchema } from '../../schemas/allowance.ts';
import { attemptSchema } from '../../schemas/attempt.ts';
import { examSchema } from '../../schemas/exam.ts';
import { ALLOWANCE, ATTEMPT, COURSE, EXAM, USER } from '../../schemas/examples.ts';
import { wireId } from '../../schemas/fields.ts';
import { wireAllowance } from '../../wire/allowance.ts';
import { wireAttempt } from '../../wire/attempt.ts';
import { wireExam } from '../../wire/exam.ts';
import type { App } from '../app-instance.ts';

const entry = z
  .object({
    exam: examSchema.describe('The exam'),
    attempt: attemptSchema.describe('The running attempt'),
    allowances: z.array(allowanceSchema).describe('What the learner is allowed on the exam'),
  })
  .meta({
    id: 'ActiveExam',
    description: 'A running attempt with its exam',
    example: { exam: EXAM, attempt: ATTEMPT, allowances: [ALLOWANCE] },
  });
const filter = z
  .object({
    user_id: wireId.nullish().describe('Id of the learner, as a number or as text; without it the list is empty'),
    course_id: z.string().nullish().describe('Key of the course; without it all courses'),
  })
  .meta({ example: { user_id: USER.id, course_id: COURSE } });

/** rest-api §6.10: who and where come in a JSON body, although it is a GET; without a user the answer is empty. */
export function activeExams(app: App, deps: AppDeps): void {
  app.get(
    '/v1/proctored_exam/active_exams_for_user',
    {
      // A HEAD route cannot have the body that this GET has.
      exposeHeadRoute: false,
      config: { scope: 'selfOrCourseStaff', namedIn: 'body' },
      schema: {
        summary: "List a learner's running attempts with their exams and allowances",
        description: 'For the learner, staff of the course `course_id`, and global staff.',
        operationId: 'getActiveExams',
        body: filter,
        response: { 200: z.array(entry).describe('The running attempts, newest first') },
      },
    },
    async (request) => {
      const { user_id: userId, course_id: courseId } = request.body;
      if (!userId) return [];
      const { isCaller } = learnerOf(request);
      const isStaff = !isCaller || callerOf(request).isGlobalStaff;
      if (!isCaller)
        noteRead(request, 'attempts.running', { user_id: userId, ...(courseId && { course_id: courseId }) });
      const attempts = await runningNow(deps, userId, courseId || null);
      const allowances = await listAllowancesOfLearner(
        deps.pool,
        userId,
        attempts.map(({ exam }) => exam.id),
      );
      return attempts.map((attempt) => ({
        exam: wireExam(attempt.exam),
        attempt: wireAttempt(isStaff ? attempt : asLearnerSees(deps.vendors, attempt)),
        allowances: allowances.filter(({ exam }) => exam.id === attempt.exam.id).map(wireAllowance),
      }));
    },
  );
}
