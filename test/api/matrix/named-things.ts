import type { CallerKind } from '../../../api/permissions/scopes.ts';
import type { ScopedRoute } from '../../../api/plugins/permissions.ts';
import { requestFor } from './ask.ts';
import { nameOf } from './rows/index.ts';
import type { Said } from './rows/row.ts';
import type { Things } from './things.ts';

/** The things whose ids a request of that caller has: found by making it, and looking which were taken. */
export function thingsIn(route: ScopedRoute, said: Said, as: CallerKind): (keyof Things)[] {
  const taken = new Set<keyof Things>();
  const things = new Proxy({} as Things, {
    get: (_, name) => {
      taken.add(name as keyof Things);
      return 'x';
    },
  });
  requestFor(route, said, things, as);
  // The number of a step is within its attempt.
  return [...taken].filter((name) => name !== 'version' && name !== 'registration');
}

/** All names of fields in a request, those of its address included. */
export function namesSaidIn(route: ScopedRoute, said: Said): string[] {
  const things = new Proxy({} as Things, { get: () => 'x' });
  const keysIn = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(keysIn);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => [name, ...keysIn(inner)]);
  };
  const inPath = Array.from(nameOf(route.url).matchAll(/:(\w+)/g), ([, name = '']) => name);
  const callers: readonly CallerKind[] = ['learner', 'courseStaff'];
  return [...inPath, ...callers.flatMap((as) => [said.query?.(things, as), said.body?.(things, as)]).flatMap(keysIn)];
}

const EXAM = '/api/edx_proctoring/v1/proctored_exam';
const GRANTED = 'time can be granted to people who are not known in the course yet';
const SHOWN = 'what exams a course has is told to whoever is signed in';
const BEGUN = 'the LMS decides who comes to an exam';

/** Ids that may be of anybody, and why. */
const OPEN: Record<string, string> = {
  [`PUT ${EXAM}/allowance username`]: GRANTED,
  [`PUT ${EXAM}/bulk_allowance username`]: GRANTED,
  [`PUT ${EXAM}/:course/bulk_allowance username`]: GRANTED,
  'POST /api/v1/exams/course_id/:course/allowances username': GRANTED,
  'POST /api/instructor/v2/courses/:course/special_exams/allowances username': GRANTED,
  'POST /api/proctoring/v1/courses/:course/allowances username': GRANTED,
  'POST /api/proctoring/v1/courses/:course/allowances/import username': GRANTED,
  [`GET ${EXAM}/exam/exam_id/:exam_id exam_id`]: SHOWN,
  [`GET ${EXAM}/exam/course_id/:course course`]: SHOWN,
  [`GET ${EXAM}/settings/exam_id/:exam_id exam_id`]: SHOWN,
  [`GET ${EXAM}/settings/exam_id/:exam_id/ exam_id`]: SHOWN,
  [`POST ${EXAM}/attempt exam_id`]: BEGUN,
  'POST /api/v1/exams/attempt exam_id': BEGUN,
};

/** Whether the id of that thing may be of anybody in a request to the route. */
export const isOpenTo = ({ method, url }: ScopedRoute, thing: keyof Things): boolean =>
  `${method} ${nameOf(url).replace(/\/\*$/, '')} ${thing}` in OPEN;

const PERSONAL: readonly (keyof Things)[] = ['username', 'user_id'];

/** Whether a request names something besides that thing that is of one course only. */
export const isMixed = (route: ScopedRoute, said: Said, thing: keyof Things, as: CallerKind): boolean =>
  route.url.includes('/:org/') ||
  thingsIn(route, said, as).some((other) => other !== thing && !PERSONAL.includes(other));
