import { z } from 'zod';
import { ApiError } from '../../errors/api-error.ts';
import { fieldErrors } from '../../errors/field-errors.ts';
import { throwIfInvalid } from '../../errors/throw-if-invalid.ts';
import { registerExams } from '../../exams/register-exams.ts';
import type { AppDeps } from '../../app-deps.ts';
import { examId, examRegistration, fieldErrorsSchema } from '../../schemas/exam.ts';
import { courseParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

/** More than any course has. */
const MOST_EXAMS = 1_000;

const unprocessable = z
  .union([z.record(z.string(), fieldErrorsSchema), fieldErrorsSchema])
  .describe('Messages by field, for each invalid item by its position in the list');

function kindOf(body: unknown): string {
  return body !== null && typeof body === 'object' ? 'dict' : typeof body === 'string' ? 'str' : typeof body;
}

/** What is wrong with the list, item by item (rest-api §5.3; positions as 6.1.4 answers). */
function refusalOf(body: unknown): ApiError {
  if (!Array.isArray(body)) {
    const message = `Expected a list of items but got type "${kindOf(body)}".`;
    return new ApiError('exams_invalid', { body: { non_field_errors: [message] } });
  }
  if (body.length > MOST_EXAMS) {
    return new ApiError('exams_invalid', { body: { non_field_errors: [`Send at most ${MOST_EXAMS} exams.`] } });
  }
  const results = body.map((item) => examRegistration.safeParse(item));
  const wrong = results.flatMap(({ error }, position) => (error ? [[position, fieldErrors(error.issues)]] : []));
  return new ApiError('exams_invalid', { body: Object.fromEntries(wrong) });
}

export function registerExamsRoute(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/v1/proctored_exam/exam_registration/course_id/:course')) {
    app.patch(
      url,
      {
        attachValidation: true,
        config: { scope: 'globalStaff', errors: ['exam_listed_twice', 'backend_unknown', 'exams_invalid'] },
        schema: {
          hide,
          summary: 'Register all exams of a course',
          description:
            'Send the complete list. Exams that are no longer on it become inactive and unproctored. If any item is invalid, nothing changes.',
          operationId: 'registerExams',
          params: courseParams,
          body: z.array(examRegistration).max(MOST_EXAMS),
          response: { 200: z.array(examId).describe('The ids, in the order of the list'), 422: unprocessable },
        },
      },
      async (request) => {
        throwIfInvalid(request, 'params');
        if (request.validationError) throw refusalOf(request.body);
        const ids = await registerExams(deps, request.params.course, request.body);
        return ids.map((id) => ({ exam_id: id }));
      },
    );
  }
}
