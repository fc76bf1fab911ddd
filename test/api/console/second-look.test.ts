import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { none, rowOf } from '../../../db/columns.ts';
import { z } from 'zod';
import type { Person } from '../../../dev/people.ts';
import { until } from '../../../dev/until.ts';
import type { ScriptedVendor } from '../../support/scripted-vendor.ts';
import { signedInAs, vendorSettings } from '../../support/two-vendors.ts';
import { startApiWithVendor } from '../api-with-vendor.ts';
import { addExam, newLearner, PEOPLE, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';
const reviewerOf = (course: string): Person => ({ ...newLearner(), reviews: [course] });

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor(vendorSettings));
});
afterAll(() => close());

/** A course of its own, so that nobody else's attempts are in its queue. */
const newCourse = () => `course-v1:Second+Look+${crypto.randomUUID()}`;

async function submitted(course: string, backend = 'one') {
  const externalId = `external-${crypto.randomUUID()}`;
  vendor.otherwise({ body: { id: externalId, ssiRecordLocator: externalId } });
  const learner = newLearner();
  const exam_id = await addExam(api, { is_proctored: true, backend, course_id: course, exam_name: 'Oral' });
  const create = { exam_id, start_clock: 'true', attempt_proctored: 'true' };
  const { body } = await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body: create });
  const { exam_attempt_id: id } = body as { exam_attempt_id: number };
  await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'submit' } });
  return { id, externalId, learner };
}

async function review(externalId: string, status: string, comments: object[] = []): Promise<void> {
  const body = { status, comments };
  const headers = await signedInAs(api, 'one');
  const answer = await api.call('POST', `/v1/proctored_exam/attempt/${externalId}/reviewed`, { headers, body });
  expect(answer.status).toBe(200);
}

const COMMENT = { comment: 'A phone', status: 'suspicious', start: 10, stop: 20, duration: 10 };

async function suspicious(course: string) {
  const attempt = await submitted(course);
  await review(attempt.externalId, 'suspicious', [COMMENT]);
  return attempt;
}

interface Item {
  attempt: { id: number; status: string };
  status: string | null;
  waiting_since: string;
  due_at: string;
}
interface Queue {
  reviews: Item[];
  next: string | null;
}

async function queueOf(course: string, query = '', as: Person = PEOPLE.dora): Promise<Queue> {
  const answer = await api.callRoot('GET', `${OWN}/courses/${encodeURIComponent(course)}/reviews${query}`, { as });
  expect(answer.status).toBe(200);
  return answer.body as Queue;
}
const idsOf = ({ reviews }: Queue) => reviews.map(({ attempt }) => attempt.id);

const decide = (id: number, status: string, as: Person) =>
  api.callRoot('POST', `${OWN}/attempts/${id}/acts/set-status`, { as, body: { status, reason: 'Seen the recording' } });

