import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addExam, newLearner, startApi, startAttempt, type Api } from './harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('the view of an exam', () => {
  it('follows the attempt', async () => {
    const learner = newLearner();
    const examId = await addExam(api);
    const look = async () =>
      (await api.callRoot('GET', `/api/proctoring/v1/exams/${examId}/view`, { as: learner })).body;
    const nothing = {
      system_check: false,
      retry: false,
      continue_working: false,
      result_pending: false,
      time_expired: false,
    };
    expect(await look()).toEqual({ view: 'timed_exam/entrance', attempt_id: null, offers: nothing });
    const id = await startAttempt(api, learner, examId);
    expect(await look()).toEqual({ view: null, attempt_id: id, offers: nothing });
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'stop' } });
    expect(await look()).toEqual({
      view: 'timed_exam/ready_to_submit',
      attempt_id: id,
      offers: { ...nothing, continue_working: true },
    });
  });
});
