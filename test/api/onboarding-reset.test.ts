import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from 'slonik';
import { z } from 'zod';
import { until } from '../../dev/until.ts';
import { areEffectsFinished } from '../support/attempt-records.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { examItem, newLearner, PEOPLE, type Api } from './harness.ts';
import { startOnboardingLab } from './onboarding-lab.ts';

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ vendor, api, close } = await startOnboardingLab());
});
afterAll(() => close());

const COURSE = 'course-v1:Onboarding+Reset+1';
const exam = examItem({ is_proctored: true, is_practice_exam: true, backend: 'lab' });

/** The whole list of the course: one onboarding exam, due then. */
async function register(due: Date): Promise<number> {
  const body = [{ ...exam, due_date: due.toISOString() }];
  const path = `/v1/proctored_exam/exam_registration/course_id/${COURSE}`;
  const answer = await api.call('PATCH', path, { as: PEOPLE.lms, body });
  return (answer.body as [{ exam_id: number }])[0].exam_id;
}

/** Everything that is on record about an attempt. */
const record = async (id: number) =>
  await api.service.pool.one(sql.type(z.object({ row: z.unknown(), changes: z.number(), effects: z.number() }))`
    select to_jsonb(a) as row, (select count(*)::int from attempt_transition where attempt_id = a.id) as changes,
      (select count(*)::int from attempt_effect where attempt_id = a.id) as effects
    from attempt a where a.id = ${id}`);

it('of a past-due onboarding exam is refused, and the old attempt stays as it is (differences §1.8)', async () => {
  const hour = 3_600_000;
  const examId = await register(new Date(Date.now() + hour));
  const learner = newLearner();
  vendor.otherwise({ body: { id: 'onboarding-1' } });
  const request = { exam_id: examId, attempt_proctored: 'true', start_clock: 'true' };
  const created = await api.call('POST', '/v1/proctored_exam/attempt', { as: learner, body: request });
  const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
  const act = (action: string) =>
    api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action } });
  await act('submit');
  await api.call('POST', '/v1/proctored_exam/attempt/onboarding-1/reviewed', {
    as: PEOPLE.dora,
    body: { status: 'violation', comments: [] },
  });
  const { body } = await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
  const { attempt_code: code, status } = body as { attempt_code: string; status: string };
  expect(status).toBe('rejected');
  await until(() => areEffectsFinished(api.service, code), 'the effects');
  await register(new Date(Date.now() - hour));

  const before = await record(id);
  vendor.take();
  expect(await act('reset_attempt')).toMatchObject({
    status: 400,
    headers: { 'x-error-code': 'exam_past_due_proctored' },
  });
  expect(await record(id)).toEqual(before);
  expect(vendor.take()).toEqual([]);
  expect((await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner })).body).toMatchObject({ status });
});
