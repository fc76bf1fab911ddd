import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { areEffectsFinished } from '../support/attempt-records.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { signedInAs, vendorSettings } from '../support/two-vendors.ts';
import { startApiWithVendor } from './api-with-vendor.ts';
import { examItem, newLearner, PEOPLE, type Api } from './harness.ts';

const ATTEMPT = '/v1/proctored_exam/attempt';
const [OURS, THEIRS] = ['course-v1:Ours+One+2030', 'course-v1:Theirs+Two+2030'];

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;

const learners = [newLearner(), newLearner()] as const;
const teacher = { ...newLearner(), staffOf: [OURS] };
const teacherOfBoth = { ...newLearner(), staffOf: [OURS, THEIRS] };

/** An exam with an attempt in each of two courses, which share a vendor. */
interface Place {
  course: string;
  learner: ReturnType<typeof newLearner>;
  examId: number;
  contentId: string;
  id: number;
  code: string;
  externalId: string;
}
let ours: Place;
let theirs: Place;

async function place(course: string, learner: ReturnType<typeof newLearner>, externalId: string): Promise<Place> {
  const item = examItem({ is_proctored: true, backend: 'one' });
  vendor.otherwise({ body: { id: `exam-${externalId}` } });
  const path = `/v1/proctored_exam/exam_registration/course_id/${course}`;
  const { body } = await api.call('PATCH', path, { as: PEOPLE.lms, body: [item] });
  const [{ exam_id: examId }] = body as [{ exam_id: number }];
  vendor.otherwise({ body: { id: externalId } });
  const wish = { exam_id: examId, attempt_proctored: 'true', start_clock: 'true' };
  const created = await api.call('POST', ATTEMPT, { as: learner, body: wish });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  const read = await api.call('GET', `${ATTEMPT}/${id}`, { as: learner });
  const { attempt_code: code } = read.body as { attempt_code: string };
  await until(() => areEffectsFinished(api.service, code), 'the effects');
  return { course, learner, examId, contentId: item.content_id, id, code, externalId };
}

beforeAll(async () => {
  const switches = { SWITCHES: 'edx_proctoring.reds_api_redirect' };
  ({ vendor, api, close } = await startApiWithVendor((at) => ({ ...vendorSettings(at), ...switches })));
  ours = await place(OURS, learners[0], 'attempt-of-ours');
  theirs = await place(THEIRS, learners[1], 'attempt-of-theirs');
});
afterAll(() => close());

const error = (status: number, code: string) => ({ status, headers: { 'x-error-code': code } });

