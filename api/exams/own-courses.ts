import { findCourseConfiguration, type CourseConfiguration } from '../../db/course-configurations.ts';
import type { PlatformProctoring } from '../../lms/platform/port.ts';
import type { AppDeps } from '../app-deps.ts';

const UNCONFIGURED: CourseConfiguration = { backend: null, escalationEmail: null };

/** Who has the exams of a course: we, as it is configured, or the edx-proctoring of the platform. */
export type CourseOwner =
  | { platform: null; configuration: CourseConfiguration }
  | { platform: PlatformProctoring; configuration: null };

/** Courses that have chosen no provider are the platform's, if it takes any (edx-exams §1.9). */
export async function findOwner(
  { pool, platform }: Pick<AppDeps, 'pool' | 'platform'>,
  courseId: string,
): Promise<CourseOwner> {
  const configuration = (await findCourseConfiguration(pool, courseId)) ?? UNCONFIGURED;
  return platform && configuration.backend === null
    ? { platform, configuration: null }
    : { platform: null, configuration };
}
