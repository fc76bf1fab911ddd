import type { z } from 'zod';
import type { CourseAllowanceRow } from '../../db/course-allowances.ts';
import { ADDITIONAL_TIME, readExtraMinutes } from '../../rules/attempt/minutes.ts';
import { dayOf } from './days.ts';
import type { courseAllowance } from '../schemas/console/allowances.ts';
import { wireValue } from './allowance.ts';

/** An allowance as the console sees it, with the days of the site's zone. */
export function wireCourseAllowance(row: CourseAllowanceRow, zone: string): z.output<typeof courseAllowance> {
  const { id, learner, examId, examName, key, value, reason, by, expiresAt, usedBy } = row;
  return {
    id,
    learner: [learner.id, learner.username, learner.fullName],
    exam: examId,
    exam_name: examName,
    ...wireValue(row),
    minutes: key === ADDITIONAL_TIME ? readExtraMinutes(value) : null,
    reason,
    by,
    expires_on: expiresAt === null ? null : dayOf(expiresAt - 1, zone),
    used_by: usedBy,
  };
}
