import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../dev/until.ts';
import { addExam, COURSE, newLearner, PEOPLE, startApi, startAttempt, type Answer, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const send = (course: string, body: object) =>
  api.callRoot('POST', `${OWN}/courses/${course}/bulk`, { as: PEOPLE.dora, body });
const codeOf = ({ headers }: Answer) => headers['x-error-code'];

/** Does an act to the sitting of an exam; its id. */
async function actOn(exam: number, act: object): Promise<string> {
  const body = { category: 'fire-alarm', ...act, targets: { sitting: { exam } } };
  const told = await send(COURSE, { ...body, dry_run: true });
  const { token } = told.body as { token: string };
  expect(await send(COURSE, { ...body, token })).toMatchObject({ status: 202 });
  return token;
}
const isDone = async (id: string, done: number) => {
  const { body } = await api.callRoot('GET', `${OWN}/bulk/${id}`, { as: PEOPLE.dora });
  const told = body as { total: number; done: number };
  return told.done === done && told.total === done;
};
const done = (id: string, count: number) => until(() => isDone(id, count), `${count} attempts`);

interface Step {
  at: string;
  event: string;
  actor: string | null;
  reason: string | null;
  bulk_id: string | null;
  minutes: number | null;
  time_remaining_seconds: number | null;
}
async function steps(id: number): Promise<Step[]> {
  const { body } = await api.callRoot('GET', `${OWN}/attempts/${id}/timeline`, { as: PEOPLE.dora });
  return (body as { steps: Step[] }).steps;
}
const FIRE = { act: 'pause', reason: 'Fire alarm' };

describe('a sitting that is paused', () => {
  it('stays so for whoever begins later, with every second, until it is resumed', async () => {
    const exam = await addExam(api);
    const first = await startAttempt(api, newLearner(), exam);
    const pause = await actOn(exam, FIRE);
    await done(pause, 1);
    const late = await startAttempt(api, newLearner(), exam);
    expect((await steps(late)).slice(1)).toMatchObject([
      { event: 'start', time_remaining_seconds: 5400 },
      { event: 'pause', actor: 'dora', reason: 'Fire alarm', bulk_id: pause, time_remaining_seconds: 5400 },
    ]);
    const elsewhere = await startAttempt(api, newLearner(), await addExam(api));
    expect((await steps(elsewhere)).map(({ event }) => event)).toEqual(['created', 'start']);
    await done(await actOn(exam, { act: 'unpause' }), 2);
    for (const id of [first, late]) {
      const [paused, unpaused] = (await steps(id)).slice(-2);
      expect([paused?.event, unpaused?.event]).toEqual(['pause', 'unpause']);
      expect(unpaused?.time_remaining_seconds).toBe(paused?.time_remaining_seconds);
    }
    const after = await startAttempt(api, newLearner(), exam);
    expect((await steps(after)).map(({ event }) => event)).toEqual(['created', 'start']);
  });

  it('is paused before anybody has begun, also for proctored exams that start later than they are made', async () => {
    const exam = await addExam(api, { is_proctored: true, backend: 'mock' });
    const pause = await actOn(exam, FIRE);
    const learner = newLearner();
    const id = await startAttempt(api, learner, exam, { proctored: true });
    const { event: last } = (await steps(id)).at(-1) ?? {};
    if (last !== 'pause') {
      await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'start' } });
    }
    expect((await steps(id)).at(-1)).toMatchObject({ event: 'pause', bulk_id: pause });
  });
});

describe('extra time for a sitting', () => {
  it('is given to whoever begins later, once, and no more after it was undone', async () => {
    const exam = await addExam(api);
    const first = await startAttempt(api, newLearner(), exam);
    const extra = await actOn(exam, { act: 'extra-time', payload: { minutes: 10 }, reason: 'Late papers' });
    await done(extra, 1);
    const late = await startAttempt(api, newLearner(), exam);
    for (const id of [first, late]) {
      const given = (await steps(id)).filter(({ event }) => event === 'incident-time');
      expect(given).toMatchObject([{ minutes: 10, reason: 'Late papers', bulk_id: extra }]);
    }
    await api.callRoot('POST', `${OWN}/bulk/${extra}/undo`, { as: PEOPLE.dora });
    const after = await startAttempt(api, newLearner(), exam);
    expect((await steps(after)).map(({ event }) => event)).toEqual(['created', 'start']);
  });
});

describe('an act on a sitting', () => {
  it('reaches whoever began between its preview and its beginning', async () => {
    const exam = await addExam(api);
    const body = { ...FIRE, targets: { sitting: { exam } } };
    const told = await send(COURSE, { ...body, dry_run: true });
    const { token, will } = told.body as { token: string; will: number };
    expect(will).toBe(0);
    const between = await startAttempt(api, newLearner(), exam);
    await send(COURSE, { ...body, token });
    await done(token, 1);
    expect((await steps(between)).at(-1)).toMatchObject({ event: 'pause', reason: 'Fire alarm', bulk_id: token });
  });

  it('is for an exam of the course, and only for acts that make sense', async () => {
    const exam = await addExam(api);
    const fire = { ...FIRE, targets: { sitting: { exam } }, dry_run: true };
    expect(codeOf(await send('course-v1:Elsewhere+One+2030', fire))).toBe('exam_not_found');
    expect((await send(COURSE, { ...fire, act: 'submit' })).status).toBe(400);
  });
});
