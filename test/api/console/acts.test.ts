import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../dev/until.ts';
import type { Person } from '../../../dev/people.ts';
import { eventSignals } from '../../../workflows/exam-attempt/messages.ts';
import { handleOf } from '../../support/attempt-records.ts';
import {
  addExam,
  COURSE,
  newLearner,
  PEOPLE,
  startApi,
  startAttempt,
  type Answer,
  type Api,
  type CallOptions,
} from '../harness.ts';

const reviewer: Person = { ...newLearner(), reviews: [COURSE] };

let api: Api;
beforeAll(async () => {
  api = await startApi({ skipTime: true });
});
afterAll(() => api.close());

interface Row {
  id: number;
  v: number;
  status: string;
  ends: number | null;
  paused: number | null;
}

const rowIn = ({ body }: Answer) => (body as { attempt: Row }).attempt;

async function started(fields: Parameters<typeof addExam>[1] = {}): Promise<{ id: number; learner: Person }> {
  const learner = newLearner();
  return { id: await startAttempt(api, learner, await addExam(api, fields)), learner };
}

function act(id: number, name: string, body: object, options: Pick<CallOptions, 'as' | 'headers'> = {}) {
  const { as = PEOPLE.carol, headers = {} } = options;
  return api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/acts/${name}`, { as, headers, body });
}

interface Step {
  event: string;
  caused_by: string;
  actor: string | null;
  actor_name: string | null;
  actor_role: string | null;
  reason: string | null;
  category: string | null;
  minutes: number | null;
  ends_at: string | null;
}

async function steps(id: number): Promise<Step[]> {
  const { body } = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, { as: PEOPLE.dora });
  return (body as { steps: Step[] }).steps;
}

async function possible(id: number, as: Person) {
  const { body } = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/acts`, { as });
  const { v, acts } = body as { v: number; acts: { act: string; possible: boolean; why: string | null }[] };
  return { v, why: Object.fromEntries(acts.map((each) => [each.act, each.possible ? 'possible' : each.why])) };
}

describe('an act', () => {
  it('stands in the timeline with the name, role, reason and category of the person', async () => {
    const { id } = await started();
    const fire = { reason: 'Fire alarm in hall 2', category: 'fire-alarm' };
    const paused = await act(id, 'pause', fire, { as: PEOPLE.ivan });
    expect(paused).toMatchObject({ status: 200, body: { undo: null } });
    expect(rowIn(paused)).toMatchObject({ id, status: 'started', ends: null, paused: expect.any(Number) });
    await api.advance(600);
    expect(rowIn(await act(id, 'unpause', {}, { as: PEOPLE.ivan }))).toMatchObject({ paused: null });
    await act(id, 'extra-time', { minutes: 5, reason: 'Way back' }, { as: PEOPLE.ivan });
    const told = await steps(id);
    expect(told.slice(-3)).toMatchObject([
      {
        event: 'pause',
        caused_by: 'staff',
        actor: 'ivan',
        actor_name: 'Ivan Invigilator',
        actor_role: 'invigilator',
        ...fire,
        ends_at: null,
      },
      { event: 'unpause', actor: 'ivan', actor_role: 'invigilator', reason: null, ends_at: expect.any(String) },
      { event: 'incident-time', actor: 'ivan', reason: 'Way back', category: 'other', minutes: 5 },
    ]);
    const [unpaused, longer] = told.slice(-2).map(({ ends_at }) => Date.parse(ends_at ?? ''));
    expect((longer ?? 0) - (unpaused ?? 0)).toBe(5 * 60_000);
  });

  it('of an operator in the Temporal UI is marked as such', async () => {
    const { id } = await started();
    const { body } = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, { as: PEOPLE.dora });
    const { attempt_code: code } = body as { attempt_code: string };
    await handleOf(api.service, code).signal(eventSignals.pause, { reason: 'by hand' });
    await until(async () => (await steps(id)).at(-1)?.event === 'pause', 'the pause');
    expect((await steps(id)).at(-1)).toMatchObject({ caused_by: 'operator', actor: null, actor_role: null });
  });

  it('that is not possible is refused with the reason that the list of acts gives', async () => {
    const { id } = await started();
    await act(id, 'submit', { reason: 'Left the room' });
    const { why } = await possible(id, PEOPLE.carol);
    expect(why).toMatchObject({ pause: 'attempt_not_running', 'set-status': 'possible', submit: 'already_handed_in' });
    const refused = await act(id, 'pause', { reason: 'Fire' });
    expect(refused).toMatchObject({ status: 409, headers: { 'x-error-code': 'attempt_not_running' } });
    const soon = await started();
    const end = { ends_at: Date.now(), reason: 'Slip' };
    expect((await act(soon.id, 'correct-end', end)).headers['x-error-code']).toBe('end_out_of_range');
    expect(await act(soon.id, 'pause', {})).toMatchObject({ status: 400 });
  });

  it('of an invigilator goes up to fifteen minutes a learner, and of a reviewer to a result', async () => {
    const { id } = await started();
    const ivan = { as: PEOPLE.ivan };
    expect((await act(id, 'extra-time', { minutes: 15, reason: 'Network' }, ivan)).status).toBe(200);
    const more = await act(id, 'extra-time', { minutes: 1, reason: 'Network' }, ivan);
    expect(more).toMatchObject({ status: 403, headers: { 'x-error-code': 'extra_time_exceeded' } });
    expect((await act(id, 'extra-time', { minutes: 60, reason: 'Network' })).status).toBe(200);
    await act(id, 'submit', { reason: 'Over' });
    const byReviewer = (status: string) => act(id, 'set-status', { status, reason: 'Seen' }, { as: reviewer });
    expect((await byReviewer('declined')).headers['x-error-code']).toBe('status_not_for_reviewers');
    expect(rowIn(await byReviewer('rejected'))).toMatchObject({ status: 'rejected' });
    expect((await steps(id)).at(-1)).toMatchObject({ event: 'set-status', actor_role: 'reviewer' });
  });

  it('corrects an end to the millisecond, and says where it was and is', async () => {
    const { id } = await started();
    const endsAt = Math.round(api.deps.clock() + 20 * 60_000 + 7);
    expect(rowIn(await act(id, 'correct-end', { ends_at: endsAt, reason: '150 for 15' }))).toMatchObject({
      ends: endsAt,
    });
    expect((await steps(id)).at(-1)).toMatchObject({ event: 'correct-end', reason: '150 for 15' });
  });

  it('removes an attempt, and says that the learner has none any more', async () => {
    const { id } = await started();
    expect(await act(id, 'reset', { reason: 'Wrong exam', category: 'staff-error' })).toMatchObject({
      status: 200,
      body: { attempt: null, undo: { id: `${id}-3`, until: expect.any(Number) } },
    });
    expect((await steps(id)).at(-1)).toMatchObject({ event: 'delete', reason: 'Wrong exam', category: 'staff-error' });
    expect((await act(id, 'pause', { reason: 'Fire' })).headers['x-error-code']).toBe('attempt_not_found');
  });
});

