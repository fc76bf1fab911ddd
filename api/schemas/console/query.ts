import { z } from 'zod';
import { pathId, withCourse } from '../params.ts';

/** Query parameters of our own routes: one that a route does not know is refused, so that a typo is no wider answer. */
export const query = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape);

export const noQuery = query({});

/** The parameters of a path below an exam of a course. */
export const examInCourse = withCourse({ exam_id: pathId.meta({ description: 'Id of the exam', example: '7' }) });
