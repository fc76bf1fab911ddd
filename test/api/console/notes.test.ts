import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { none } from '../../../db/columns.ts';
import type { Person } from '../../../dev/people.ts';
import { addExam, COURSE, newLearner, PEOPLE, startApi, startAttempt, type Answer, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';
const reviewer: Person = { ...newLearner(), reviews: [COURSE] };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface Note {
  id: number;
  text: string;
  editable_until: string | null;
}

async function sitting() {
  const learner = newLearner();
  const examId = await addExam(api, { is_proctored: true });
  return { learner, examId, id: await startAttempt(api, learner, examId, { proctored: true }) };
}

const write = (id: number, body: object, as: Person = PEOPLE.ivan, headers: Record<string, string> = {}) =>
  api.callRoot('POST', `${OWN}/attempts/${id}/notes`, { as, headers, body });
const change = (id: number, note: number, text: string, as: Person = PEOPLE.ivan) =>
  api.callRoot('PUT', `${OWN}/attempts/${id}/notes/${note}`, { as, body: { text } });
const noteIn = ({ body }: Answer) => body as Note;

async function read(id: number, as: Person = PEOPLE.carol) {
  const { status, body } = await api.callRoot('GET', `${OWN}/attempts/${id}/notes`, { as });
  expect(status).toBe(200);
  return body as { notes: Note[]; flag: boolean };
}

const boardPath = (examId: number) => `${OWN}/courses/${COURSE}/exams/${examId}/board`;

async function boardOf(examId: number, query = '') {
  const { body } = await api.callRoot('GET', boardPath(examId) + query, { as: PEOPLE.ivan });
  return body as { seq: number; rows: { id: number; notes: number; flag: boolean }[] };
}

/** As if it had been written so long ago. */
const age = (note: number, minutes: number) =>
  api.deps.pool.query(sql.type(none)`
    update staff_note set created = created - make_interval(mins => ${minutes}) where id = ${note}`);

describe('the notes about an attempt', () => {
  it('are written by the whole team, and seen by all of it with who wrote them', async () => {
    const { id } = await sitting();
    const incident = { text: ' The camera was covered ', kind: 'incident', category: 'misconduct', flag: true };
    expect(await write(id, incident)).toMatchObject({
      status: 201,
      body: { by: 'ivan', text: 'The camera was covered' },
    });
    await write(id, { text: 'Seen in the recording too' }, reviewer);
    expect(await read(id)).toMatchObject({
      flag: true,
      notes: [
        {
          attempt_id: id,
          by_name: 'Ivan Invigilator',
          role: 'invigilator',
          kind: 'incident',
          category: 'misconduct',
          flag: true,
          editable_until: null,
        },
        { by: reviewer.username, role: 'reviewer', kind: 'note', category: 'other', flag: null },
      ],
    });
  });

  it('are not for the learner, nor for people of other courses', async () => {
    const { id, learner } = await sitting();
    const stranger = { ...newLearner(), staffOf: ['course-v1:Elsewhere+One+2030'] };
    for (const as of [learner, stranger]) {
      const answers = [
        await api.callRoot('GET', `${OWN}/attempts/${id}/notes`, { as }),
        await write(id, { text: 'Mine' }, as),
      ];
      for (const answer of answers) expect(answer.headers['x-error-code']).toBe('course_team_only');
    }
    expect((await read(id)).notes).toEqual([]);
  });

  it('need words, and not too many', async () => {
    const { id } = await sitting();
    for (const text of ['', '  \0 ', 'x'.repeat(2001)]) expect((await write(id, { text })).status).toBe(400);
    expect((await write(id, { text: 'x', kind: 'gossip' })).status).toBe(400);
    expect((await write(id, { text: 'x'.repeat(2000) })).status).toBe(201);
  });

  it('are changed by their author for ten minutes, and then only added to', async () => {
    const { id } = await sitting();
    const note = noteIn(await write(id, { text: 'Helo' }));
    expect(note.editable_until).not.toBeNull();
    expect((await change(id, note.id, 'Hers', PEOPLE.carol)).headers['x-error-code']).toBe('note_not_yours');
    expect(await change(id, note.id, 'Hello')).toMatchObject({
      status: 200,
      body: { id: note.id, text: 'Hello', edited_at: expect.any(String) },
    });
    await age(note.id, 11);
    expect((await change(id, note.id, 'Other')).headers['x-error-code']).toBe('note_settled');
    expect((await read(id, PEOPLE.ivan)).notes).toMatchObject([{ text: 'Hello', editable_until: null }]);
    const other = await sitting();
    expect((await change(other.id, note.id, 'Other')).headers['x-error-code']).toBe('note_not_found');
  });

  it('are written once, however often the request is sent, and no other table keeps their text', async () => {
    const { id } = await sitting();
    const text = `Unlikely words ${crypto.randomUUID()}`;
    const key = { 'idempotency-key': crypto.randomUUID() };
    const [one, again] = [await write(id, { text }, PEOPLE.ivan, key), await write(id, { text }, PEOPLE.ivan, key)];
    expect(noteIn(again).id).toBe(noteIn(one).id);
    expect((await read(id)).notes).toHaveLength(1);
    const kept = await api.deps.pool.exists(sql.type(none)`
      select 1 from idempotent_answer where strpos(body, ${text}) > 0`);
    expect(kept).toBe(false);
  });
});

describe('the board', () => {
  it('shows how many notes there are and the flag, and hears of each', async () => {
    const { id, examId } = await sitting();
    const before = await boardOf(examId);
    expect(before.rows).toMatchObject([{ id, notes: 0, flag: false }]);
    await write(id, { text: 'Watch', flag: true });
    const after = await boardOf(examId, `?since=${before.seq}`);
    expect(after.rows).toMatchObject([{ id, notes: 1, flag: true }]);
    await write(id, { text: 'Nothing about the flag' });
    expect((await boardOf(examId)).rows).toMatchObject([{ notes: 2, flag: true }]);
    await write(id, { text: 'A misunderstanding', flag: false });
    expect((await boardOf(examId)).rows).toMatchObject([{ notes: 3, flag: false }]);
  });

  it('still shows after a resume what was noted before it', async () => {
    const { id, examId, learner } = await sitting();
    await write(id, { text: 'Left the room', flag: true });
    const act = (as: Person, body: object) => api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as, body });
    await act(learner, { action: 'error' });
    await act(PEOPLE.carol, { action: 'mark_ready_to_resume', user_id: learner.userId });
    const second = await startAttempt(api, learner, examId, { proctored: true });
    expect((await boardOf(examId)).rows).toMatchObject([{ id: second, notes: 1, flag: true }]);
    expect((await read(second)).notes).toMatchObject([{ attempt_id: id, text: 'Left the room' }]);
  });
});
