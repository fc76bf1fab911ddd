import type { PlatformClient } from './client.ts';
import type { PlatformProctoring } from './port.ts';

const BASE = '/api/edx_proctoring/v1';

/** A key in a path: `:`, `+` and `/` stay readable, and nothing in it ends the path early. */
const inPath = (key: string) => encodeURI(key).replaceAll('?', '%3F').replaceAll('#', '%23');

const query = (fields: Record<string, string | number>) =>
  new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();

/** The routes of edx-proctoring to which edx-exams hands over (edx-exams §1.9). */
export function createPlatformProctoring(ask: PlatformClient): PlatformProctoring {
  return {
    registerExams: (courseId, items) =>
      ask('PATCH', `${BASE}/proctored_exam/exam_registration/course_id/${inPath(courseId)}`, items),
    examWithAttempt: (courseId, contentId, userId) =>
      ask(
        'GET',
        `${BASE}/proctored_exam/attempt/course_id/${inPath(courseId)}?${query({ content_id: contentId, user_id: userId })}`,
      ),
    activeAttempt: (userId) => ask('GET', `${BASE}/proctored_exam/active_attempt?${query({ user_id: userId })}`),
    examSettings: (examId) => ask('GET', `${BASE}/proctored_exam/settings/exam_id/${examId}/`),
    onboardingStatus: (courseId, username) =>
      ask('GET', `${BASE}/user_onboarding/status?${query({ is_learning_mfe: 'true', course_id: courseId, username })}`),
  };
}
