import { sql } from 'slonik';
import { countGroupsOfCourse } from '../../db/grouped-attempts.ts';
import { until } from '../../dev/until.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addExam, COURSE, examItem, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const BASE = '/v1/proctored_exam/attempt/grouped/course_id';
interface Page {
  proctored_exam_attempts: { id: number; status: string; all_attempts: { id: number }[]; user: { username: string } }[];
  pagination_info: object;
  attempt_url: string;
}
const list = async (path: string) => (await api.call('GET', `${BASE}/${path}`, { as: PEOPLE.dora })).body as Page;

/** Finished attempts of as many learners, a second apart, as the store would have written them. */
async function storeAttempts(examId: number, count: number, after = 0): Promise<void> {
  await api.service.pool.query(sql.unsafe`
    insert into person (id, username, email)
    select 5000000 + ${examId}::int * 10000 + n, 'learner-' || ${examId}::int || '-' || n, 'l' || n || '@example.org'
    from generate_series(${after + 1}::int, ${after + count}::int) n`);
  await api.service.pool.query(sql.unsafe`
    insert into attempt (attempt_code, user_id, exam_id, status, taking_as_proctored, is_sample_attempt, exam_type,
      created, modified, version, state)
    select 'CODE-' || ${examId}::int || '-' || n, 5000000 + ${examId}::int * 10000 + n, ${examId}, 'submitted', false,
      false, 'timed', now() + n * interval '1 second', now(), 1, '{}'
    from generate_series(${after + 1}::int, ${after + count}::int) n`);
}

describe("the list of a course's attempts", () => {
  it('has pages of 25, the newest first; nonsense is the first page, too high the last', async () => {
    const course = 'course-v1:Pages+Of+25';
    const { body } = await api.call('PATCH', `/v1/proctored_exam/exam_registration/course_id/${course}`, {
      as: PEOPLE.lms,
      body: [examItem(), examItem()],
    });
    const [{ exam_id: one }, { exam_id: two }] = body as [{ exam_id: number }, { exam_id: number }];
    await storeAttempts(one, 20);
    await storeAttempts(two, 10);
    const first = await list(course);
    expect(first.proctored_exam_attempts).toHaveLength(25);
    expect(first.proctored_exam_attempts[0]?.user.username).toBe(`learner-${one}-20`);
    expect(first.attempt_url).toBe(`/api/edx_proctoring${BASE}/${course}`);
    expect(first.pagination_info).toEqual({ has_previous: false, has_next: true, current_page: 1, total_pages: 2 });
    const last = await list(`${course}?page=99`);
    expect(last.proctored_exam_attempts).toHaveLength(5);
    expect(last.pagination_info).toEqual({ has_previous: true, has_next: false, current_page: 2, total_pages: 2 });
    expect((await list(`${course}?page=x`)).pagination_info).toMatchObject({ current_page: 1 });
    const seen = [...first.proctored_exam_attempts, ...last.proctored_exam_attempts].map(({ id }) => id);
    expect(new Set(seen).size).toBe(30);
    const found = await list(`${encodeURIComponent(course)}/search/learner-${two}-1`);
    expect(found.proctored_exam_attempts.map(({ user }) => user.username)).toEqual([
      `learner-${two}-10`,
      `learner-${two}-1`,
    ]);
    expect(await list(`${course}/search/100%25`)).toMatchObject({ proctored_exam_attempts: [] });
    const nothing = `/v1/proctored_exam/attempt/grouped/course_id/${course}/search/`;
    expect(await api.call('GET', nothing, { as: PEOPLE.dora })).toMatchObject({ status: 404 });
  });

  it('loses an attempt that staff deleted, and shows a new one', async () => {
    const learner = newLearner();
    const examId = await addExam(api);
    const id = await startAttempt(api, learner, examId);
    const own = async () =>
      (await list(`${COURSE}/search/${learner.username}`)).proctored_exam_attempts.map(({ id, status }) => ({
        id,
        status,
      }));
    expect(await own()).toEqual([{ id, status: 'started' }]);
    const path = `/v1/proctored_exam/exam_id/${examId}/user_id/${learner.userId}/reset_attempts`;
    expect(await api.call('DELETE', path, { as: newLearner() })).toMatchObject({ status: 403 });
    expect(await api.call('DELETE', path, { as: { ...newLearner(), staffOf: [COURSE] } })).toMatchObject({
      status: 200,
      body: '',
    });
    expect(await own()).toEqual([]);
    expect(await api.call('DELETE', path, { as: PEOPLE.dora })).toMatchObject({
      status: 404,
      body: expect.any(String),
    });
    const next = await startAttempt(api, learner, examId);
    expect(await own()).toEqual([{ id: next, status: 'started' }]);
  });

  it('asks three statements for any page, and one more for the record', async () => {
    const course = 'course-v1:Long+List+1';
    const { body } = await api.call('PATCH', `/v1/proctored_exam/exam_registration/course_id/${course}`, {
      as: PEOPLE.lms,
      body: [examItem()],
    });
    const [{ exam_id: examId }] = body as [{ exam_id: number }];
    await storeAttempts(examId, 900);
    for (const page of ['', '?page=18', '?page=36']) {
      api.statements();
      await list(`${course}${page}`);
      expect(api.statements()).toHaveLength(4);
    }
  });

  it('brings its counts up to date by itself when many have changed', async () => {
    const course = 'course-v1:Counted+List+1';
    const { body } = await api.call('PATCH', `/v1/proctored_exam/exam_registration/course_id/${course}`, {
      as: PEOPLE.lms,
      body: [examItem()],
    });
    const [{ exam_id: examId }] = body as [{ exam_id: number }];
    await storeAttempts(examId, 1_100);
    expect((await list(course)).pagination_info).toMatchObject({ total_pages: 44 });
    await until(async () => (await countGroupsOfCourse(api.service.pool, course)).uncounted === 0, 'counted');
    expect((await list(`${course}?page=44`)).pagination_info).toMatchObject({ total_pages: 44, current_page: 44 });
  });
});
