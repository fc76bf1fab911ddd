import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLearner, PEOPLE } from '../harness.ts';
import { begin, courseWith, item, newCourse, register, startExamsLab, type ExamsLab } from './lab.ts';

let lab: ExamsLab;
let exams: ExamsLab['exams'];
beforeAll(async () => {
  lab = await startExamsLab();
  ({ exams } = lab);
});
afterAll(() => lab.api.close());

describe('the providers that a course can choose', () => {
  it('are its own organisation’s and everybody’s, and only the tools', async () => {
    const namesFor = async (query: string) =>
      ((await exams('GET', `/providers${query}`, { as: newLearner() })).body as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await namesFor('')).toEqual(['watchful', 'nearby', 'faraway']);
    expect(await namesFor('?org=Demo')).toEqual(['watchful', 'nearby']);
    expect(await namesFor('?org=')).toEqual(['watchful', 'nearby', 'faraway']);
  });

  it('are shown to nobody who is not signed in', async () => {
    const answer = await exams('GET', '/providers');
    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'JWT realm="api"' } });
  });
});

describe('the configuration of a course', () => {
  it('is nothing at first, and then what its staff have set', async () => {
    const { course, carol } = newCourse();
    const path = `/configs/course_id/${course}`;
    expect((await exams('GET', path, { as: newLearner() })).body).toEqual({ provider: null, escalation_email: null });
    const body = { provider: 'watchful', escalation_email: 'exams@example.com' };
    expect(await exams('PATCH', path, { as: carol, body })).toMatchObject({ status: 204, body: '' });
    expect((await exams('GET', `${path}/`, { as: newLearner() })).body).toEqual(body);
  });

  it.each([
    [{ provider: 'nobody', escalation_email: null }, { provider: ['Proctoring provider does not exist.'] }],
    [{ provider: 'watchful' }, { escalation_email: ['This field is required.'] }],
    [{ provider: '', escalation_email: null }, { provider: ['This field may not be blank.'] }],
    [{ provider: 'watchful', escalation_email: 'nomail' }, { escalation_email: ['Enter a valid email address.'] }],
    [{ provider: 'watchful', escalation_email: '' }, { escalation_email: ['This field may not be blank.'] }],
    [
      { provider: null, escalation_email: 'exams@example.com' },
      { non_field_errors: ['Escalation email must be None when provider is None.'] },
    ],
  ])('is refused field by field: %j', async (body, errors) => {
    const { course, carol } = newCourse();
    expect(await exams('PATCH', `/configs/course_id/${course}`, { as: carol, body })).toMatchObject({
      status: 400,
      body: errors,
    });
  });

  it('gives exams another provider but no other id, and attempts keep theirs', async () => {
    const { course, carol } = newCourse();
    const configure = (provider: string) =>
      exams('PATCH', `/configs/course_id/${course}`, { as: carol, body: { provider, escalation_email: null } });
    await configure('watchful');
    const before = await register(lab, course, [item(), item({ exam_type: 'proctored' })]);
    const alice = newLearner();
    const attemptId = await begin(lab, alice, before[1]?.id ?? 0);
    await configure('nearby');
    const path = `/exams/course_id/${course}/`;
    expect((await exams('GET', path, { as: carol })).body).toEqual(before);
    const of = `/student/exam/attempt/course_id/${course}/content_id/${before[1]?.content_id}`;
    expect((await exams('GET', of, { as: alice })).body).toMatchObject({
      exam: { id: before[1]?.id, backend: 'Nearby', attempt: { attempt_id: attemptId, attempt_status: 'started' } },
    });
    expect(await lab.api.call('GET', `/v1/proctored_exam/attempt/${attemptId}`, { as: alice })).toMatchObject({
      body: { proctored_exam: { backend: 'watchful' } },
    });
  });
});