describe('two people who act on one attempt at once', () => {
  it('do not overwrite each other: the slower one is told, with the row as it is', async () => {
    const { id } = await started();
    const { v } = await possible(id, PEOPLE.carol);
    const headers = { 'if-match': `"v${v}"` };
    const [one, other] = await Promise.all([
      act(id, 'submit', { reason: 'Left' }, { headers }),
      act(id, 'error', { reason: 'Lost' }, { as: PEOPLE.dora, headers }),
    ]);
    expect([one.status, other.status].filter((status) => status === 412)).toHaveLength(1);
    const [won, lost] = one.status === 200 ? [one, other] : [other, one];
    expect(lost.headers['x-error-code']).toBe('attempt_changed');
    expect(rowIn(lost)).toEqual(rowIn(won));
    expect((await steps(id)).filter(({ caused_by }) => caused_by === 'staff')).toHaveLength(1);
    expect(await act(id, 'reapply', {}, { headers: { 'if-match': 'v7' } })).toMatchObject({ status: 400 });
  });

  it('a repeat under its key is answered as the first time', async () => {
    const { id } = await started();
    const { v } = await possible(id, PEOPLE.carol);
    const headers = { 'if-match': `"v${v}"`, 'idempotency-key': crypto.randomUUID() };
    const [one, again] = [
      await act(id, 'extra-time', { minutes: 10, reason: 'Power' }, { headers }),
      await act(id, 'extra-time', { minutes: 10, reason: 'Power' }, { headers }),
    ];
    expect(again.body).toEqual(one.body);
    expect((await steps(id)).filter(({ event }) => event === 'incident-time')).toHaveLength(1);
  });
});

describe('an act that can be undone', () => {
  interface Undo {
    id: string;
    until: number;
  }
  const undoIn = ({ body }: Answer) => (body as { undo: Undo | null }).undo as Undo;
  const undo = ({ id }: Undo, as: Person = PEOPLE.carol) =>
    api.callRoot('POST', `/api/proctoring/v1/undo/${id}`, { as });

  it('is taken back: a slip of 150 minutes leaves the end where it was, and all steps in the timeline', async () => {
    const { id } = await started();
    const before = rowIn(await act(id, 'unpause', {}));
    const slip = await act(id, 'extra-time', { minutes: 150, reason: 'Power' });
    expect(rowIn(slip).ends).toBe((before.ends ?? 0) + 150 * 60_000);
    const undone = await undo(undoIn(slip));
    expect(undone).toMatchObject({ status: 200 });
    expect(rowIn(undone).ends).toBe(before.ends);
    expect((await steps(id)).slice(-2)).toMatchObject([
      { event: 'incident-time', actor: 'carol', minutes: 150 },
      { event: 'undo', actor: 'carol', actor_role: 'course_staff' },
    ]);
  });

  it('brings back an attempt that was removed', async () => {
    const { id } = await started();
    const removed = await act(id, 'delete', { reason: 'Wrong row' });
    expect(rowIn(await undo(undoIn(removed)))).toMatchObject({ id, status: 'started' });
  });

  it('stays once something else has happened, and it is said what', async () => {
    const { id, learner } = await started();
    const given = await act(id, 'extra-time', { minutes: 5, reason: 'Network' });
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'submit' } });
    expect(await undo(undoIn(given))).toMatchObject({
      status: 409,
      headers: { 'x-error-code': 'undo_overtaken' },
      body: { attempt: { status: 'submitted' }, meanwhile: [{ event: 'submit', caused_by: 'learner' }] },
    });
  });

  it('stays once its time is over', async () => {
    const { id } = await started();
    const ended = await act(id, 'submit', { reason: 'Left' });
    await api.advance(61);
    expect((await undo(undoIn(ended))).headers['x-error-code']).toBe('undo_too_late');
  });

  it('is taken back by staff, or by whoever did it', async () => {
    const { id } = await started();
    const byCarol = await act(id, 'extra-time', { minutes: 5, reason: 'Network' });
    expect(await undo(undoIn(byCarol), PEOPLE.ivan)).toMatchObject({ status: 403 });
    expect((await undo(undoIn(byCarol))).status).toBe(200);
    const byIvan = await act(id, 'extra-time', { minutes: 5, reason: 'Network' }, { as: PEOPLE.ivan });
    expect((await undo(undoIn(byIvan), PEOPLE.ivan)).status).toBe(200);
  });
});
