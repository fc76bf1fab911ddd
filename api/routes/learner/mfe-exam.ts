import { runningNow } from '../../attempts/running.ts';
import { findExamByContent } from '../../../db/exams.ts';
import { findPerson } from '../../../db/people.ts';
import { mfeExam } from '../../attempts/mfe-exam.ts';
import { timerOf } from '../../attempts/timer.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps } from '../../app-deps.ts';
import { learnerOf } from '../../permissions/granted.ts';
import type { Subject } from '../../permissions/learner.ts';
import type { LearnerRef } from '../../../lms/port.ts';
import { mfeAnswer, mfeQuery } from '../../schemas/mfe.ts';
import { courseParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

async function knownLearner({ pool }: AppDeps, { id, username }: Subject): Promise<LearnerRef> {
  if (username !== undefined) return { id, username };
  const person = await findPerson(pool, id);
  if (!person) throw new ApiError('user_not_found');
  return person;
}

/** What the learning front end asks for on every page of a course and after every action (rest-api §6.8). */
export function mfeExamRoute(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/v1/proctored_exam/attempt/course_id/:course')) {
    app.get(
      url,
      {
        config: { scope: 'selfOrGlobalStaff', namedIn: 'query' },
        schema: {
          hide,
          summary: "Get an exam with the learner's attempt on it, and the learner's running attempt",
          description:
            'What the learning front end asks for on every page of a course. Global staff may name another learner.',
          operationId: 'getExamWithAttempt',
          params: courseParams,
          querystring: mfeQuery,
          response: { 200: mfeAnswer },
        },
      },
      async (request) => {
        const { content_id: contentId, is_learning_mfe: mfe } = request.query;
        const learner = learnerOf(request);
        const [running] = await runningNow(deps, learner.id);
        const active = running ? { attempt: running, timer: await timerOf(deps, running, { mfe }) } : null;
        const exam = contentId ? await findExamByContent(deps.pool, request.params.course, contentId) : null;
        const view = exam && { learner: await knownLearner(deps, learner), exam, active, mfe };
        return { exam: view ? await mfeExam(deps, view) : {}, active_attempt: active?.timer ?? {} };
      },
    );
  }
}
