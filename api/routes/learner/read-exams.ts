import { z } from 'zod';
import { listActiveExams, findExamByContent, findExam } from '../../../db/exams.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps } from '../../app-deps.ts';
import { examSchema } from '../../schemas/exam.ts';
import { courseParams, examParams, withCourse } from '../../schemas/params.ts';
import { wireExam } from '../../wire/exam.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const BASE = '/v1/proctored_exam/exam';
const contentParams = withCourse({
  content_id: z
    .string()
    .regex(/^[A-z0-9]+$/)
    .meta({
      description: 'Id of the sequence that contains the exam; usage keys with other characters are not found here',
      example: 'midterm',
    }),
});

/** rest-api §5.1. */
export function readExams(app: App, { pool }: AppDeps): void {
  const answers = { 200: examSchema.describe('The exam') };
  app.get(
    `${BASE}/exam_id/:exam_id(^\\d+$)`,
    {
      config: { scope: 'signedIn', errors: ['exam_not_found'] },
      schema: {
        summary: 'Get an exam',
        description: 'What is registered for the exam, its external id included. For anybody who is signed in.',
        operationId: 'getExam',
        params: examParams,
        response: answers,
      },
    },
    async (request) => {
      const exam = await findExam(pool, request.params.exam_id);
      if (!exam) throw new ApiError('exam_not_found');
      return wireExam(exam);
    },
  );
  for (const { url, hide } of coursePaths(`${BASE}/course_id/:course/content_id/:content_id`)) {
    app.get(
      url,
      {
        config: { scope: 'signedIn', errors: ['exam_not_found'] },
        schema: {
          hide,
          summary: 'Get an exam by course and content',
          description: 'The exam of a sequence in a course, as `getExam` gives it.',
          operationId: 'getExamByContent',
          params: contentParams,
          response: answers,
        },
      },
      async (request) => {
        const exam = await findExamByContent(pool, request.params.course, request.params.content_id);
        if (!exam) throw new ApiError('exam_not_found');
        return wireExam(exam);
      },
    );
  }
  for (const { url, hide } of coursePaths(`${BASE}/course_id/:course`)) {
    app.get(
      url,
      {
        config: { scope: 'signedIn' },
        schema: {
          hide,
          summary: 'List the active exams of a course',
          description: 'In the order in which they were registered.',
          operationId: 'listExams',
          params: courseParams,
          response: { 200: z.array(examSchema).describe('The active exams') },
        },
      },
      async (request) => (await listActiveExams(pool, request.params.course)).map(wireExam),
    );
  }
}
