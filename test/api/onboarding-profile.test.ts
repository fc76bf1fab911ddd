// Onboarding by a vendor's profile service (rest-api §8, vendors §6.6), over HTTP on both sides.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { areEffectsFinished } from '../support/attempt-records.ts';
import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { REST_OPTIONS } from '../support/vendor-examples.ts';
import { pseudonymOf } from '../../vendors/pseudonym.ts';
import { examItem, newLearner, PEOPLE, startApi, type Api } from './harness.ts';

type Learner = ReturnType<typeof newLearner>;

let vendor: ScriptedVendor;
let api: Api;
let plain: Api;
let course: string;

function backends(url: string): string {
  const rest = { type: 'rest', base_url: url, supports_onboarding: true, ...REST_OPTIONS };
  return JSON.stringify({
    DEFAULT: 'lab',
    lab: rest,
    silent: { type: 'mock', supports_onboarding: true },
    bare: { type: 'mock' },
  });
}

beforeAll(async () => {
  vendor = await startScriptedVendor();
  const env = { PROCTORING_BACKENDS: backends(vendor.url) };
  const switches = 'edx_proctoring.onboarding_profile_instructor_dashboard_api';
  api = await startApi({ env: { ...env, USE_ONBOARDING_PROFILE_API: 'true', SWITCHES: switches } });
  plain = await startApi({ env });
});
afterAll(async () => {
  await Promise.all([api.close(), plain.close()]);
  await vendor.close();
});
beforeEach(() => {
  vendor.script();
  vendor.otherwise({ body: { id: 'at-the-vendor' } });
  course = `course-v1:Onboarding+${crypto.randomUUID()}+1`;
});

/** A course with one onboarding exam of a back-end; answers the exam's id. */
async function onboardingCourse(backend = 'lab', at = api): Promise<number> {
  const item = examItem({ is_proctored: true, is_practice_exam: true, backend });
  const path = `/v1/proctored_exam/exam_registration/course_id/${course}`;
  const { body } = await at.call('PATCH', path, { as: PEOPLE.lms, body: [item] });
  return (body as [{ exam_id: number }])[0].exam_id;
}

/** A learner who has submitted their onboarding, which our own data call `submitted`. */
async function handedIn(examId: number, at = api): Promise<Learner> {
  const learner = newLearner();
  vendor.otherwise({ body: { id: crypto.randomUUID() } });
  const body = { exam_id: examId, attempt_proctored: 'true', start_clock: 'true' };
  const created = await at.call('POST', '/v1/proctored_exam/attempt', { as: learner, body });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  const action = { action: 'submit' };
  expect(await at.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: action })).toMatchObject({
    status: 200,
  });
  const { body: attempt } = await at.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
  const { attempt_code: code } = attempt as { attempt_code: string };
  // The vendor hears of a sitting when it may; it must not use up what a test has scripted since.
  await until(() => areEffectsFinished(at.service, code), 'the effects');
  return learner;
}

const statusOf = (as: Learner, at = api) =>
  at.call('GET', `/v1/user_onboarding/status?course_id=${encodeURIComponent(course)}`, { as });
const list = (query = '', at = api, as: Learner = PEOPLE.dora) =>
  at.call('GET', `/v1/user_onboarding/status/course_id/${course}${query}`, { as });
const profileOf = (learner: Learner, status: string, expiration_date: string | null = null) => ({
  user_id: pseudonymOf(api.deps.config.proctoring.obfuscationKey, learner.userId, 'lab'),
  status,
  expiration_date,
});
/** What the vendor was asked about onboarding, by the query. */
const asked = () =>
  vendor.take().flatMap(({ path }) => {
    const [place = '', query] = path.split('?');
    return place.endsWith('/onboarding_statuses') ? [Object.fromEntries(new URLSearchParams(query))] : [];
  });

