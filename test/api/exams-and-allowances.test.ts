import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addExam, COURSE, examItem, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const staff = PEOPLE.dora;
const read = async (id: number) => (await api.call('GET', `/v1/proctored_exam/exam/exam_id/${id}`, { as: staff })).body;
const register = (course: string, body: unknown) =>
  api.call('PATCH', `/v1/proctored_exam/exam_registration/course_id/${course}`, { as: PEOPLE.lms, body });

describe('exams', () => {
  it('are created, changed and read back', async () => {
    const id = await addExam(api, { exam_name: 'Midterm', time_limit_mins: 45 });
    expect(await read(id)).toMatchObject({ id, exam_name: 'Midterm', time_limit_mins: 45, due_date: null });
    const body = { exam_id: String(id), exam_name: 'Renamed', time_limit_mins: null };
    const changed = await api.call('PUT', '/v1/proctored_exam/exam', { as: staff, body });
    expect(changed).toMatchObject({ status: 200, body: { exam_id: id } });
    expect(await read(id)).toMatchObject({ exam_name: 'Renamed', time_limit_mins: 45 });
  });

  it('are refused field by field', async () => {
    const create = async (body: object) =>
      (await api.call('POST', '/v1/proctored_exam/exam', { as: staff, body })).body;
    const item = { ...examItem(), external_id: 'x' };
    expect(
      await create({ ...item, time_limit_mins: 'ten', exam_name: ' ', is_active: 'maybe', external_id: null }),
    ).toEqual({
      time_limit_mins: ['A valid integer is required.'],
      exam_name: ['This field may not be blank.'],
      is_active: ['Must be a valid boolean.'],
      external_id: ['This field may not be null.'],
    });
    expect(await create({ ...item, due_date: 'soon', backend: null })).toEqual({
      due_date: [expect.stringMatching(/^Datetime has wrong format\./)],
      backend: ['This field may not be null.'],
    });
    expect(await create({ ...item, exam_name: 'Long'.repeat(100) })).toEqual({ exam_id: expect.any(Number) });
    expect(await create(item)).toEqual({
      non_field_errors: ['The fields course_id, content_id must make a unique set.'],
    });
    const as = { ...newLearner(), staffOf: [COURSE] };
    expect(await api.call('POST', '/v1/proctored_exam/exam', { as, body: {} })).toMatchObject({ status: 403 });
  });

  it('of a course are registered as a whole, in the order of the list', async () => {
    const course = 'Org/Num/Run';
    const [one, two] = [examItem({ due_date: '2031-01-01T12:00:00+02:00' }), examItem()];
    const first = await register(course, [one, two]);
    const [{ exam_id: oneId }, { exam_id: twoId }] = first.body as [{ exam_id: number }, { exam_id: number }];
    expect(await read(oneId)).toMatchObject({ course_id: course, due_date: '2031-01-01T10:00:00Z' });
    const second = await register(course, [examItem(), { ...one, due_date: undefined, time_limit_mins: 30 }]);
    expect(second.body).toEqual([{ exam_id: expect.any(Number) }, { exam_id: oneId }]);
    expect(await read(oneId)).toMatchObject({ due_date: null, time_limit_mins: 30, is_active: true });
    expect(await read(twoId)).toMatchObject({ is_active: false, is_proctored: false });
    const list = await api.call('GET', `/v1/proctored_exam/exam/course_id/${course}`, { as: newLearner() });
    expect((list.body as { id: number }[]).map(({ id }) => id)).not.toContain(twoId);
  });

  it('are registered all or not at all', async () => {
    const course = 'course-v1:All+Or+Nothing';
    const wrong = await register(course, [examItem(), { ...examItem(), due_date: 'soon', exam_name: undefined }]);
    expect(wrong).toMatchObject({
      status: 422,
      body: { 1: { due_date: [expect.stringContaining('wrong format')], exam_name: ['This field is required.'] } },
    });
    expect(await register(course, { content_id: 'x' })).toMatchObject({
      status: 422,
      body: { non_field_errors: ['Expected a list of items but got type "dict".'] },
    });
    const twice = examItem();
    expect(await register(course, [twice, twice])).toMatchObject({ status: 400 });
    expect(await register(course, [examItem({ is_proctored: true, backend: 'no-such' })])).toMatchObject({
      status: 400,
    });
    const list = await api.call('GET', `/v1/proctored_exam/exam/course_id/${course}`, { as: staff });
    expect(list.body).toEqual([]);
  });

  it('and their changes are stored together', async () => {
    const id = await addExam(api);
    const count = await api.service.pool.oneFirst(sql.unsafe`
      select count(*)::int from pending_change where subject = ${`exam/${id}`}`);
    expect(count).toBe(1);
  });
});

