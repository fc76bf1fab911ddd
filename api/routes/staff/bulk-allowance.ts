import { z } from 'zod';
import { isBulkValueValid, setAllowances, type BulkRequest } from '../../allowances/bulk.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps } from '../../app-deps.ts';
import { bulkAllowance, MOST_PAIRS } from '../../schemas/allowance.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { empty } from '../../schemas/fields.ts';
import { courseParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

/** The dashboard puts the message beside the form field of that name. */
function fieldProblem(field: string, detail: string): ApiError {
  return new ApiError('validation_failed', { body: { detail, field } });
}

const nobodyFound = () => fieldProblem('user_info', 'Enter a valid user name or email address, and an active exam.');

/** The course of the address, which then is that of every exam. */
const courseOf = (params: unknown) => courseParams.safeParse(params).data?.course ?? null;

/** What the form asks for; throws the problem of its first field that is not filled in as it should be. */
function wishOf(
  body: z.output<typeof bulkAllowance>,
  { courseId, by }: Pick<BulkRequest, 'courseId' | 'by'>,
): BulkRequest {
  const { exam_ids: examIds, user_ids: users, allowance_type: type, value } = body;
  const isEmpty = examIds.length === 0 || users.length === 0;
  if (isEmpty && (type === undefined || value === undefined)) throw nobodyFound();
  if (examIds.length * users.length > MOST_PAIRS) {
    throw fieldProblem('user_info', `Set at most ${MOST_PAIRS} allowances at a time: exams times learners.`);
  }
  if (type === undefined) throw fieldProblem('allowance_type', 'Choose what to allow.');
  const wish = { examIds, users, type, value: value ?? '', courseId, by };
  if (value === undefined || !isBulkValueValid(wish)) throw fieldProblem('allowance_value', 'Enter a valid number.');
  return wish;
}

/** rest-api §7.3. */
export function bulkAllowances(app: App, deps: AppDeps): void {
  const plain = { url: '/v1/proctored_exam/bulk_allowance', hide: false };
  const ofCourse = coursePaths('/v1/proctored_exam/:course/bulk_allowance').map(({ url }) => ({ url, hide: true }));
  for (const { url, hide } of [plain, ...ofCourse]) {
    app.put(
      url,
      {
        attachValidation: true,
        config: { scope: 'staffOfExams', namedIn: 'body' },
        schema: {
          hide,
          summary: 'Set an allowance for many learners on many exams',
          description:
            'A `time_multiplier` is converted to extra minutes for each exam. ' +
            `At most ${MOST_PAIRS} pairs of exam and learner at a time. Running exams get their extra time within seconds.`,
          operationId: 'setAllowances',
          body: bulkAllowance,
          response: {
            200: empty,
            207: z
              .array(
                z.object({
                  exam_id: z.string().describe('Id of the exam, as text'),
                  user_id: z.string().describe('User name or email address, as it was sent'),
                }),
              )
              .meta({
                example: [
                  { exam_id: '7', user_id: 'alice' },
                  { exam_id: '8', user_id: 'alice' },
                ],
              })
              .describe('Some of the pairs could not be set; the list contains every pair of the request'),
            400: z
              .object({
                detail: z.string().describe('What is wrong and what to do about it'),
                field: z.string().describe('Name of the form field that it is about'),
              })
              .describe('A field of the form is not filled in as it should be'),
          },
        },
      },
      async (request, reply) => {
        const wish = wishOf(request.body, { courseId: courseOf(request.params), by: callerOf(request).userId });
        const pairs = await setAllowances(deps, wish);
        if (!pairs.some(({ isStored }) => isStored)) throw nobodyFound();
        if (pairs.every(({ isStored }) => isStored)) return await reply.send(undefined);
        return await reply.code(207).send(pairs.map(({ examId, user }) => ({ exam_id: examId, user_id: user })));
      },
    );
  }
}