describe("a learner's onboarding status", () => {
  const WORDS: [said: string, status: string | null][] = [
    ['no-profile', null],
    ['pending', 'submitted'],
    ['approved-in-course', 'verified'],
    ['approved-in-different-course', 'other_course_approved'],
    ['rejected', 'rejected'],
    ['expired', 'expired'],
  ];

  it.each(WORDS)('is what the vendor says: %s is %s', async (said, status) => {
    await onboardingCourse();
    const learner = newLearner();
    vendor.take();
    vendor.script({ body: profileOf(learner, said, '2051-05-21') });
    expect(await statusOf(learner)).toMatchObject({
      status: 200,
      body: { onboarding_status: status, expiration_date: '2051-05-21' },
    });
    expect(asked()).toEqual([{ user_id: profileOf(learner, said).user_id }]);
  });

  it.each([
    ['fails', { status: 500, body: {} }],
    ['knows no such learner', { status: 404, body: {} }],
    ['answers rubbish', { body: 'no JSON' }],
    ['says a word that nobody knows', { body: { user_id: 'x', status: 'splendid' } }],
    ['hangs up', { manner: 'hang-up' }],
    ['does not answer', { manner: 'silent' }],
  ] as const)('is what we know ourselves when the vendor %s', async (_, answer) => {
    const learner = await handedIn(await onboardingCourse());
    vendor.script(answer);
    expect(await statusOf(learner)).toMatchObject({
      status: 200,
      body: { onboarding_status: 'submitted', expiration_date: null },
    });
  });

  it('is 404 when the vendor has no profiles, and where the course has no onboarding', async () => {
    await onboardingCourse('silent');
    expect(await statusOf(newLearner())).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
    course = 'course-v1:Nothing+Here+1';
    expect(await statusOf(newLearner())).toMatchObject({ status: 404 });
  });

  it('is our own, and the vendor is not asked, when the service is not told to use profiles', async () => {
    const learner = await handedIn(await onboardingCourse('lab', plain), plain);
    vendor.take();
    expect(await statusOf(learner, plain)).toMatchObject({ body: { onboarding_status: 'submitted' } });
    expect(asked()).toEqual([]);
  });
});

describe('the way to the onboarding of a learner whom the vendor refused', () => {
  it('leads to an onboarding exam, never to a mere practice exam that is newer', async () => {
    const learner = newLearner();
    const path = `/v1/proctored_exam/exam_registration/course_id/${course}`;
    const exam = examItem({ is_proctored: true, backend: 'lab' });
    const onboarding = examItem({ is_proctored: true, is_practice_exam: true, backend: 'lab' });
    const register = (...body: object[]) => api.call('PATCH', path, { as: PEOPLE.lms, body });
    const [{ exam_id }] = (await register(exam, onboarding)).body as [{ exam_id: number }];
    vendor.otherwise({ body: { status: 'onboarding_missing' } });
    const body = { exam_id, attempt_proctored: 'true' };
    expect(await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body })).toMatchObject({ status: 200 });
    const link = async () => {
      const query = `content_id=${encodeURIComponent(exam.content_id)}`;
      const view = await api.call('GET', `/v1/proctored_exam/attempt/course_id/${course}?${query}`, { as: learner });
      return (view.body as { exam: { onboarding_link: string } }).exam.onboarding_link;
    };
    expect(await link()).toContain(onboarding.content_id);
    await register(exam, onboarding, examItem({ is_proctored: true, is_practice_exam: true, backend: 'bare' }));
    expect(await link()).toBe('');
  });
});

