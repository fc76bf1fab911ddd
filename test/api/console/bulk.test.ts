import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWatch } from '../../../activities/heartbeat/index.ts';
import { confirmBulk } from '../../../api/acts/bulk.ts';
import type { Person } from '../../../dev/people.ts';
import { until } from '../../../dev/until.ts';
import { bulkWorkflowIdOf } from '../../../workflows/bulk/messages.ts';
import { addExam, COURSE, newLearner, PEOPLE, startApi, startAttempt, type Answer, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';
const FIRE = { act: 'pause', reason: 'Fire alarm', category: 'fire-alarm' };
const reviewer: Person = { ...newLearner(), reviews: [COURSE] };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function room(learners: number): Promise<{ examId: number; ids: number[]; people: Person[] }> {
  const examId = await addExam(api);
  const people = Array.from({ length: learners }, newLearner);
  const ids = [];
  for (const person of people) ids.push(await startAttempt(api, person, examId));
  return { examId, ids, people };
}

interface Send {
  as?: Person;
  headers?: Record<string, string>;
}
const send = (body: object, { as = PEOPLE.carol, headers = {} }: Send = {}) =>
  api.callRoot('POST', `${OWN}/courses/${COURSE}/bulk`, { as, headers, body });

interface Preview {
  will: number;
  will_not: { id: number; why: string; detail: string }[];
  token: string;
}
async function preview(body: object, options: Send = {}): Promise<Preview> {
  const answer = await send({ ...body, dry_run: true }, options);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as Preview;
}

interface Bulk {
  total: number;
  done: number;
  failed: number;
  finished_at: string | null;
  outcomes: Record<string, number>;
  results: { id: number; outcome: string; detail: string | null }[];
  next: string | null;
}
async function read(id: string, query = '', as: Person = PEOPLE.carol): Promise<Bulk> {
  const { body } = await api.callRoot('GET', `${OWN}/bulk/${id}${query}`, { as });
  return body as Bulk;
}
async function finished(id: string): Promise<Bulk> {
  await until(async () => (await read(id)).finished_at !== null, 'the end of the bulk act');
  return read(id);
}

/** Previews an act and begins it; its id. */
async function begin(body: object, options: Send & { count?: number } = {}): Promise<string> {
  const { token } = await preview(body, options);
  const answer = await send({ ...body, token, ...(options.count !== undefined && { count: options.count }) }, options);
  expect(answer).toMatchObject({ status: 202, body: { bulk_id: token } });
  return token;
}
const follow = (id: string, what: 'retry' | 'undo', as: Person = PEOPLE.carol) =>
  api.callRoot('POST', `${OWN}/bulk/${id}/${what}`, { as });

interface Step {
  event: string;
  actor: string;
  reason: string | null;
  category: string | null;
  bulk_id: string | null;
  time_remaining_seconds: number;
  at: string;
}
async function steps(id: number): Promise<Step[]> {
  const { body } = await api.callRoot('GET', `${OWN}/attempts/${id}/timeline`, { as: PEOPLE.dora });
  return (body as { steps: Step[] }).steps;
}

const codeOf = ({ headers }: Answer) => headers['x-error-code'];
const handIn = (id: number, as: Person) =>
  api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as, body: { action: 'submit' } });

