import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../dev/people.ts';
import { LMS_DATA } from '../../dev/stand-ins/mock-lms/demo-data.ts';
import { LMS_SECRET, LMS_TOKEN, startMockLms, type RunningMockLms } from '../support/mock-lms.ts';
import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { SOFTWARE_SECURE_OPTIONS } from '../support/vendor-examples.ts';
import {
  addExam,
  COURSE,
  examItem,
  newLearner,
  PEOPLE,
  startApi,
  startAttempt,
  type Api,
  type ExamFields,
} from './harness.ts';

const HOUR = 3_600_000;
const WITH_GRACE = 'course-v1:Demo+Grace+2030';
/** Named ahead, since the LMS knows something of them. */
const [audit, pending, failed, free] = [newLearner(), newLearner(), newLearner(), newLearner()];
const profile = ({ name, email }: Person) => ({ full_name: name, email });
const DATA = LMS_DATA.parse({
  people: Object.fromEntries([audit, pending, failed, free].map((person) => [person.username, profile(person)])),
  courses: {
    [COURSE]: {
      name: 'Views by example',
      enrollments: { [audit.username]: 'audit', [free.username]: 'verified' },
      requirements: [{ namespace: 'reverification', name: 'photo', order: 1, display_name: 'Photo' }],
      requirement_statuses: { [failed.username]: { photo: 'failed' }, [free.username]: { photo: 'satisfied' } },
    },
    [WITH_GRACE]: { name: 'Late work by example', grace_period_seconds: 3600 },
  },
});

let lms: RunningMockLms;
let vendor: ScriptedVendor;
let api: Api;
beforeAll(async () => {
  lms = await startMockLms({ data: DATA });
  vendor = await startScriptedVendor();
  vendor.otherwise({ body: { ssiRecordLocator: 'locator' } });
  const desktop = { type: 'software_secure', exam_register_endpoint: vendor.url, ...SOFTWARE_SECURE_OPTIONS };
  const backends = { DEFAULT: 'desktop', desktop, null: {} };
  const atLms = { LMS_URL: lms.url, LMS_TOKEN, LMS_WEBHOOK_SECRET: LMS_SECRET };
  api = await startApi({ env: { PROCTORING_BACKENDS: JSON.stringify(backends), ...atLms } });
});
afterAll(async () => {
  await api.close();
  await vendor.close();
  await lms.close();
});

const NOTHING = {
  system_check: false,
  retry: false,
  continue_working: false,
  result_pending: false,
  time_expired: false,
};
const proctored = (fields: ExamFields = {}) => addExam(api, { is_proctored: true, backend: 'desktop', ...fields });
const look = async (as: Person, examId: number, headers: Record<string, string> = {}) =>
  (await api.callRoot('GET', `/api/proctoring/v1/exams/${examId}/view`, { as, headers })).body as {
    view: string | null;
    offers: Record<string, boolean>;
  };
/** The one exam of a course, due so many hours from now; the same course again moves the date. */
async function dueIn(hours: number, fields: ExamFields = {}, course = `course-v1:Due+${crypto.randomUUID()}+1`) {
  const item = { content_id: 'block-v1:Due+final', is_proctored: true, backend: 'desktop', ...fields };
  const due_date = new Date(Date.now() + hours * HOUR).toISOString();
  const body = [{ ...examItem({ ...item, due_date }), course_id: course }];
  const path = `/v1/proctored_exam/exam_registration/course_id/${course}`;
  const [exam] = (await api.call('PATCH', path, { as: PEOPLE.lms, body })).body as [{ exam_id: number }];
  return exam.exam_id;
}
const viewOf = async (as: Person, exam: Promise<number>) => (await look(as, await exam)).view;
const act = (as: Person, id: number, action: string) =>
  api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as, body: { action } });

async function create(as: Person, examId: number): Promise<{ id: number; code: string }> {
  const body = { exam_id: examId, attempt_proctored: 'true' };
  const created = await api.call('POST', '/v1/proctored_exam/attempt', { as, body });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  const read = await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as });
  return { id, code: (read.body as { attempt_code: string }).attempt_code };
}

