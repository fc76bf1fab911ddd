import type { ScopedRoute } from '../../../api/plugins/permissions.ts';
import { DEMO_COURSE } from '../../../dev/people.ts';

/** The key of the same course as older platforms write it, in three segments of a path. */
export const OLD_COURSE = 'Demo/Proctoring/2030';

/** The courses that the requests are about. */
export const COURSES = [DEMO_COURSE, OLD_COURSE] as const;

/** Another course, with staff of its own. */
export const OTHER_COURSE = 'course-v1:Elsewhere+One+2030';

/** A course of which nobody here is staff. */
export const THIRD_COURSE = 'course-v1:Theirs+Two+2030';

/** The course of the requests to a route. */
export const courseOf = ({ url }: Pick<ScopedRoute, 'url'>): string =>
  url.includes('/:org/') ? OLD_COURSE : DEMO_COURSE;
