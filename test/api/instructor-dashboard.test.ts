import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begin, item, newCourse, register, startExamsLab, type ExamsLab } from './exams-dialect/lab.ts';
import { newLearner, type Answer, type CallOptions, type Method } from './harness.ts';

let lab: ExamsLab;
beforeAll(async () => {
  lab = await startExamsLab();
});
afterAll(() => lab.api.close());

interface Row {
  id: number;
  user: { id: number; username: string; email: string };
  exam_name: string;
}
interface List {
  count: number;
  num_pages: number;
  next: string | null;
  previous: string | null;
  results: Row[];
}

/** A course with a timed and a practice exam, and what its staff call. */
async function courseOfStaff(course?: string) {
  const made = newCourse();
  const key = course ?? made.course;
  const carol = { ...made.carol, staffOf: [key] };
  const place = { ...made, course: key, carol };
  const exams = await register(lab, key, [
    item(),
    item({ exam_name: 'Warm-up', exam_type: 'practice', time_limit_mins: 20 }),
  ]);
  const [midterm, warmUp] = exams;
  const call = (method: Method, path: string, options: CallOptions = {}): Promise<Answer> =>
    lab.api.callRoot(method, `/api/instructor/v2/courses/${key}/special_exams${path}`, { as: carol, ...options });
  const attempts = async (query = '') => (await call('GET', `/attempts${query}`)).body as List;
  const allowances = async (query = '') => (await call('GET', `/allowances${query}`)).body as List;
  return { ...place, call, attempts, allowances, midterm: midterm?.id ?? 0, warmUp: warmUp?.id ?? 0 };
}

const ofStranger = (body: unknown) => ({ as: newLearner(), ...(body === undefined ? {} : { body }) });

describe('the exams of the instructor dashboard', () => {
  it.each(['course-v1:Demo+Dashboard+2030', 'Demo/Dashboard/2029'])('are listed by kind: %s', async (course) => {
    const { call, midterm, warmUp } = await courseOfStaff(course);
    expect((await call('GET', '')).body).toEqual([
      expect.objectContaining({ id: midterm, exam_type: 'timed', is_proctored: false, is_practice_exam: false }),
      expect.objectContaining({ id: warmUp, exam_type: 'practice', is_proctored: true, is_practice_exam: true }),
    ]);
    expect((await call('GET', '?exam_type=practice')).body).toEqual([expect.objectContaining({ id: warmUp })]);
    expect((await call('GET', '?exam_type=quiz&colour=red')).body).toEqual([]);
  });
});

describe('the attempts of the instructor dashboard', () => {
  it('come in pages, found by a part of a name and in the order of a column', async () => {
    const { attempts, midterm, warmUp } = await courseOfStaff();
    const [alice, bob, chris] = [newLearner(), newLearner(), newLearner()];
    const ids: number[] = [];
    for (const learner of [alice, bob, chris]) ids.push(await begin(lab, learner, midterm));
    await lab.exams('PUT', `/exams/attempt/${ids[0]}`, { as: alice, body: { action: 'submit' } });
    const practice = await begin(lab, alice, warmUp);
    const idsOf = ({ results }: List) => results.map(({ id }) => id);
    const all = await attempts();
    expect(all).toMatchObject({ count: 4, num_pages: 1, next: null, previous: null });
    expect(idsOf(all)).toEqual([practice, ids[2], ids[1], ids[0]]);
    expect(all.results[3]).toEqual({
      id: ids[0],
      user: { id: alice.userId, username: alice.username, email: alice.email },
      exam_id: midterm,
      exam_name: 'Midterm',
      exam_type: 'timed',
      allowed_time_limit_mins: 30,
      start_time: expect.any(String),
      end_time: expect.any(String),
      status: 'submitted',
      ready_to_resume: false,
    });
    const second = await attempts('?page=2&page_size=3&ordering=nonsense');
    expect(second).toMatchObject({ count: 4, num_pages: 2, next: null, previous: expect.stringContaining('page=1') });
    expect(idsOf(second)).toEqual([ids[0]]);
    expect(idsOf(await attempts('?page=99&page_size=3'))).toEqual([ids[0]]);
    expect(idsOf(await attempts('?page=x&page_size=-1'))).toEqual(idsOf(all));
    expect(idsOf(await attempts(`?search=${bob.username.slice(3)}`))).toEqual([ids[1]]);
    for (const column of ['user.username', 'exam_name', 'time_limit', 'type', 'start_time', 'end_time', 'status']) {
      const [up, down] = [await attempts(`?ordering=${column}`), await attempts(`?ordering=-${column}`)];
      expect(new Set(idsOf(up))).toEqual(new Set(idsOf(all)));
      expect(idsOf(up)[0]).not.toBe(idsOf(down)[0]);
    }
    const byName = (await attempts('?ordering=-user.username')).results.map(({ user }) => user.username);
    expect(byName).toEqual(byName.toSorted().toReversed());
  });

  it('are reset together, so that the learner can start again', async () => {
    const { call, midterm, attempts } = await courseOfStaff();
    const alice = newLearner();
    const other = await courseOfStaff();
    await begin(lab, alice, midterm);
    for (const path of [`/${other.midterm}/reset/${alice.username}`, `/${midterm}/reset/nobody`]) {
      expect(await call('POST', path)).toMatchObject({ status: 404 });
    }
    expect(await call('POST', `/${midterm}/reset/${alice.username}`)).toMatchObject({
      status: 200,
      body: { success: true },
    });
    expect((await attempts()).count).toBe(0);
    expect(await call('POST', `/${midterm}/reset/${alice.username}`)).toMatchObject({
      status: 404,
      headers: { 'x-error-code': 'attempt_not_found' },
    });
    await begin(lab, alice, midterm);
    expect((await attempts()).count).toBe(1);
  });
});