describe('the exams of a course', () => {
  it('are those of the list, the oldest first', async () => {
    const { course } = newCourse();
    const [first, second] = [item(), item({ exam_type: 'proctored', due_date: '2031-06-01' })];
    expect(await register(lab, course, [first, second])).toEqual([
      {
        id: expect.any(Number),
        exam_name: 'Midterm',
        course_id: course,
        content_id: first.content_id,
        time_limit_mins: 30,
        due_date: null,
        exam_type: 'timed',
        hide_after_due: false,
        is_active: true,
      },
      expect.objectContaining({ exam_type: 'proctored', due_date: '2031-06-01T00:00:00Z' }),
    ]);
    expect(await register(lab, course, [second])).toMatchObject([{ content_id: second.content_id }]);
  });

  it('keep their ids when their type changes, and when they come back', async () => {
    const { course } = newCourse();
    const exam = item();
    const [before] = await register(lab, course, [exam]);
    for (const exam_type of ['proctored', 'onboarding', 'practice', 'timed']) {
      expect(await register(lab, course, [{ ...exam, exam_type }])).toMatchObject([{ id: before?.id, exam_type }]);
    }
    expect(await register(lab, course, [])).toEqual([]);
    expect(await register(lab, course, [exam])).toMatchObject([{ id: before?.id }]);
  });

  it('have the type that their flags say once they are saved in the other dialect', async () => {
    const { course, examId } = await courseWith(lab, { exam_type: 'onboarding' });
    const typeNow = async () =>
      ((await exams('GET', `/exams/course_id/${course}`, { as: PEOPLE.lms })).body as { exam_type: string }[])[0];
    expect(await typeNow()).toMatchObject({ exam_type: 'onboarding' });
    const change = (body: object) =>
      lab.api.call('PUT', '/v1/proctored_exam/exam', { as: PEOPLE.lms, body: { exam_id: examId, ...body } });
    await change({ exam_name: 'First steps' });
    expect(await typeNow()).toMatchObject({ exam_type: 'onboarding', exam_name: 'First steps' });
    await change({ is_practice_exam: false });
    expect(await typeNow()).toMatchObject({ exam_type: 'proctored' });
  });

  it('are all refused if one item is not valid', async () => {
    const { course } = newCourse();
    const path = `/exams/course_id/${course}/`;
    const send = (body: unknown) => exams('PATCH', path, { as: PEOPLE.lms, body });
    const [good, wrong] = [item(), item({ exam_type: 'practice_proctored', time_limit_mins: null })];
    expect(await send([good, wrong])).toMatchObject({
      status: 400,
      body: {
        detail: expect.any(String),
        errors: [{}, { exam_type: ['Must be a valid exam type.'], time_limit_mins: ['This field may not be null.'] }],
      },
    });
    expect(await send([{ ...item(), due_date: undefined }])).toMatchObject({
      body: { errors: [{ due_date: ['This field is required.'] }] },
    });
    expect(await send([item({ time_limit_mins: -1 })])).toMatchObject({ status: 400 });
    expect(await send({ content_id: 'one' })).toMatchObject({
      status: 400,
      body: { errors: { non_field_errors: [expect.stringContaining('"dict"')] } },
    });
    expect(await send([good, good])).toMatchObject({ status: 400, headers: { 'x-error-code': 'exam_listed_twice' } });
    expect((await exams('GET', path, { as: PEOPLE.lms })).body).toEqual([]);
  });

  it('are at the same address whatever follows it', async () => {
    const { course, carol, examId } = await courseWith(lab);
    for (const tail of ['', '/', '/anything']) {
      expect((await exams('GET', `/exams/course_id/${course}${tail}`, { as: carol })).body).toMatchObject([
        { id: examId },
      ]);
    }
    const encoded = encodeURIComponent(course);
    expect((await exams('GET', `/exams/course_id/${encoded}/`, { as: carol })).body).toMatchObject([{ id: examId }]);
  });
});

describe('the settings of an exam', () => {
  it('say where help is to be had, with its provider and without', async () => {
    const { course, carol } = newCourse();
    const body = { provider: 'watchful', escalation_email: 'exams@example.com' };
    await exams('PATCH', `/configs/course_id/${course}`, { as: carol, body });
    const [timed, proctored] = await register(lab, course, [item(), item({ exam_type: 'proctored' })]);
    const settings = async (id: number | undefined) =>
      (await exams('GET', `/exam/provider_settings/course_id/${course}/exam_id/${id}`, { as: newLearner() })).body;
    const onlyMail = { proctoring_escalation_email: 'exams@example.com' };
    expect(await settings(timed?.id)).toEqual(onlyMail);
    expect(await settings(999_999_999)).toEqual(onlyMail);
    expect(await settings(proctored?.id)).toEqual({
      ...onlyMail,
      provider_name: 'Watchful Eye',
      provider_tech_support_email: 'help@watchful.example.com',
      provider_tech_support_phone: null,
      provider_tech_support_url: 'https://watchful.example.com/help',
    });
  });

  it('have no onboarding status', async () => {
    const { course } = newCourse();
    const answer = await exams('GET', `/student/course_id/${course}/onboarding`, { as: newLearner() });
    expect(answer).toMatchObject({ status: 404, body: '' });
  });
});
