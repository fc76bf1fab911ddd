import { CALLERS, type CallerKind } from '../../../api/permissions/scopes.ts';
import type { Person } from '../../../dev/people.ts';
import { signedInAs } from '../../support/two-vendors.ts';
import { newLearner, PEOPLE, type Api } from '../harness.ts';
import { COURSES, OTHER_COURSE } from './courses.ts';
import { signedIn, type Headers } from './tokens.ts';

export const RETIREMENT_WORKER = 'retirement-worker';

/** Every kind of caller that permissions tell apart. */
export const KINDS = Object.keys(CALLERS) as CallerKind[];

/** One of each kind but the learner, of whom there is one for each thing, and the vendors, who have accounts. */
const PERSONS = {
  otherLearner: newLearner(),
  courseStaff: { ...newLearner(), staffOf: [...COURSES] },
  otherCourseStaff: { ...newLearner(), staffOf: [OTHER_COURSE] },
  invigilator: { ...newLearner(), invigilates: [...COURSES] },
  courseReviewer: { ...newLearner(), reviews: [...COURSES] },
  operator: { ...newLearner(), isOperator: true },
  globalStaff: PEOPLE.dora,
  lmsService: PEOPLE.lms,
  retirementService: { ...newLearner(), username: RETIREMENT_WORKER },
} as const satisfies Partial<Record<CallerKind, Person>>;

/** How a caller of each kind signs in; the learner is the one whom the request is about. */
export type Callers = (kind: CallerKind, learner: Person) => Promise<Headers>;

/** Signs all of them in once, so that none is recorded as new later. */
export async function signCallersIn(api: Api): Promise<Callers> {
  const persons = await Promise.all(
    Object.entries(PERSONS).map(async ([kind, person]) => [kind, await signedIn(person)] as const),
  );
  const known: Partial<Record<string, Headers>> = {
    ...Object.fromEntries(persons),
    anonymous: {},
    vendor: await signedInAs(api, 'one'),
    otherVendor: await signedInAs(api, 'two'),
  };
  for (const headers of Object.values(known)) {
    const answer = await api.call('GET', '/v1/proctored_exam/attempt', { headers: headers ?? {} });
    if (headers !== known['anonymous'] && answer.status !== 200) throw new Error(`Refused: ${JSON.stringify(answer)}`);
  }
  const learners = new Map<string, Headers>();
  return async (kind, learner) => {
    const headers = known[kind] ?? learners.get(learner.username) ?? (await signedIn(learner));
    if (kind === 'learner') learners.set(learner.username, headers);
    return headers;
  };
}