describe('the queue of second looks', () => {
  it('has what waits, the oldest first, with the comments and until when a decision is promised', async () => {
    const course = newCourse();
    const [older, newer] = [await suspicious(course), await suspicious(course)];
    await review(older.externalId, 'suspicious', [COMMENT, { ...COMMENT, start: 40, stop: 50 }]);
    const passed = await submitted(course);
    await review(passed.externalId, 'passed');
    const queue = await queueOf(course, '', reviewerOf(course));
    expect(idsOf(queue)).toEqual([older.id, newer.id]);
    expect(queue.reviews[0]).toMatchObject({
      exam_name: 'Oral',
      attempt: { status: 'second_review_required', review: expect.any(String) },
      comments: [{ start: 10, stop: 20, text: 'A phone', status: 'suspicious' }, { start: 40 }],
      revisions: 2,
      recording: true,
    });
    const days = queue.reviews.map(
      ({ due_at, waiting_since }) => (Date.parse(due_at) - Date.parse(waiting_since)) / (24 * 60 * 60 * 1000),
    );
    expect(Math.min(...days)).toBeGreaterThanOrEqual(7);
    const first = await queueOf(course, '?limit=1');
    expect(idsOf(await queueOf(course, `?limit=1&cursor=${first.next}`))).toEqual([newer.id]);
  });

  it('tells which are late, and loses what a reviewer has decided', async () => {
    const course = newCourse();
    const [late, fresh] = [await suspicious(course), await suspicious(course)];
    await api.deps.pool.query(sql.type(none)`
      update attempt_transition set at = at - interval '15 days'
      where attempt_id = ${late.id} and to_status = 'second_review_required'`);
    expect(idsOf(await queueOf(course, '?state=late'))).toEqual([late.id]);
    const reviewer = reviewerOf(course);
    expect((await decide(late.id, 'rejected', reviewer)).status).toBe(200);
    expect(idsOf(await queueOf(course))).toEqual([fresh.id]);
    expect((await decide(fresh.id, 'verified', reviewer)).status).toBe(200);
    expect(idsOf(await queueOf(course))).toEqual([]);
  });

  it('has an attempt that staff want looked at though no provider said a word', async () => {
    const course = newCourse();
    const { id } = await submitted(course);
    await decide(id, 'second_review_required', PEOPLE.dora);
    const [item] = (await queueOf(course)).reviews;
    expect(item).toMatchObject({ attempt: { id }, status: null, received_at: null, comments: [], revisions: 0 });
  });

  it('is for reviewers and staff of the course, and refuses what it does not know', async () => {
    const course = newCourse();
    const path = `${OWN}/courses/${encodeURIComponent(course)}/reviews`;
    const code = async (query: string, as: Person) =>
      (await api.callRoot('GET', path + query, { as })).headers['x-error-code'];
    expect(await code('', { ...newLearner(), invigilates: [course] })).toBe('course_reviewers_only');
    expect(await code('', reviewerOf(newCourse()))).toBe('course_reviewers_only');
    expect(await code('?sate=late', reviewerOf(course))).toBe('validation_failed');
    expect(await code('?cursor=1', reviewerOf(course))).toBe('validation_failed');
  });
});

describe('a recording', () => {
  const openRecording = (id: number, as: Person, headers: Record<string, string> = {}) =>
    api.callRoot('POST', `${OWN}/attempts/${id}/reviews/recording`, { as, headers });
  const readRow = rowOf({ action: z.string(), userId: z.number() });
  const keptRow = rowOf({ body: z.string().nullable() });

  it('is opened by a link for the reviewer alone, which the audit log has and nothing keeps', async () => {
    const course = newCourse();
    const { id } = await suspicious(course);
    const reviewer = reviewerOf(course);
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const [one, again] = [await openRecording(id, reviewer, headers), await openRecording(id, reviewer, headers)];
    const urlOf = ({ body }: typeof one) => (body as { url: string }).url;
    expect(urlOf(one)).toContain(vendor.url);
    expect(urlOf(again)).not.toBe(urlOf(one));
    const kept = await api.deps.pool.any(sql.type(keptRow)`
      select body from idempotent_answer where caller = ${String(reviewer.userId)}`);
    expect(kept).toEqual([]);
    await until(async () => {
      const reads = await api.deps.pool.any(sql.type(readRow)`
        select action, user_id from audit_log where object @> ${JSON.stringify({ attempt_id: id })}::jsonb`);
      return (
        reads.filter(({ action, userId }) => action === 'recording.open' && userId === reviewer.userId).length === 2
      );
    }, 'both openings in the audit log');
  });

  it('is not there for an exam without a provider, and not for invigilators', async () => {
    const course = newCourse();
    const exam_id = await addExam(api, { course_id: course });
    const body = { exam_id, start_clock: 'true' };
    const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: newLearner(), body });
    const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
    expect((await openRecording(id, reviewerOf(course))).headers['x-error-code']).toBe('recording_not_found');
    const invigilator = { ...newLearner(), invigilates: [course] };
    expect((await openRecording(id, invigilator)).headers['x-error-code']).toBe('course_reviewers_only');
  });
});
