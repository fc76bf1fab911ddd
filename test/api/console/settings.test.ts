import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../dev/people.ts';
import { until } from '../../../dev/until.ts';
import type { ScriptedVendor } from '../../support/scripted-vendor.ts';
import { vendorSettings } from '../../support/two-vendors.ts';
import { startApiWithVendor } from '../api-with-vendor.ts';
import { addExam, COURSE, newLearner, PEOPLE, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor((at) => ({ ...vendorSettings(at), PAUSE_MAX_HOURS: '12' })));
});
afterAll(() => close());

interface Setting {
  name: string;
  value: unknown;
  source: string;
}
interface Health {
  name: string;
  last_ok: string | null;
  last_error: { message: string } | null;
  breaker: string;
}

async function settingsOf(examId: number, as: Person = PEOPLE.carol) {
  const path = `${OWN}/courses/${COURSE}/exams/${examId}/settings`;
  const { status, body } = await api.callRoot('GET', path, { as });
  expect(status).toBe(200);
  const { settings, ...rest } = body as { settings: Setting[]; backend: Health | null; exam: object };
  return { ...rest, of: Object.fromEntries(settings.map(({ name, value, source }) => [name, [value, source]])), body };
}

async function backends(query = '', as: Person = PEOPLE.dora) {
  const answer = await api.callRoot('GET', `${OWN}/backends${query}`, { as });
  expect(answer.status).toBe(200);
  return answer.body as Health[];
}
const healthOf = async (name: string) => (await backends()).find((each) => each.name === name);

describe('the settings of an exam', () => {
  it('say what sets each of them', async () => {
    const examId = await addExam(api, { is_proctored: true, time_limit_mins: 45 });
    const { of, exam } = await settingsOf(examId);
    expect(exam).toEqual({ id: examId, course: COURSE, name: 'Final' });
    expect(of).toMatchObject({
      time_limit_minutes: [45, 'exam'],
      type: ['proctored', 'exam'],
      due_at: [null, 'exam'],
      backend: ['one', 'exam'],
      review_policy: ['Closed Book', 'environment'],
      ping_interval_seconds: [60, 'vendor'],
      pause_max_hours: [12, 'environment'],
    });
  });

  it('of a timed exam have no provider', async () => {
    const { of, backend } = await settingsOf(await addExam(api));
    expect(backend).toBeNull();
    expect(of).not.toHaveProperty('backend');
    expect(of).toHaveProperty('undo_window_seconds');
  });

  it('hold no secret', async () => {
    const { body } = await settingsOf(await addExam(api, { is_proctored: true }));
    expect(JSON.stringify([body, await backends()])).not.toMatch(/secret|password|token|key"/i);
  });

  it('are for staff of the course of the exam', async () => {
    const examId = await addExam(api);
    const code = async (course: string, as: Person) => {
      const path = `${OWN}/courses/${course}/exams/${examId}/settings`;
      return (await api.callRoot('GET', path, { as })).headers['x-error-code'];
    };
    const elsewhere = 'course-v1:Elsewhere+One+2030';
    expect(await code(COURSE, PEOPLE.ivan)).toBe('staff_only');
    expect(await code(elsewhere, { ...newLearner(), staffOf: [elsewhere] })).toBe('exam_not_found');
  });
});

describe('how the providers are', () => {
  it('is known from their last calls, whichever process made them', async () => {
    const exam_id = await addExam(api, { is_proctored: true });
    const register = () =>
      api.call('POST', '/v1/proctored_exam/attempt', {
        as: newLearner(),
        body: { exam_id, attempt_proctored: 'true' },
      });
    vendor.otherwise({ body: { id: crypto.randomUUID() } });
    await register();
    await until(async () => (await healthOf('one'))?.last_ok != null, 'the answer');
    vendor.otherwise({ status: 503, body: {} });
    await register();
    await until(async () => (await healthOf('one'))?.last_error != null, 'the failure');
    expect((await healthOf('one'))?.last_error?.message).toContain('answered 503');
    const { backend } = await settingsOf(exam_id);
    expect(backend).toMatchObject({ name: 'one', kind: 'Vendor one', last_ok: expect.any(String) });
    vendor.otherwise({ body: { id: crypto.randomUUID() } });
  });

  it('is told to operators of all, and to course staff of those of their course', async () => {
    const operator = { ...newLearner(), isOperator: true };
    expect((await backends('', operator)).map(({ name }) => name)).toEqual(['one', 'two', 'ssi']);
    const course = `course-v1:Health+${crypto.randomUUID()}+1`;
    const staff = { ...newLearner(), staffOf: [course] };
    const query = `?course=${encodeURIComponent(course)}`;
    expect(await backends(query, staff)).toEqual([]);
    await addExam(api, { course_id: course, is_proctored: true });
    expect(await backends(query, staff)).toMatchObject([{ name: 'one', is_default: true, breaker: 'closed' }]);
    expect((await api.callRoot('GET', `${OWN}/backends`, { as: staff })).headers['x-error-code']).toBe(
      'operators_only',
    );
  });
});
