import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { none } from '../../../db/columns.ts';
import type { Person } from '../../../dev/people.ts';
import type { ScriptedVendor } from '../../support/scripted-vendor.ts';
import { addExam, newLearner, PEOPLE, startAttempt, type Api } from '../harness.ts';
import { startOnboardingLab } from '../onboarding-lab.ts';

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ vendor, api, close } = await startOnboardingLab());
});
afterAll(() => close());

const newCourse = () => `course-v1:Overview+${crypto.randomUUID()}+1`;
const pathOf = (course: string) => `/api/proctoring/v1/courses/${encodeURIComponent(course)}/onboarding`;

interface Overview {
  counts: Record<string, number>;
  rows: { learner: [number | null, string, string]; state: string; attempt_id: number | null }[];
  next: string | null;
}

async function read(course: string, query = '', as: Person = PEOPLE.dora): Promise<Overview> {
  const answer = await api.callRoot('GET', pathOf(course) + query, { as });
  expect(answer.status).toBe(200);
  return answer.body as Overview;
}

/** A course with an onboarding exam, of learners who have got this far. */
async function courseOf(states: Record<string, number>) {
  const course = newCourse();
  const fields = { course_id: course, is_proctored: true, backend: 'lab' };
  const onboarding = await addExam(api, { ...fields, is_practice_exam: true });
  const timed = await addExam(api, { course_id: course });
  const learners: Record<string, Person[]> = {};
  for (const [state, count] of Object.entries(states)) {
    learners[state] = Array.from({ length: count }, newLearner);
    for (const learner of learners[state]) await bring(learner, state, { onboarding, timed });
  }
  return { course, learners };
}

/** Without an LMS, whoever has an attempt in the course counts as enrolled. */
async function bring(learner: Person, state: string, exams: { onboarding: number; timed: number }): Promise<void> {
  if (state === 'none') return void (await startAttempt(api, learner, exams.timed));
  vendor.otherwise({ body: { id: crypto.randomUUID() } });
  const id = await startAttempt(api, learner, exams.onboarding, { proctored: true });
  if (state === 'started') return;
  const status = state === 'submitted' || state === 'rejected' ? state : 'verified';
  for (const each of new Set(['submitted', status])) {
    const body = { status: each, reason: 'Set for the test' };
    await api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/acts/set-status`, { as: PEOPLE.dora, body });
  }
  const days = { expiring: 350, expired: 370 }[state] ?? 0;
  await api.deps.pool.query(sql.type(none)`
    update attempt set modified = modified - make_interval(days => ${days}) where id = ${id}`);
}

describe('the onboarding overview', () => {
  it('counts the learners of a course by state, and lists those of one', async () => {
    const states = { none: 2, started: 1, submitted: 1, rejected: 1, verified: 1, expiring: 1, expired: 1 };
    const { course, learners } = await courseOf(states);
    const all = await read(course);
    expect(all.counts).toEqual({ ...states, error: 0 });
    expect(all.rows).toHaveLength(8);
    const [expiring] = learners['expiring'] ?? [];
    expect((await read(course, '?state=expiring')).rows).toMatchObject([
      {
        learner: [expiring?.userId, expiring?.username, expiring?.name],
        state: 'expiring',
        since: expect.any(String),
        expires_at: expect.any(String),
        exam: expect.any(Number),
        attempt_id: expect.any(Number),
      },
    ]);
    expect((await read(course, '?state=none')).rows.map(({ attempt_id }) => attempt_id)).toEqual([null, null]);
  });

  it('is read page by page, and finds people by a part of their name', async () => {
    const { course, learners } = await courseOf({ none: 3 });
    const first = await read(course, '?limit=2');
    const second = await read(course, `?limit=2&cursor=${first.next}`);
    expect(second.next).toBeNull();
    const usernames = (learners['none'] ?? []).map(({ username }) => username);
    const listed = [...first.rows, ...second.rows].map(({ learner: [, username] }) => username);
    expect(new Set(listed)).toEqual(new Set(usernames));
    const found = await read(course, `?q=${usernames[1]?.slice(8, 20)}`);
    expect(found).toMatchObject({
      counts: { none: 1 },
      rows: [{ learner: [expect.any(Number), usernames[1], 'New Learner'] }],
    });
  });

  it('is for staff of a course that has an onboarding exam', async () => {
    const { course } = await courseOf({});
    const code = async (path: string, as: Person) => (await api.callRoot('GET', path, { as })).headers['x-error-code'];
    expect(await code(pathOf(course), { ...newLearner(), invigilates: [course] })).toBe('staff_only');
    expect(await code(pathOf(course), { ...newLearner(), staffOf: [newCourse()] })).toBe('staff_only');
    expect(await code(pathOf(course), { ...newLearner(), staffOf: [course] })).toBeUndefined();
    expect(await code(`${pathOf(course)}?stat=none`, PEOPLE.dora)).toBe('validation_failed');
    expect(await code(pathOf(newCourse()), PEOPLE.dora)).toBe('onboarding_not_found');
  });
});
