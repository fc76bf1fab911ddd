/** Where the wire-compatible routes are mounted. */
export const PREFIX = '/api/edx_proctoring';

/** Where the dialect of edx-exams is mounted, for the same exams and attempts. */
export const EXAMS_PREFIX = '/api/v1';

/** Where the new instructor dashboard of Open edX looks for what is about exams, for sites that hand it to us. */
export const INSTRUCTOR_PREFIX = '/api/instructor/v2';

/** Where the routes are mounted that the original does not have. */
export const OWN_PREFIX = '/api/proctoring/v1';

interface Block {
  courseId: string;
  contentId: string;
}

/** A path in which nothing ends it early; `:` and `+` stay readable (rest-api §2.1). */
function encodePath(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
}

/** The LMS's path to a block. */
export function jumpPath({ courseId, contentId }: Block): string {
  return encodePath(`/courses/${courseId}/jump_to/${contentId}`);
}

/** A block's page in the learning front end; absolute. */
export function mfeAddress(learningMfeUrl: string, { courseId, contentId }: Block): string {
  return learningMfeUrl + encodePath(`/course/${courseId}/${contentId}`);
}

export function attemptPath(attemptId: number): string {
  return `${PREFIX}/v1/proctored_exam/attempt/${attemptId}`;
}

export function groupedAttemptsPath(courseId: string, search: string | null): string {
  const base = encodePath(`${PREFIX}/v1/proctored_exam/attempt/grouped/course_id/${courseId}`);
  return search === null ? base : `${base}/search/${encodePath(search)}`;
}