describe("a course's onboarding list", () => {
  interface Row {
    username: string;
    status: string;
    modified: string | null;
  }
  const rowsOf = (answer: { body: unknown }) => (answer.body as { results: Row[] }).results;
  const statuses = (answer: { body: unknown }) =>
    Object.fromEntries(rowsOf(answer).map(({ username, status }) => [username, status]));

  async function fourLearners(): Promise<[Learner, Learner, Learner, Learner]> {
    const exam = await onboardingCourse();
    return [await handedIn(exam), await handedIn(exam), await handedIn(exam), await handedIn(exam)];
  }

  it("has the vendor's word for each learner; whom it leaves out has not started", async () => {
    const [one, two, three, left] = await fourLearners();
    vendor.take();
    const results = [
      profileOf(one, 'approved-in-course'),
      profileOf(two, 'approved-in-different-course'),
      profileOf(three, 'no-profile'),
      { user_id: 'of nobody', status: 'expired' },
    ];
    vendor.script({ body: { results } });
    const answer = await list();
    expect(answer).toMatchObject({ status: 200, body: { count: 4, use_onboarding_profile_api: true } });
    expect(statuses(answer)).toEqual({
      [one.username]: 'verified',
      [two.username]: 'other_course_approved',
      [three.username]: 'not_started',
      [left.username]: 'not_started',
    });
    expect(rowsOf(answer).map(({ modified }) => modified)).not.toContain(null);
    expect(asked()).toEqual([{ status: '' }]);
  });

  it('asks the vendor for what a filter wants, in its words', async () => {
    const [one, two] = await fourLearners();
    vendor.take();
    vendor.script({ body: { results: [profileOf(one, 'approved-in-course'), profileOf(two, 'rejected')] } });
    expect(statuses(await list('?statuses=verified,rejected'))).toEqual({
      [one.username]: 'verified',
      [two.username]: 'rejected',
    });
    expect(asked()).toEqual([{ status: 'approved-in-course,rejected' }]);
  });

  it('asks for everybody to tell who has not started', async () => {
    const [one, ...others] = await fourLearners();
    vendor.take();
    vendor.script({ body: { results: [profileOf(one, 'pending')] } });
    const expected = Object.fromEntries(others.map(({ username }) => [username, 'not_started']));
    expect(statuses(await list('?statuses=not_started'))).toEqual(expected);
    expect(asked()).toEqual([{ status: '' }]);
  });

  it('is empty, without a question, for a filter that no word of the vendor matches', async () => {
    await fourLearners();
    vendor.take();
    expect(await list('?statuses=setup_started,error')).toMatchObject({ status: 200, body: { count: 0, results: [] } });
    expect(asked()).toEqual([]);
  });

  it('is searched, and its filters stay in the addresses of its pages', async () => {
    const exam = await onboardingCourse();
    const learners: Learner[] = [];
    while (learners.length < 26) learners.push(...(await Promise.all([handedIn(exam), handedIn(exam)])));
    vendor.otherwise({ body: { results: learners.map((learner) => profileOf(learner, 'pending')) } });
    const first = await list('?statuses=submitted');
    expect(first).toMatchObject({ body: { count: 26, num_pages: 2, previous: null } });
    const { next } = first.body as { next: string };
    expect(next.endsWith(`/status/course_id/${course}?statuses=submitted&page=2`)).toBe(true);
    const second = await api.callRoot('GET', next, { as: PEOPLE.dora });
    expect(rowsOf(first)).toHaveLength(25);
    expect(rowsOf(second)).toHaveLength(1);
    const [{ username } = { username: '' }] = learners;
    expect(statuses(await list(`?text_search=${username}`))).toEqual({ [username]: 'submitted' });
  });

  it.each([
    ['fails', { status: 500, body: {} }],
    ['answers rubbish', { body: [] }],
    ['hangs up', { manner: 'hang-up' }],
    ['does not answer', { manner: 'silent' }],
  ] as const)('is 503 when the vendor %s', async (_, answer) => {
    await fourLearners();
    vendor.otherwise(answer);
    const refused = await list();
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.any(String) } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('is our own when the switch is off, and for staff of the course only', async () => {
    const learner = await handedIn(await onboardingCourse('lab', plain), plain);
    vendor.take();
    expect(statuses(await list('', plain))).toEqual({ [learner.username]: 'submitted' });
    expect(asked()).toEqual([]);
    expect(await list('', api, newLearner())).toMatchObject({ status: 403 });
  });
});
