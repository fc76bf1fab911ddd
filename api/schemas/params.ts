import { z } from 'zod';
import { courseKey } from './fields.ts';

/** An id in a path; the router lets only digits through. One that no number holds is unknown like any other. */
export const pathId = z
  .string()
  .regex(/^\d+$/)
  .transform((digits) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER))
  .pipe(z.int());

const joined = (params: Record<string, unknown>): Record<string, unknown> =>
  'org' in params ? { ...params, course: [params['org'], params['number'], params['run']].join('/') } : params;

/** Parameters of a path that holds a course key in one or in three segments (see `coursePaths`). */
export function withCourse<Shape extends z.ZodRawShape>(shape: Shape) {
  const named = z.object({ course: courseKey, ...shape });
  return z.preprocess((params) => joined(params as Record<string, unknown>), named);
}

/** Global staff may ask about somebody else (rest-api §6.8). */
export const userQuery = z.object({
  user_id: z.string().optional().describe('Id of another learner; for global staff only'),
});

export const courseParams = withCourse({});
/** The parameters of a path below an exam of a course. */
export const examInCourse = withCourse({ exam_id: pathId.meta({ description: 'Id of the exam', example: '7' }) });
export const examParams = z.object({ exam_id: pathId.meta({ description: 'Id of the exam', example: '7' }) });
export const attemptParams = z.object({ attempt_id: pathId.meta({ description: 'Id of the attempt', example: '12' }) });