describe('allowances', () => {
  const put = (body: object, as: typeof staff | ReturnType<typeof newLearner> = staff) =>
    api.call('PUT', '/v1/proctored_exam/allowance', { as, body });
  const bulk = (body: object, as: typeof staff | ReturnType<typeof newLearner> = staff) =>
    api.call('PUT', '/v1/proctored_exam/bulk_allowance', { as, body });
  /** Known to the service by having looked at something. */
  const known = async () => {
    const learner = newLearner();
    await api.call('GET', '/v1/proctored_exam/attempt', { as: learner });
    return learner;
  };
  const of = async (examId: number) => {
    const { body } = await api.call('GET', `/v1/proctored_exam/${COURSE}/allowance`, { as: staff });
    return (body as { proctored_exam: { id: number }; key: string; value: string; user: { username: string } }[])
      .filter(({ proctored_exam: { id } }) => id === examId)
      .map(({ key, value, user: { username } }) => ({ key, value, username }));
  };

  it("are for staff of the exam's course, whatever course the body names", async () => {
    const examId = await addExam(api);
    const { username } = await known();
    const body = { exam_id: examId, user_info: username, key: 'review_policy_exception', value: 'Paper' };
    const elsewhere = { ...newLearner(), staffOf: ['course-v1:Else+Where+1'] };
    expect(await put({ ...body, course_id: 'course-v1:Else+Where+1' }, elsewhere)).toMatchObject({ status: 403 });
    expect(await put(body, { ...newLearner(), staffOf: [COURSE] })).toMatchObject({ status: 200, body: '' });
    expect(await of(examId)).toEqual([{ key: 'review_policy_exception', value: 'Paper', username }]);
  });

  it('that are not named in full are not removed, and nobody is told off', async () => {
    const examId = await addExam(api);
    const { username, userId } = await known();
    const named = { exam_id: examId, user_id: userId, key: 'review_policy_exception' };
    await put({ exam_id: examId, user_info: username, key: named.key, value: 'Paper' });
    const remove = (body: object) => api.call('DELETE', '/v1/proctored_exam/allowance', { as: staff, body });
    for (const missing of ['exam_id', 'user_id', 'key'] as const) {
      expect(await remove({ ...named, [missing]: null })).toMatchObject({ status: 200, body: '' });
    }
    expect(await of(examId)).toHaveLength(1);
    expect(await remove(named)).toMatchObject({ status: 200, body: '' });
    expect(await of(examId)).toEqual([]);
  });

  it('take minutes as digits or as a number, and nothing else', async () => {
    const examId = await addExam(api);
    const { username, email, userId } = await known();
    const time = { exam_id: examId, key: 'additional_time_granted' };
    for (const value of ['-5', '1.5', '', 'ten']) {
      expect(await put({ ...time, user_info: username, value })).toMatchObject({
        status: 400,
        headers: { 'x-error-code': 'allowance_value_invalid' },
      });
    }
    expect(await put({ ...time, user_info: email.toUpperCase(), value: '10' })).toMatchObject({ status: 200 });
    expect(await put({ ...time, user_info: userId, value: 15 })).toMatchObject({ status: 200 });
    expect(await of(examId)).toEqual([{ key: 'additional_time_granted', value: '15', username }]);
    expect(await put({ ...time, user_info: String(userId), value: '1' })).toMatchObject({ status: 400 });
  });

  it('are set for many at once, multipliers as minutes rounded to even', async () => {
    const [long, short] = [await addExam(api, { time_limit_mins: 60 }), await addExam(api, { time_limit_mins: 45 })];
    const [one, two] = [await known(), await known()];
    const wish = {
      exam_ids: `${long}, ${short},`,
      user_ids: `${one.username}, ${two.email}`,
      allowance_type: 'time_multiplier',
      value: '1.5',
    };
    expect(await bulk(wish)).toMatchObject({ status: 200, body: '' });
    expect((await of(short)).map(({ value }) => value)).toEqual(['22', '22']);
    expect((await of(long)).map(({ value }) => value)).toEqual(['30', '30']);
    expect(await bulk({ ...wish, exam_ids: `${long}`, user_ids: `${one.username},ghost` })).toMatchObject({
      status: 207,
      body: [
        { exam_id: String(long), user_id: one.username },
        { exam_id: String(long), user_id: 'ghost' },
      ],
    });
    expect(await bulk({ ...wish, user_ids: 'ghost' })).toMatchObject({ status: 400, body: { field: 'user_info' } });
    expect(await bulk({ ...wish, value: '0.5' })).toMatchObject({ status: 400, body: { field: 'allowance_value' } });
  });

  it('are set for many at once by staff of the course of every exam named', async () => {
    const examId = await addExam(api);
    const { username } = await known();
    const wish = { exam_ids: `${examId}`, user_ids: username, allowance_type: 'additional_time_granted', value: '5' };
    const here = { ...newLearner(), staffOf: [COURSE] };
    const elsewhere = { ...newLearner(), staffOf: ['course-v1:Else+Where+1'] };
    expect(await bulk({ ...wish, course_id: 'course-v1:Else+Where+1' }, elsewhere)).toMatchObject({ status: 403 });
    expect(await bulk(wish, here)).toMatchObject({ status: 200, body: '' });
    expect(await of(examId)).toEqual([{ key: 'additional_time_granted', value: '5', username }]);
    const invalid = { ...wish, value: 'ten' };
    expect(await bulk(invalid, here)).toMatchObject({ status: 400, body: { field: 'allowance_value' } });
    const nothing = { ...wish, exam_ids: '987654321', course_id: COURSE };
    expect(await bulk(nothing, here)).toMatchObject({ status: 400, body: { field: 'user_info' } });
    expect(await bulk({ ...nothing, course_id: '' }, here)).toMatchObject({ status: 403 });
  });

  it('granted while the clock runs move the end at once', async () => {
    const learner = newLearner();
    const examId = await addExam(api, { time_limit_mins: 60 });
    const id = await startAttempt(api, learner, examId);
    await put({ exam_id: examId, user_info: learner.username, key: 'additional_time_granted', value: '15' });
    const { body } = await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
    expect(body).toMatchObject({ allowed_time_limit_mins: 75 });
    const { time_remaining_seconds: left } = body as { time_remaining_seconds: number };
    expect(left).toBeGreaterThan(74 * 60);
  });
});
