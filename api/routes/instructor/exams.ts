import { listActiveExams } from '../../../db/exams.ts';
import { examTypeOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { instructorExams, instructorExamsQuery } from '../../schemas/instructor.ts';
import { courseParams } from '../../schemas/params.ts';
import { wireInstructorExam } from '../../wire/instructor.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

/** The exams among which the dashboard lets staff choose (clients §5). */
export function instructorExamList(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/special_exams')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff' },
        schema: {
          hide,
          summary: 'List the active exams of a course for the instructor dashboard',
          description: 'For sites whose proxy hands this address of the LMS to this service.',
          operationId: 'listInstructorExams',
          params: courseParams,
          querystring: instructorExamsQuery,
          response: { 200: instructorExams.describe('The active exams, the oldest first') },
        },
      },
      async (request) => {
        const { exam_type: wanted } = request.query;
        const exams = (await listActiveExams(deps.pool, request.params.course)).map((exam) =>
          wireInstructorExam(exam, examTypeOf(deps.vendors, exam)),
        );
        return wanted ? exams.filter(({ exam_type: type }) => type === wanted) : exams;
      },
    );
  }
}
