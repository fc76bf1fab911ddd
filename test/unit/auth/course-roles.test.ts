import { expect, test } from 'vitest';
import { courseRolesIn } from '../../../api/auth/course-roles.ts';

const COURSE = 'course-v1:Org+Num+Run';

test('claims of roles name the role and the course, in both forms of course keys', () => {
  expect(courseRolesIn([`instructor:${COURSE}`, 'invigilator:Org/Num/Run', `reviewer:${COURSE}`])).toEqual([
    { role: 'staff', course: COURSE },
    { role: 'invigilator', course: 'Org/Num/Run' },
    { role: 'reviewer', course: COURSE },
  ]);
});

test('a claim for one group, of another role or without a course gives nothing', () => {
  expect(
    courseRolesIn([
      `invigilator:${COURSE}:hall-2`,
      `beta_testers:${COURSE}`,
      `constructor:${COURSE}`,
      'operator',
      'staff:',
    ]),
  ).toEqual([]);
});
