import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { none } from '../../../db/columns.ts';
import { saveReview } from '../../../db/reviews.ts';
import type { Person } from '../../../dev/people.ts';
import { until } from '../../../dev/until.ts';
import { MailRefusedError } from '../../../emails/delivery/port.ts';
import { addExam, COURSE, newLearner, PEOPLE, startApi, startAttempt, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const read = async <Body = unknown>(path: string, as: Person = PEOPLE.dora) => {
  const answer = await api.callRoot('GET', OWN + path, { as });
  expect(answer.status, path).toBe(200);
  return answer.body as Body;
};

describe('what people did', () => {
  interface Act {
    attempt_id: number;
    person: string;
    reason: string;
    kind: string;
    learner: [number, string, string];
  }
  const actsOf = (query: string, as?: Person) => read<{ acts: Act[]; next: string | null }>(`/acts?${query}`, as);

  it('is listed with who and why, the newest first, page by page', async () => {
    const learner = newLearner();
    const id = await startAttempt(api, learner, await addExam(api));
    for (const [status, reason] of [
      ['error', 'Fire alarm'],
      ['submitted', 'Handed in on paper'],
    ]) {
      await api.callRoot('POST', `${OWN}/attempts/${id}/status`, { as: PEOPLE.carol, body: { status, reason } });
    }
    const first = await actsOf(`attempt=${id}&limit=1`);
    expect(first.acts).toMatchObject([
      { kind: 'set-status', person: 'carol', reason: 'Handed in on paper', to: 'submitted', course: COURSE },
    ]);
    expect(first.acts[0]?.learner).toEqual([learner.userId, learner.username, learner.name]);
    const second = await actsOf(`attempt=${id}&limit=1&cursor=${first.next}`);
    expect(second.acts).toMatchObject([{ reason: 'Fire alarm', from: 'started', to: 'error' }]);
    expect((await actsOf(`attempt=${id}&person=dora`)).acts).toEqual([]);
  });

  it('has what the team wrote down', async () => {
    const id = await startAttempt(api, newLearner(), await addExam(api));
    const note = { text: 'Left the room', kind: 'incident' };
    await api.callRoot('POST', `${OWN}/attempts/${id}/notes`, { as: PEOPLE.ivan, body: note });
    const found = { kind: 'incident', person: 'ivan', reason: 'Left the room', to: null, bulk_id: null };
    for (const query of ['', '&kind=incident', '&person=ivan'])
      expect((await actsOf(`attempt=${id}${query}`)).acts).toMatchObject([found]);
    expect((await actsOf(`attempt=${id}&kind=note`)).acts).toEqual([]);
  });

  it('says how the latest act can still be undone, by whoever reads of it', async () => {
    const id = await startAttempt(api, newLearner(), await addExam(api));
    const body = { minutes: 150, reason: 'Power cut' };
    const given = await api.callRoot('POST', `${OWN}/attempts/${id}/acts/extra-time`, { as: PEOPLE.carol, body });
    const { undo } = given.body as { undo: { id: string; until: number } };
    expect((await actsOf(`attempt=${id}`)).acts).toMatchObject([{ kind: 'incident-time', undo }]);
    await api.callRoot('POST', `${OWN}/undo/${undo.id}`, { as: PEOPLE.dora });
    expect((await actsOf(`attempt=${id}`)).acts).toMatchObject([
      { kind: 'undo', person: 'dora', undo: null },
      { kind: 'incident-time', person: 'carol', undo: null },
    ]);
  });

  it('is for staff of the course and global staff', async () => {
    expect((await actsOf('', PEOPLE.carol)).acts.length).toBeGreaterThan(0);
    expect((await actsOf('', PEOPLE.ivan)).acts).toEqual([]);
    expect((await actsOf(`course=${encodeURIComponent(COURSE)}`, newLearner())).acts).toEqual([]);
  });
});

describe('the attempts of a course', () => {
  it('are listed page by page, the newest first, with filters', async () => {
    const [examId, other] = [await addExam(api), await addExam(api)];
    const people = [newLearner(), newLearner(), newLearner()];
    const ids: number[] = [];
    for (const person of people) ids.unshift(await startAttempt(api, person, examId));
    await startAttempt(api, people[0] ?? newLearner(), other);
    type Page = { attempts: { id: number }[]; next: string | null };
    const path = `/courses/${COURSE}/attempts?exam=${examId}`;
    const first = await read<Page>(`${path}&limit=2`, PEOPLE.ivan);
    const second = await read<Page>(`${path}&limit=2&cursor=${first.next}`, PEOPLE.ivan);
    expect([...first.attempts, ...second.attempts].map(({ id }) => id)).toEqual(ids);
    expect(second.next).toBeNull();
    expect((await read<Page>(`${path}&q=${people[1]?.username}`)).attempts).toMatchObject([{ id: ids[1] }]);
    expect((await read<Page>(`${path}&status=submitted`)).attempts).toEqual([]);
    const unknown = await api.callRoot('GET', `${OWN}${path}&stauts=submitted`, { as: PEOPLE.ivan });
    expect(unknown.status).toBe(400);
  });
});

describe('effects that are not done', () => {
  it('are listed across attempts by whom they are for', async () => {
    const learner = newLearner();
    const examId = await addExam(api, { is_proctored: true });
    const id = await startAttempt(api, learner, examId, { proctored: true });
    api.service.mailer.failure = new MailRefusedError('550 no such mailbox');
    await api.call('PUT', `/v1/proctored_exam/attempt/${id}`, { as: learner, body: { action: 'submit' } });
    const refused = async (target: string) => {
      const path = `/effects?outcome=refused&target=${target}`;
      const { effects } = await read<{ effects: { attempt_id: number }[] }>(path);
      return effects.filter(({ attempt_id: of }) => of === id);
    };
    await until(async () => (await refused('mail')).length === 1, 'the refused mail');
    api.service.mailer.failure = null;
    expect(await refused('mail')).toMatchObject([
      { kind: 'send-mail', target: 'mail', outcome: 'refused', last_error: 'MailRefusedError: 550 no such mailbox' },
    ]);
    expect(await refused('vendor')).toEqual([]);
    const board = await read(`/courses/${COURSE}/exams/${examId}/board`);
    expect(board).toMatchObject({ counts: { trouble: 1 }, rows: [{ id, effects: [0, 1] }] });
  });
});

describe('the reviews of an attempt', () => {
  it('are all kept with their comments, and saving the same again is none', async () => {
    const learner = newLearner();
    const examId = await addExam(api, { is_proctored: true });
    const id = await startAttempt(api, learner, examId, { proctored: true });
    const { attempt_code: code } = await read<{ attempt_code: string }>(`/attempts/${id}/timeline`);
    const comment = { comment: 'Looked away', status: 'suspicious', start: 10, stop: 20, duration: 10 };
    const write = (reviewStatus: string, comments: (typeof comment)[], at: number) =>
      saveReview(
        api.service.pool,
        {
          attemptCode: code,
          reviewStatus,
          rawData: `{"status": "${reviewStatus}"}`,
          encryptedVideoUrl: null,
          reviewedBy: null,
          studentId: learner.userId,
          examId,
          comments,
          at,
        },
        { allowUpdates: true },
      );
    const at = Date.now();
    await write('Suspicious', [comment], at - 60_000);
    await write('Suspicious', [comment], at - 30_000);
    await write('Clean', [], at);
    await api.deps.pool.query(sql.type(none)`
      update review set is_attempt_active = false where attempt_code = ${code}`);
    const reviewer = { ...newLearner(), reviews: [COURSE] };
    expect(await read(`/attempts/${id}/reviews`, reviewer)).toMatchObject({
      recording: false,
      revisions: [
        {
          number: 1,
          status: 'Suspicious',
          received_at: expect.stringContaining(new Date(at - 60_000).toISOString().slice(0, 19)),
          comments: [{ start: 10, stop: 20, text: 'Looked away', status: 'suspicious' }],
        },
        { number: 2, status: 'Clean', comments: [], by: null },
      ],
    });
    expect((await api.callRoot('GET', `${OWN}/attempts/${id}/reviews`, { as: PEOPLE.ivan })).status).toBe(403);
  });
});
