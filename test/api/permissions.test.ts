// Every registered route, called by people who may and who may not; docs/permissions.md says the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf, isOpen, type Scope } from '../../api/permissions/scopes.ts';
import { buildDescribedApp } from '../../api/described-app.ts';
import type { ScopedRoute } from '../../api/plugins/permissions.ts';
import { addExam, COURSE, newLearner, PEOPLE, startApi, type Api, type Method } from './harness.ts';

const described = await buildDescribedApp();
const routes = described.scopedRoutes.filter(({ isHidden, method }) => !isHidden && method !== 'HEAD');
await described.close();

const owner = newLearner();
const otherLearner = newLearner();
const staff = { ...newLearner(), staffOf: [COURSE] };
const staffElsewhere = { ...newLearner(), staffOf: ['course-v1:Elsewhere+One+2030'] };

let api: Api;
let ids: Record<string, string>;
beforeAll(async () => {
  api = await startApi();
  const examId = await addExam(api);
  const body = { exam_id: examId, start_clock: 'true' };
  const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: owner, body });
  const { exam_attempt_id: attemptId } = created.body as { exam_attempt_id: number };
  ids = { exam_id: String(examId), attempt_id: String(attemptId), user_id: String(owner.userId), course: COURSE };
});
afterAll(() => api.close());

const addressOf = ({ url }: ScopedRoute) =>
  url
    .replaceAll(/\(\^.*?\$\)/g, '')
    .replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? 'abc')
    .replace(/\*$/, 'abc');

async function codeFor(route: ScopedRoute, as?: typeof owner): Promise<unknown> {
  const body = route.method === 'GET' ? {} : { body: { exam_id: ids['exam_id'], exam_ids: ids['exam_id'] } };
  const { headers } = await api.callRoot(route.method as Method, addressOf(route), { ...body, ...(as && { as }) });
  return headers['x-error-code'];
}

const named = (list: readonly ScopedRoute[]) => list.map((route) => [`${route.method} ${route.url}`, route] as const);
const withScope = (...scopes: Scope[]) => named(routes.filter(({ scope }) => scopes.includes(scope)));

describe('without signing in', () => {
  it.each(named(routes.filter((route) => !isOpen(route))))('nobody may %s', async (_, route) => {
    expect(await codeFor(route)).toBe('not_authenticated');
  });
});

describe('another learner, and staff of another course,', () => {
  it.each(
    withScope(
      'ownAttempt',
      'ownAttemptOrCourseStaff',
      'ownAttemptOrStaffToResume',
      'staffOfAttempt',
      'staffOfExam',
      'staffOfExams',
      'courseStaff',
      'globalStaff',
      'retirementService',
    ).filter(([, { url }]) => !url.endsWith('/review_status')),
  )('may not %s', async (_, route) => {
    const { refusals } = factsOf(route.scope);
    expect(refusals).toContain(await codeFor(route, otherLearner));
    expect(refusals).toContain(await codeFor(route, staffElsewhere));
  });
});

describe('staff of the course', () => {
  it.each(
    withScope('globalStaff', 'retirementService', 'ownAttempt').filter(
      ([, { url }]) => !url.endsWith('/review_status'),
    ),
  )('may not %s', async (_, route) => {
    expect(factsOf(route.scope).refusals).toContain(await codeFor(route, staff));
  });

  it.each(withScope('courseStaff', 'ownAttemptOrCourseStaff'))('may %s, and so may global staff', async (_, route) => {
    const { refusals } = factsOf(route.scope);
    expect(refusals).not.toContain(await codeFor(route, staff));
    expect(refusals).not.toContain(await codeFor(route, PEOPLE.dora));
  });
});

describe('the learner of the attempt', () => {
  it.each(withScope('ownAttempt', 'ownAttemptOrCourseStaff'))('may %s', async (_, route) => {
    expect(factsOf(route.scope).refusals).not.toContain(await codeFor(route, owner));
  });
});

describe('global staff', () => {
  it.each(withScope('globalStaff'))('may %s', async (_, route) => {
    expect(factsOf(route.scope).refusals).not.toContain(await codeFor(route, PEOPLE.dora));
  });
});
