import { expect, it } from 'vitest';
import { groupedAttemptsPath, jumpPath, mfeAddress } from '../../../api/wire/addresses.ts';

const courseId = 'course-v1:Demo+Addresses+1';
const block = { courseId, contentId: 'what?#1' };

it('keeps a question mark or a hash of a path from ending it, and colon and plus readable', () => {
  expect(groupedAttemptsPath(courseId, 'who? #1')).toMatch(
    /course_id\/course-v1:Demo\+Addresses\+1\/search\/who%3F%20%231$/,
  );
  expect(jumpPath(block)).toBe(`/courses/${courseId}/jump_to/what%3F%231`);
  expect(mfeAddress('https://learning.example.org', block)).toBe(
    `https://learning.example.org/course/${courseId}/what%3F%231`,
  );
});