describe('a second id', () => {
  const dashboard = (course: string, examId: number, attempt?: string) =>
    `/v1/instructor/${course}/${examId}${attempt === undefined ? '' : `?attempt=${attempt}`}`;

  it('names an attempt on the exam of the address, for its recording and the dashboard', async () => {
    const own = await api.call('GET', dashboard(OURS, ours.examId, ours.externalId), { as: teacher });
    expect(own).toMatchObject({ status: 302, headers: { location: expect.stringContaining('/instructor/') } });
    for (const as of [teacher, teacherOfBoth, PEOPLE.dora]) {
      for (const attempt of [theirs.externalId, theirs.code, 'nobody']) {
        const foreign = await api.call('GET', dashboard(OURS, ours.examId, attempt), { as });
        expect(foreign, attempt).toMatchObject({ status: 404 });
        expect(foreign.headers.location).toBeUndefined();
      }
    }
  });

  it('names an exam of the course of the address', async () => {
    for (const as of [teacher, teacherOfBoth, PEOPLE.dora])
      expect(await api.call('GET', dashboard(OURS, theirs.examId), { as })).toMatchObject(error(400, 'exam_not_found'));
    expect(await api.call('GET', dashboard(THEIRS, theirs.examId), { as: teacher })).toMatchObject({ status: 403 });
    const path = `/v1/proctored_exam/exam/course_id/${OURS}/content_id/abc`;
    expect(await api.call('GET', path, { as: teacher })).toMatchObject(error(400, 'exam_not_found'));
    const mfe = `${ATTEMPT}/course_id/${OURS}?content_id=${encodeURIComponent(theirs.contentId)}`;
    expect((await api.call('GET', mfe, { as: theirs.learner })).body).toMatchObject({ exam: {} });
  });

  it('names exams of the course of the address in a bulk allowance', async () => {
    const body = {
      exam_ids: `${ours.examId},${theirs.examId}`,
      user_ids: learners[0].username,
      allowance_type: 'additional_time_granted',
      value: '7',
    };
    const path = `/v1/proctored_exam/${OURS}/bulk_allowance`;
    expect(await api.call('PUT', path, { as: teacher, body })).toMatchObject({ status: 403 });
    for (const as of [teacherOfBoth, PEOPLE.dora])
      expect(await api.call('PUT', path, { as, body })).toMatchObject({ status: 207 });
    const allowed = await api.service.pool.anyFirst(sql.unsafe`select distinct exam_id::int from allowance`);
    expect(allowed).toEqual([ours.examId]);
  });

  it('names the exam whose staff set and remove an allowance', async () => {
    const setting = { user_info: learners[1].username, key: 'additional_time_granted', value: '3' };
    for (const exam_id of [theirs.examId, String(theirs.examId)]) {
      const body = { ...setting, exam_id, course_id: OURS };
      expect(await api.call('PUT', '/v1/proctored_exam/allowance', { as: teacher, body })).toMatchObject({
        status: 403,
      });
      const removal = { exam_id, user_id: theirs.learner.userId, key: setting.key, course_id: OURS };
      expect(await api.call('DELETE', '/v1/proctored_exam/allowance', { as: teacher, body: removal })).toMatchObject({
        status: 403,
      });
    }
  });

  it('names the learner of the attempt that is to be resumed', async () => {
    await api.call('PUT', `${ATTEMPT}/${ours.id}`, { as: ours.learner, body: { action: 'error' } });
    const mark = (as: typeof teacher, id: number, userId: number) =>
      api.call('PUT', `${ATTEMPT}/${id}`, { as, body: { action: 'mark_ready_to_resume', user_id: userId } });
    expect(await mark(teacher, ours.id, theirs.learner.userId)).toMatchObject(error(403, 'not_for_this_user'));
    expect(await mark(teacher, theirs.id, theirs.learner.userId)).toMatchObject(error(403, 'staff_only'));
    expect(await mark(teacher, ours.id, ours.learner.userId)).toMatchObject({ status: 200 });
  });

  it('names an effect of the attempt of the address', async () => {
    const key = await api.service.pool.oneFirst(sql.unsafe`
      update attempt_effect set outcome = 'refused' where attempt_id = ${theirs.id} and effect->>'kind' = 'set-credit'
        or key = (select min(key) from attempt_effect where attempt_id = ${theirs.id}) returning key`);
    const retry = (id: number, as: typeof teacher) =>
      api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/effects/${encodeURIComponent(String(key))}/retry`, {
        as,
        body: {},
      });
    expect(await retry(ours.id, teacher)).toMatchObject(error(404, 'effect_not_found'));
    expect(await retry(ours.id, teacherOfBoth)).toMatchObject(error(404, 'effect_not_found'));
    expect(await retry(theirs.id, teacher)).toMatchObject({ status: 403 });
  });

  it('names a learner with attempts on the exam whose staff reset them', async () => {
    const path = (examId: number, userId: number) =>
      `/v1/proctored_exam/exam_id/${examId}/user_id/${userId}/reset_attempts`;
    const foreign = await api.call('DELETE', path(theirs.examId, theirs.learner.userId), { as: teacher });
    expect(foreign).toMatchObject({ status: 403 });
    const mixed = await api.call('DELETE', path(ours.examId, theirs.learner.userId), { as: teacher });
    expect(mixed).toMatchObject({ status: 404 });
    expect(await api.call('GET', `${ATTEMPT}/${theirs.id}`, { as: theirs.learner })).toMatchObject({ status: 200 });
  });

  it('names the course that the caller is staff of, and the learner’s exams there alone', async () => {
    const ask = (body: object) => api.call('GET', '/v1/proctored_exam/active_exams_for_user', { as: teacher, body });
    const user_id = theirs.learner.userId;
    expect(await ask({ user_id, course_id: THEIRS })).toMatchObject({ status: 403 });
    expect(await ask({ user_id, course_id: OURS })).toMatchObject({ status: 200, body: [] });
  });

  it('is for staff of the attempt’s own course', async () => {
    const base = `/api/proctoring/v1/attempts/${theirs.id}`;
    expect(await api.callRoot('GET', `${base}/timeline`, { as: teacher })).toMatchObject({ status: 403 });
    const change = { status: 'verified', reason: 'mine' };
    expect(await api.callRoot('POST', `${base}/status`, { as: teacher, body: change })).toMatchObject({ status: 403 });
    expect(await api.call('DELETE', `${ATTEMPT}/${theirs.id}`, { as: teacher })).toMatchObject({ status: 403 });
    for (const path of [
      `/v1/proctored_exam/attempt/grouped/course_id/${THEIRS}`,
      `/v1/proctored_exam/${THEIRS}/allowance`,
    ])
      expect(await api.call('GET', path, { as: teacher })).toMatchObject({ status: 403 });
  });

  it('names in a review the attempt that it is posted to', async () => {
    const one = await signedInAs(api, 'one');
    const body = { status: 'passed', comments: [], examMetaData: { examCode: ours.code } };
    const path = `${ATTEMPT}/${theirs.externalId}/reviewed`;
    expect(await api.call('POST', path, { headers: one, body })).toMatchObject(error(400, 'review_invalid'));
    const own = { ...body, examMetaData: { examCode: theirs.code } };
    expect(await api.call('POST', path, { headers: one, body: own })).toMatchObject({ status: 200 });
  });
});
