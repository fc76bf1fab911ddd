import { ApiError } from '../../errors/api-error.ts';
import { changeExam, createExam } from '../../exams/save-exam.ts';
import type { AppDeps } from '../../app-deps.ts';
import { examCreation, examId, examUpdate, fieldErrorsSchema } from '../../schemas/exam.ts';
import { wireId } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

/** rest-api §5.2. */
export function writeExams(app: App, deps: AppDeps): void {
  app.post(
    '/v1/proctored_exam/exam',
    {
      config: { scope: 'globalStaff', fieldErrors: true },
      schema: {
        summary: 'Create an exam',
        description: "The due date and the provider can be set only when the course's exams are registered.",
        operationId: 'createExam',
        body: examCreation,
        response: { 200: examId, 400: fieldErrorsSchema },
      },
    },
    async (request) => {
      const { body } = request;
      const exam = await createExam(deps, {
        courseId: body.course_id,
        contentId: body.content_id,
        externalId: body.external_id,
        examName: body.exam_name,
        timeLimitMins: body.time_limit_mins,
        dueDate: null,
        isProctored: body.is_proctored,
        isPracticeExam: body.is_practice_exam,
        isActive: body.is_active,
        hideAfterDue: body.hide_after_due,
        backend: deps.vendors.defaultName,
        type: null,
      });
      if (exam) return { exam_id: exam.id };
      const twice = ['The fields course_id, content_id must make a unique set.'];
      throw new ApiError('validation_failed', { body: { non_field_errors: twice } });
    },
  );
  app.put(
    '/v1/proctored_exam/exam',
    {
      config: { scope: 'globalStaff', errors: ['exam_not_found'] },
      schema: {
        summary: 'Change an exam',
        description:
          'Fields that are null or absent stay as they are. Running attempts keep what they were begun with, but for a due date that moves.',
        operationId: 'changeExam',
        body: examUpdate,
        response: { 200: examId },
      },
    },
    async (request) => {
      const { body } = request;
      const id = wireId.safeParse(body.exam_id);
      if (!id.success) throw new ApiError('exam_not_found');
      const changes = {
        externalId: body.external_id,
        examName: body.exam_name,
        timeLimitMins: body.time_limit_mins,
        isProctored: body.is_proctored,
        isPracticeExam: body.is_practice_exam,
        isActive: body.is_active,
        hideAfterDue: body.hide_after_due,
      };
      const given = Object.fromEntries(
        Object.entries(changes).filter(([, value]) => value !== undefined && value !== null),
      );
      const exam = await changeExam(deps, id.data, given);
      return { exam_id: exam.id };
    },
  );
}