describe('the view of an exam', () => {
  it('follows the attempt', async () => {
    const learner = newLearner();
    const examId = await addExam(api);
    expect(await look(learner, examId)).toEqual({ view: 'timed_exam/entrance', attempt_id: null, offers: NOTHING });
    const id = await startAttempt(api, learner, examId);
    expect(await look(learner, examId)).toEqual({ view: null, attempt_id: id, offers: NOTHING });
    await act(learner, id, 'stop');
    expect(await look(learner, examId)).toEqual({
      view: 'timed_exam/ready_to_submit',
      attempt_id: id,
      offers: { ...NOTHING, continue_working: true },
    });
  });

  it('is that of an inactive account when the LMS says so, and follows its activation', async () => {
    const examId = await proctored();
    const learner = newLearner();
    expect((await look({ ...learner, isActive: false }, examId)).view).toBe('proctored_exam/inactive_account');
    expect((await look(learner, examId)).view).toBe('proctored_exam/entrance');
  });

  it('is the content for a learner whom the LMS does not allow to take proctored exams', async () => {
    expect(await viewOf(audit, proctored())).toBeNull();
    expect(await viewOf(audit, addExam(api))).toBe('timed_exam/entrance');
  });

  it('names the prerequisites that failed, or are open', async () => {
    expect(await viewOf(failed, proctored())).toBe('proctored_exam/failed-prerequisites');
    expect(await viewOf(pending, proctored())).toBe('proctored_exam/pending-prerequisites');
    expect(await viewOf(free, proctored())).toBe('proctored_exam/entrance');
  });

  it('is expired after the due date, whatever was begun and not finished', async () => {
    expect(await viewOf(newLearner(), dueIn(-1))).toBe('proctored_exam/expired');
    expect(await viewOf(newLearner(), dueIn(-1, { is_proctored: false }))).toBe('timed_exam/expired');
    expect(await viewOf(newLearner(), dueIn(-1, { is_practice_exam: true }))).toBe('practice_exam/entrance');
    const course = 'course-v1:Due+Moved+1';
    const examId = await dueIn(1, {}, course);
    const learner = newLearner();
    await create(learner, examId);
    expect((await look(learner, examId)).view).toBe('proctored_exam/instructions');
    expect(await dueIn(-1, {}, course)).toBe(examId);
    expect((await look(learner, examId)).view).toBe('proctored_exam/expired');
  });

  it('offers a system check only where the back-end has something to download', async () => {
    const learner = newLearner();
    const [desktop, without] = [await proctored(), await dueIn(1, { backend: 'null' })];
    await create(learner, desktop);
    await create(learner, without);
    const view = 'proctored_exam/instructions';
    expect(await look(learner, desktop)).toMatchObject({ view, offers: { system_check: true } });
    expect(await look(learner, without)).toMatchObject({ view, offers: { system_check: false } });
  });

  it('is the wrong browser unless the vendor opened it for this very attempt', async () => {
    const learner = newLearner();
    const examId = await proctored();
    const { id, code } = await create(learner, examId);
    const cookieOf = async (attemptCode: string) => {
      const { headers } = await api.call('GET', `/proctoring_launch_callback/start_exam/${attemptCode}`);
      return { cookie: String(headers['set-cookie']).split(';')[0] ?? '' };
    };
    const cookie = await cookieOf(code);
    await act(learner, id, 'start');
    expect((await look(learner, examId)).view).toBe('proctored_exam/error_wrong_browser');
    expect((await look(learner, examId, cookie)).view).toBeNull();
    const other = await create(newLearner(), await proctored());
    expect((await look(learner, examId, await cookieOf(other.code))).view).toBe('proctored_exam/error_wrong_browser');
  });

  it('is ready to resume once staff have let the learner', async () => {
    const learner = newLearner();
    const examId = await proctored();
    const { id } = await create(learner, examId);
    await act(learner, id, 'start');
    await act(learner, id, 'error');
    expect((await look(learner, examId)).view).toBe('proctored_exam/error');
    const body = { action: 'mark_ready_to_resume', user_id: learner.userId };
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: PEOPLE.dora, body });
    expect((await look(learner, examId)).view).toBe('proctored_exam/ready_to_resume');
  });

  it('says of a result that it may still change, until the grace period of the course is over', async () => {
    const learner = newLearner();
    const examId = await dueIn(0.5, {}, WITH_GRACE);
    const { id } = await create(learner, examId);
    await act(learner, id, 'start');
    await act(learner, id, 'submit');
    const status = { status: 'verified', reason: 'reviewed on paper' };
    const set = await api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/status`, {
      as: PEOPLE.dora,
      body: status,
    });
    expect(set.status).toBe(200);
    const view = 'proctored_exam/verified';
    expect(await look(learner, examId)).toMatchObject({ view, offers: { result_pending: true } });
  });
});