describe('the allowances of the instructor dashboard', () => {
  it('are granted for each pair, listed, and removed by id or by name', async () => {
    const { call, allowances, midterm, warmUp } = await courseOfStaff();
    const [alice, bob] = [newLearner(), newLearner()];
    for (const learner of [alice, bob]) await begin(lab, learner, midterm);
    const grant = { exam_ids: [midterm, warmUp], allowance_type: 'additional_time_granted', value: '30' };
    expect(
      (await call('POST', '/allowances', { body: { ...grant, user_ids: [alice.username, 'nobody'] } })).body,
    ).toEqual({
      allowance_type: 'additional_time_granted',
      value: '30',
      results: [
        { identifier: alice.username, exam_id: midterm, success: true },
        { identifier: 'nobody', exam_id: midterm, success: false, error: expect.any(String) },
        { identifier: alice.username, exam_id: warmUp, success: true },
        { identifier: 'nobody', exam_id: warmUp, success: false, error: expect.any(String) },
      ],
    });
    await call('POST', '/allowances', { body: { ...grant, exam_ids: [midterm], user_ids: [bob.email], value: 15 } });
    const list = await allowances();
    expect(list).toMatchObject({ count: 3, num_pages: 1 });
    expect(list.results[0]).toEqual({
      id: expect.any(Number),
      user: { id: alice.userId, username: alice.username, email: alice.email },
      proctored_exam: { id: midterm, exam_name: 'Midterm', exam_type: 'timed' },
      key: 'additional_time_granted',
      value: '30',
    });
    expect(await allowances('?page=2&page_size=2')).toMatchObject({ count: 3, results: [{ value: '15' }] });
    expect(await allowances('?ordering=value')).toMatchObject({ results: [{ value: '15' }, {}, {}] });
    expect(await allowances(`?search=${bob.username}`)).toMatchObject({ count: 1 });
    const removal = { user_ids: [alice.userId, bob.username, 'nobody'], allowance_type: 'additional_time_granted' };
    expect((await call('DELETE', `/${midterm}/allowance`, { body: removal })).body).toEqual({
      allowance_type: 'additional_time_granted',
      results: [
        { identifier: alice.userId, success: true },
        { identifier: bob.username, success: true },
        { identifier: 'nobody', success: false, error: expect.any(String) },
      ],
    });
    expect((await allowances()).count).toBe(1);
    const exception = { allowance_type: 'review_policy_exception', value: 'May read aloud', exam_ids: [warmUp] };
    await call('POST', '/allowances', { body: { ...exception, user_ids: [alice.username] } });
    expect((await allowances()).count).toBe(2);
  });

  it('of another course are neither granted nor removed, and nonsense is refused', async () => {
    const [ours, theirs] = [await courseOfStaff(), await courseOfStaff()];
    const alice = newLearner();
    await begin(lab, alice, theirs.midterm);
    const grant = { exam_ids: [theirs.midterm], user_ids: [alice.username], allowance_type: 'additional_time_granted' };
    expect((await ours.call('POST', '/allowances', { body: { ...grant, value: '30' } })).body).toMatchObject({
      results: [{ success: false }],
    });
    expect((await theirs.allowances()).count).toBe(0);
    await theirs.call('POST', '/allowances', { body: { ...grant, value: '30' } });
    const removal = { body: { user_ids: [alice.username], allowance_type: 'additional_time_granted' } };
    expect(await ours.call('DELETE', `/${theirs.midterm}/allowance`, removal)).toMatchObject({ status: 404 });
    expect((await theirs.allowances()).count).toBe(1);
    for (const body of [{ ...grant }, { ...grant, value: 'long' }, { ...grant, exam_ids: [], value: '1' }]) {
      expect(await theirs.call('POST', '/allowances', { body })).toMatchObject({ status: 400 });
    }
    expect(await theirs.call('DELETE', `/${theirs.midterm}/allowance`, { body: {} })).toMatchObject({ status: 400 });
  });
});

describe('the instructor dashboard', () => {
  it('is for staff of the course alone', async () => {
    const [ours, theirs] = [await courseOfStaff(), await courseOfStaff()];
    const calls: [Method, string, unknown?][] = [
      ['GET', ''],
      ['GET', '/attempts'],
      ['GET', '/allowances'],
      [
        'POST',
        '/allowances',
        { exam_ids: [1], user_ids: ['a'], allowance_type: 'additional_time_granted', value: '1' },
      ],
      ['DELETE', `/${ours.midterm}/allowance`, { user_ids: ['a'], allowance_type: 'additional_time_granted' }],
      ['POST', `/${ours.midterm}/reset/alice`],
    ];
    for (const [method, path, body] of calls) {
      const stranger = ofStranger(body);
      expect(await ours.call(method, path, stranger)).toMatchObject({ status: 403 });
      expect(await ours.call(method, path, { ...stranger, as: theirs.carol })).toMatchObject({ status: 403 });
      const address = `/api/instructor/v2/courses/${ours.course}/special_exams${path}`;
      expect(await lab.api.callRoot(method, address, body === undefined ? {} : { body })).toMatchObject({
        status: 401,
      });
    }
  });
});