describe('the preview of a bulk act', () => {
  it('says for how many it will be done, for whom not, and why; and changes nothing', async () => {
    const { ids, people } = await room(3);
    await handIn(ids[2] ?? 0, people[2] as Person);
    const told = await preview({ ...FIRE, targets: { ids: [...ids, 999_999_999] } });
    expect(told).toMatchObject({
      will: 2,
      will_not: [
        { id: ids[2], why: 'attempt_not_running', detail: expect.any(String) },
        { id: 999_999_999, why: 'attempt_not_found' },
      ],
    });
    expect((await steps(ids[0] ?? 0)).map(({ event }) => event)).toEqual(['created', 'start']);
    expect((await api.callRoot('GET', `${OWN}/bulk/${told.token}`, { as: PEOPLE.carol })).status).toBe(404);
  });

  it('finds whom a filter of an exam means: phase, status and part of a name', async () => {
    const { examId, ids, people } = await room(3);
    await handIn(ids[2] ?? 0, people[2] as Person);
    const will = async (filter: object) =>
      (await preview({ ...FIRE, targets: { filter: { exam: examId, ...filter } } })).will;
    expect(await will({})).toBe(2);
    expect(await will({ phase: ['running'] })).toBe(2);
    expect(await will({ phase: ['handed_in'] })).toBe(0);
    expect(await will({ status: ['submitted'], phase: ['running'] })).toBe(0);
    expect(await will({ q: people[0]?.username })).toBe(1);
  });

  it('leaves out attempts of other courses, also for global staff', async () => {
    const { ids } = await room(1);
    const elsewhere = 'course-v1:Elsewhere+One+2030';
    const path = `${OWN}/courses/${elsewhere}/bulk`;
    const body = { ...FIRE, targets: { ids }, dry_run: true };
    const answer = await api.callRoot('POST', path, { as: PEOPLE.dora, body });
    expect(answer.body).toMatchObject({ will: 0, will_not: [{ id: ids[0], why: 'attempt_not_found' }] });
    expect(codeOf(await api.callRoot('POST', path, { as: PEOPLE.carol, body }))).toBe('course_team_only');
  });

  it('is for the roles of the act on one attempt', async () => {
    const { ids } = await room(1);
    const of = (act: object, as: Person) => send({ reason: 'Why', targets: { ids }, dry_run: true, ...act }, { as });
    expect((await of({ act: 'pause' }, PEOPLE.ivan)).status).toBe(200);
    expect(codeOf(await of({ act: 'submit' }, PEOPLE.ivan))).toBe('staff_only');
    expect(codeOf(await of({ act: 'pause' }, reviewer))).toBe('staff_only');
    const status = (value: string) => of({ act: 'set-status', payload: { status: value } }, reviewer);
    expect((await status('verified')).status).toBe(200);
    expect(codeOf(await status('submitted'))).toBe('status_not_for_reviewers');
  });

  it('asks for what the act needs, and for no more targets than there can be', async () => {
    const targets = { ids: [1] };
    const refused = async (body: object) => (await send({ dry_run: true, targets, ...body })).status;
    expect(await refused({ act: 'pause' })).toBe(400);
    expect(await refused({ act: 'extra-time', reason: 'Power' })).toBe(400);
    expect(await refused({ act: 'correct-end', reason: 'Power', payload: { ends_at: 1 } })).toBe(400);
    expect(await refused({ ...FIRE, targets: { ids: [] } })).toBe(400);
    expect(await refused({ ...FIRE, targets: { ids: Array.from({ length: 5_001 }, (_, id) => id) } })).toBe(400);
    expect(await refused({ ...FIRE, dry_run: false })).toBe(400);
    expect(await refused({ ...FIRE, targets: { filter: { exam: 1, groop: 1 } } })).toBe(400);
  });
});

