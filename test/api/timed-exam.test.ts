import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addExam, newLearner, startApi, startAttempt, type Api } from './harness.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ skipTime: true });
});
afterAll(() => api.close());

const poll = async (as: ReturnType<typeof newLearner>, id: number) =>
  (await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as })).body;
const act = (as: ReturnType<typeof newLearner>, id: number, action: string) =>
  api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as, body: { action } });

describe('a timed exam over the API', () => {
  it('starts, stops, goes on and is handed in', async () => {
    const alice = newLearner();
    const id = await startAttempt(api, alice, await addExam(api));
    expect(await poll(alice, id)).toMatchObject({ id, status: 'started', allowed_time_limit_mins: 90 });
    expect(await act(alice, id, 'stop')).toMatchObject({ status: 200, body: { exam_attempt_id: id } });
    expect(await poll(alice, id)).toMatchObject({ status: 'ready_to_submit' });
    expect(await act(alice, id, 'start')).toMatchObject({ status: 200 });
    expect(await act(alice, id, 'submit')).toMatchObject({ status: 200, body: { exam_attempt_id: id } });
    expect(await poll(alice, id)).toMatchObject({ status: 'submitted', completed_at: expect.any(String) });
    expect(await act(alice, id, 'start')).toMatchObject({ status: 400 });
  });

  it('ends at the exact end of its time, and is seen so everywhere', async () => {
    const bob = newLearner();
    const examId = await addExam(api, { time_limit_mins: 1 });
    const id = await startAttempt(api, bob, examId);
    const { started_at } = (await poll(bob, id)) as { started_at: string };
    await api.advance(120);
    const end = new Date(Date.parse(started_at) + 60_000).toISOString().replace('Z', '000Z');
    expect(await poll(bob, id)).toMatchObject({ status: 'submitted', completed_at: end, time_remaining_seconds: 0 });
    expect(await api.call('GET', '/v1/proctored_exam/attempt', { as: bob })).toMatchObject({
      body: { in_timed_exam: false, is_proctored: false },
    });
  });

  it('goes on through lost pings where the switch of the back-end that it names says so', async () => {
    const frank = newLearner();
    const id = await startAttempt(api, frank, await addExam(api, { is_proctored: true }), { proctored: true });
    const passthrough = `edx_proctoring.${api.deps.vendors.defaultName}_ping_failure_passthrough`;
    api.deps.config.switches.add(passthrough);
    expect(await act(frank, id, 'error')).toMatchObject({ status: 200, body: { exam_attempt_id: false } });
    expect(await poll(frank, id)).toMatchObject({ status: 'started' });
    api.deps.config.switches.delete(passthrough);
    expect(await act(frank, id, 'error')).toMatchObject({ status: 200, body: { exam_attempt_id: id } });
    expect(await poll(frank, id)).toMatchObject({ status: 'error' });
  });

  it('stands still while staff have paused it, and says so only then', async () => {
    const gina = newLearner();
    const id = await startAttempt(api, gina, await addExam(api, { time_limit_mins: 30 }));
    expect(await poll(gina, id)).not.toHaveProperty('paused_at');
    const { attempt_code } = (await poll(gina, id)) as { attempt_code: string };
    const actor = { kind: 'staff' } as const;
    await api.deps.attempts.tell(attempt_code, 'pause', { actor });
    const paused = (await poll(gina, id)) as { time_remaining_seconds: number };
    expect(paused).toMatchObject({ status: 'started', paused_at: expect.any(String) });
    await api.advance(3600);
    expect(await poll(gina, id)).toMatchObject({ ...paused });
    const timer = await api.call('GET', '/v1/proctored_exam/active_attempt', { as: gina });
    expect(timer.body).toMatchObject({
      attempt_status: 'started',
      paused_at: expect.any(String),
      time_remaining_seconds: paused.time_remaining_seconds,
    });
    await api.deps.attempts.tell(attempt_code, 'unpause', { actor });
    expect(await poll(gina, id)).not.toHaveProperty('paused_at');
    await api.advance(1801);
    expect(await poll(gina, id)).toMatchObject({ status: 'submitted' });
  });

  it('is shown as an error as soon as its pause has lasted too long, and can be resumed with what was left', async () => {
    const hans = newLearner();
    const id = await startAttempt(api, hans, await addExam(api, { time_limit_mins: 30 }));
    const { attempt_code } = (await poll(hans, id)) as { attempt_code: string };
    await api.deps.attempts.tell(attempt_code, 'pause', { actor: { kind: 'staff' } });
    await api.advance(24 * 3600 + 1);
    expect(await poll(hans, id)).toMatchObject({ status: 'error', is_resumable: true });
    expect(await poll(hans, id)).not.toHaveProperty('paused_at');
  });

  it('costs one statement a poll, and no call to Temporal', async () => {
    const dora = newLearner();
    const id = await startAttempt(api, dora, await addExam(api));
    api.statements();
    await poll(dora, id);
    await poll(dora, id);
    expect(api.statements()).toHaveLength(2);
  });

  it('gives the learning front end the exam with the attempt', async () => {
    const fay = newLearner();
    const content_id = `block-v1:Demo+${crypto.randomUUID()}`;
    const examId = await addExam(api, { content_id });
    const path = `/v1/proctored_exam/attempt/course_id/${encodeURIComponent('course-v1:Demo+Proctoring+2030')}`;
    const look = async () =>
      (await api.call('GET', `${path}?is_learning_mfe=true&content_id=${encodeURIComponent(content_id)}`, { as: fay }))
        .body;
    expect(await look()).toMatchObject({
      exam: { id: examId, type: 'timed', attempt: {}, total_time: '1 hour and 30 minutes', passed_due_date: false },
      active_attempt: {},
    });
    const id = await startAttempt(api, fay, examId);
    const timer = {
      attempt_id: id,
      attempt_status: 'started',
      exam_started_poll_url: expect.stringMatching(/^\/api\//),
    };
    expect(await look()).toMatchObject({ exam: { attempt: timer }, active_attempt: timer });
  });
});
