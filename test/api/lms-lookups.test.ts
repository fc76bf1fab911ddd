// What the LMS is asked for, over HTTP on both sides.
import { sql } from 'slonik';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LMS_DATA } from '../../dev/stand-ins/mock-lms/demo-data.ts';
import { LMS_TOKEN, startMockLms, type RunningMockLms } from '../support/mock-lms.ts';
import { addExam, COURSE, examItem, newLearner, PEOPLE, startApi, type Api, type ExamFields } from './harness.ts';

const REQUIRED_FIRST = 'block-v1:Demo+first';
const ONBOARDED = 'course-v1:Demo+Onboarded+2030';
const RESTRICTED = 'course-v1:Demo+Restricted+2030';

const learners = [newLearner(), newLearner(), newLearner()] as const;
const [verified, audit, masters] = learners;

let lms: RunningMockLms;
let api: Api;

/** The exam of a course in which another one has to be passed first. */
const finalExam = examItem({ is_proctored: true, backend: 'vendor' });
const requirement = (name: string, order: number) => ({ namespace: 'proctored_exam', name, order, display_name: name });

beforeAll(async () => {
  lms = await startMockLms({
    data: LMS_DATA.parse({
      people: Object.fromEntries(learners.map(({ username, name, email }) => [username, { full_name: name, email }])),
      courses: {
        [COURSE]: {
          name: 'Demo',
          requirements: [requirement(REQUIRED_FIRST, 1), requirement(finalExam.content_id, 2)],
        },
        [ONBOARDED]: {
          name: 'Onboarded',
          enrollments: { [masters.username]: 'masters', [audit.username]: 'audit', [verified.username]: 'verified' },
        },
        [RESTRICTED]: {
          name: 'Restricted',
          enrollments: { [audit.username]: 'audit', [verified.username]: 'verified' },
        },
      },
    }),
  });
  const vendor = { type: 'mock', verbose_name: 'Vendor', supports_onboarding: true };
  const backends = JSON.stringify({ DEFAULT: 'vendor', vendor });
  api = await startApi({ env: { LMS_URL: lms.url, LMS_TOKEN, PROCTORING_BACKENDS: backends } });
});
afterEach(() => lms.fail({}));
afterAll(async () => {
  await api.close();
  await lms.close();
});

describe('the onboarding list of a course', () => {
  let onboarding: number;

  beforeAll(async () => {
    const item = examItem({ is_proctored: true, is_practice_exam: true, backend: 'vendor' });
    const path = `/v1/proctored_exam/exam_registration/course_id/${ONBOARDED}`;
    const { body } = await api.call('PATCH', path, { as: PEOPLE.lms, body: [item] });
    [{ exam_id: onboarding }] = body as [{ exam_id: number }];
  });

  async function list(query = '') {
    const path = `/v1/user_onboarding/status/course_id/${ONBOARDED}${query}`;
    const { status, body } = await api.call('GET', path, { as: PEOPLE.dora });
    const { results = [] } = body as { results?: { username: string; enrollment_mode: string; status: string }[] };
    return {
      status,
      results: results.map(({ username, enrollment_mode: mode, status: stands }) => [username, mode, stands]),
    };
  }

  it('has the enrolments that may take proctored exams, in the order of the LMS, and finds them by text', async () => {
    expect(await list()).toEqual({
      status: 200,
      results: [
        [masters.username, 'masters', 'not_started'],
        [verified.username, 'verified', 'not_started'],
      ],
    });
    expect((await list(`?text_search=${verified.username.toUpperCase()}`)).results.map(([name]) => name)).toEqual([
      verified.username,
    ]);
  });

  it('has those with an attempt while the LMS does not answer', async () => {
    const body = { exam_id: onboarding, attempt_proctored: 'true', start_clock: 'true' };
    await lms.fail({ mode: 'refuse', status: 503, applies_to: 'lookups' });
    await api.call('POST', '/v1/proctored_exam/attempt', { as: audit, body });
    expect((await list(`?text_search=${audit.username.toUpperCase()}`)).results).toEqual([
      [audit.username, 'verified', 'onboarding_started'],
    ]);
  });
});

describe('who may not take proctored exams', () => {
  const create = (as: (typeof learners)[number], exam_id: number, proctored: boolean) =>
    api.call('POST', '/v1/proctored_exam/attempt', { as, body: { exam_id, attempt_proctored: String(proctored) } });
  const registerIn = async (course: string, fields: ExamFields) => {
    const path = `/v1/proctored_exam/exam_registration/course_id/${course}`;
    const body = [examItem({ backend: 'vendor', ...fields })];
    return ((await api.call('PATCH', path, { as: PEOPLE.lms, body })).body as [{ exam_id: number }])[0].exam_id;
  };
  const attempts = async (examId: number) =>
    await api.service.pool.oneFirst(sql.unsafe`select count(*)::int from attempt where exam_id = ${examId}`);

  it.each([
    ['a proctored exam', {}],
    ['a practice exam', { is_practice_exam: true }],
  ])('gets no attempt on %s that a vendor would be paid for', async (_, fields) => {
    const examId = await registerIn(RESTRICTED, { is_proctored: true, ...fields });
    const refused = { status: 403, headers: { 'x-error-code': 'proctoring_not_permitted' } };
    expect(await create(audit, examId, true)).toMatchObject(refused);
    expect(await attempts(examId)).toBe(0);
    const request = { examId, userId: audit.userId, takingAsProctored: true, startClock: false, decline: false };
    const actor = { kind: 'learner' } as const;
    await expect(api.service.attempts.create(crypto.randomUUID().toUpperCase(), { ...request, actor })).rejects.toThrow(
      'proctoring_not_permitted',
    );
    expect(await attempts(examId)).toBe(0);
    expect(await create(verified, examId, true)).toMatchObject({ status: 200 });
    expect(await create(audit, examId, false)).toMatchObject({ status: 200 });
  });

  it('takes timed exams, and is the person the LMS says when it can be asked', async () => {
    const timed = await registerIn(RESTRICTED, { is_proctored: false });
    expect(await create(audit, timed, false)).toMatchObject({ status: 200 });
    await lms.fail({ mode: 'down', applies_to: 'lookups' });
    const stranger = newLearner();
    const proctored = await registerIn('course-v1:Unasked+Course+2030', { is_proctored: true });
    expect(await create(stranger, proctored, true)).toMatchObject({ status: 200 });
    expect(await create(audit, proctored, true)).toMatchObject({ status: 200 });
  });
});

describe('the prerequisites of an exam', () => {
  const seen = async (as: (typeof learners)[number]) => {
    const path = `/v1/proctored_exam/attempt/course_id/${COURSE}?content_id=${encodeURIComponent(finalExam.content_id)}`;
    const { body } = await api.call('GET', path, { as });
    return (body as { exam: { prerequisite_status?: unknown } }).exam.prerequisite_status;
  };

  it('are the credit requirements that the LMS orders before it', async () => {
    await addExam(api, finalExam);
    expect(await seen(verified)).toMatchObject({
      are_prerequisites_satisifed: false,
      pending_prerequisites: [{ name: REQUIRED_FIRST, status: null }],
    });
  });

  it('are none while the LMS does not answer', async () => {
    await lms.fail({ mode: 'down', applies_to: 'lookups' });
    expect(await seen(masters)).toMatchObject({ are_prerequisites_satisifed: true, pending_prerequisites: [] });
  });
});