describe('a bulk act', () => {
  it('is done to everybody it was previewed for, and stands in each timeline with name and reason', async () => {
    const { examId, ids } = await room(5);
    const id = await begin({ ...FIRE, targets: { filter: { exam: examId } } }, { as: PEOPLE.ivan });
    const done = await finished(id);
    expect(done).toMatchObject({ total: 5, done: 5, failed: 0, next: null });
    expect(new Set(done.results.map((each) => each.id))).toEqual(new Set(ids));
    for (const attempt of ids) {
      expect((await steps(attempt)).slice(2)).toMatchObject([
        { event: 'pause', actor: 'ivan', reason: 'Fire alarm', category: 'fire-alarm', bulk_id: id },
      ]);
    }
    const moments = await Promise.all(ids.map(async (attempt) => (await steps(attempt)).at(-1)?.at));
    expect(new Set(moments).size).toBe(1);
    const history = await api.service.client.workflow.getHandle(bulkWorkflowIdOf(id)).fetchHistory();
    expect(JSON.stringify(history)).not.toContain('Fire alarm');
  });

  it('is one act, however often its token is sent, and must be what was previewed', async () => {
    const { ids } = await room(2);
    const body = { act: 'extra-time', payload: { minutes: 5 }, reason: 'Power', targets: { ids } };
    const { token } = await preview(body);
    expect(codeOf(await send({ ...body, payload: { minutes: 50 }, token }))).toBe('bulk_preview_unknown');
    expect(codeOf(await send({ ...body, reason: 'Other', token }))).toBe('bulk_preview_unknown');
    expect(codeOf(await send({ ...body, targets: { ids: ids.slice(1) }, token }))).toBe('bulk_preview_unknown');
    expect(codeOf(await send({ ...body, token }, { as: PEOPLE.dora }))).toBe('bulk_preview_unknown');
    const key = { headers: { 'idempotency-key': crypto.randomUUID() } };
    const [one, two] = await Promise.all([send({ ...body, token }), send({ ...body, token })]);
    const [three, four] = [await send({ ...body, token }, key), await send({ ...body, token }, key)];
    for (const { body: told } of [one, two, three, four]) expect(told).toEqual({ bulk_id: token });
    await finished(token);
    expect((await send({ ...body, token })).status).toBe(202);
    await finished(token);
    for (const id of ids) {
      expect((await steps(id)).filter(({ event }) => event === 'incident-time')).toHaveLength(1);
    }
  });

  it('tells what failed meanwhile, page by page, and tries that again', async () => {
    const { ids, people } = await room(3);
    const body = { ...FIRE, targets: { ids } };
    const { token } = await preview(body);
    await handIn(ids[0] ?? 0, people[0] as Person);
    await send({ ...body, token });
    expect(await finished(token)).toMatchObject({ done: 2, failed: 1 });
    expect((await read(token, '?outcome=failed')).results).toMatchObject([
      { id: ids[0], outcome: 'failed', detail: 'attempt_not_running' },
    ]);
    const { results, next } = await read(token, '?limit=2');
    expect((await read(token, `?limit=2&cursor=${next}`)).results).toHaveLength(3 - results.length);
    expect(await follow(token, 'retry')).toMatchObject({ status: 202, body: { asked: 1 } });
    expect(await finished(token)).toMatchObject({ done: 2, failed: 1 });
    expect(codeOf(await follow(token, 'undo'))).toBe('undo_not_possible');
  });

  it('is undone for all with whom nothing else has happened, and says with whom it was not', async () => {
    const { ids, people } = await room(3);
    const id = await begin({ act: 'extra-time', payload: { minutes: 150 }, reason: 'Slip', targets: { ids } });
    await finished(id);
    await handIn(ids[1] ?? 0, people[1] as Person);
    expect(codeOf(await follow(id, 'undo', PEOPLE.ivan))).toBe('staff_only');
    expect(await follow(id, 'undo')).toMatchObject({ status: 202, body: { asked: 3 } });
    const undone = await finished(id);
    expect(undone.outcomes).toMatchObject({ undone: 2, not_undone: 1 });
    expect(undone.results.find(({ outcome }) => outcome === 'not_undone')).toMatchObject({
      id: ids[1],
      detail: 'undo_overtaken',
    });
    expect((await steps(ids[0] ?? 0)).slice(-2)).toMatchObject([
      { event: 'incident-time', actor: 'carol', bulk_id: id },
      { event: 'undo', actor: 'carol', bulk_id: id },
    ]);
  });

  it('that removes attempts is only done with their number typed', async () => {
    const { ids } = await room(2);
    const body = { act: 'delete', reason: 'Test run', targets: { ids } };
    const { token } = await preview(body);
    expect(codeOf(await send({ ...body, token }))).toBe('bulk_count_wrong');
    expect(codeOf(await send({ ...body, token, count: 3 }))).toBe('bulk_count_wrong');
    expect((await send({ ...body, token, count: 2 })).status).toBe(202);
    expect(await finished(token)).toMatchObject({ done: 2 });
    const { token: nothing } = await preview(body);
    expect(codeOf(await send({ ...body, token: nothing, count: 0 }))).toBe('bulk_empty');
  });

  it('goes on although nobody told Temporal of it', async () => {
    const { ids } = await room(1);
    const body = { ...FIRE, targets: { ids } };
    const { token } = await preview(body);
    const fingerprint = await api.deps.pool.oneFirst(
      sql.type(z.object({ fingerprint: z.string() }))`select fingerprint from bulk where id = ${token}`,
    );
    const wanted = {
      courseId: COURSE,
      wish: { act: 'pause' },
      reason: 'Fire alarm',
      category: 'fire-alarm',
      by: { userId: PEOPLE.carol.userId, role: 'course_staff' },
      fingerprint,
      sittingExamId: null,
    } as const;
    const lost = { ...api.deps, bulks: { goOn: async () => {} } };
    await confirmBulk(lost, wanted, { token, count: undefined });
    const { context, config } = api.service;
    const clock = () => Date.now() + 40_000;
    await createWatch({ ...context, taskQueue: config.temporal.taskQueue, clock }).watchOnce();
    expect(await finished(token)).toMatchObject({ done: 1 });
  });
});
