import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { ADDITIONAL_TIME } from '../rules/attempt/minutes.ts';
import { extraMinutes } from './clock-facts.ts';
import { rowOf, wholeNumber } from './columns.ts';

const extraTimeRow = rowOf({
  id: wholeNumber,
  examId: wholeNumber,
  examName: z.string(),
  userId: wholeNumber,
  username: z.string(),
  email: z.string(),
  minutes: extraMinutes,
});

/** Extra time of a learner on an exam. */
export type ExtraTime = z.output<typeof extraTimeRow>;

/** The extra time that learners have on the active exams of a course, by exam. */
export async function listExtraTimeOfCourse(db: CommonQueryMethods, courseId: string): Promise<readonly ExtraTime[]> {
  return await db.any(sql.type(extraTimeRow)`
    select allowance.id, exam.id as exam_id, exam.exam_name, person.id as user_id, person.username, person.email,
      allowance.value as minutes
    from exam join allowance on allowance.exam_id = exam.id and allowance.key = ${ADDITIONAL_TIME}
    join person on person.id = allowance.user_id
    where exam.course_id = ${courseId} and exam.is_active order by exam.id, allowance.id`);
}

const placeRow = rowOf({ examId: wholeNumber, userId: wholeNumber });

/** Whose extra time on which exam of the course that is; null if the course has no such allowance. */
export async function findExtraTimeOfCourse(db: CommonQueryMethods, courseId: string, allowanceId: number) {
  return await db.maybeOne(sql.type(placeRow)`
    select allowance.exam_id, allowance.user_id from allowance join exam on exam.id = allowance.exam_id
    where allowance.id = ${allowanceId} and allowance.key = ${ADDITIONAL_TIME} and exam.course_id = ${courseId}`);
}
