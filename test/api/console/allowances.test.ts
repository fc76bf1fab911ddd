import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { none } from '../../../db/columns.ts';
import type { Person } from '../../../dev/people.ts';
import { until } from '../../../dev/until.ts';
import { addExam, COURSE, examItem, newLearner, PEOPLE, startApi, startAttempt, type Api } from '../harness.ts';

const OWN = '/api/proctoring/v1';
const PATH = `${OWN}/courses/${COURSE}/allowances`;

interface Allowance {
  id: number;
  learner: [number, string, string];
  exam: number;
}
interface Plan {
  new: number;
  changed: number;
  same: number;
  errors: number;
  rows: { line: number; outcome: string; field: string | null; code: string | null }[];
  token: string;
}

/** Yesterday was the last day. */
const expire = (exam: number) => sql.type(none)`
  update allowance set expires_at = date_trunc('day', now() at time zone 'Europe/Zurich') at time zone 'Europe/Zurich'
  where exam_id = ${exam}`;

let api: Api;
beforeAll(async () => {
  api = await startApi({ env: { SITE_TIME_ZONE: 'Europe/Zurich' } });
});
afterAll(() => api.close());

let learner: Person;
let examId: number;
beforeEach(async () => {
  learner = newLearner();
  // A valid token makes the learner known.
  await api.call('GET', '/v1/proctored_exam/attempt', { as: learner });
  examId = await addExam(api, { time_limit_mins: 60 });
});

async function grant(body: object, as: Person = PEOPLE.carol): Promise<Plan> {
  const wish = { learners: [learner.username], exams: [examId], kind: 'minutes', value: '15' };
  const answer = await api.callRoot('POST', PATH, { as, body: { ...wish, ...body } });
  expect(answer.status).toBe(200);
  return answer.body as Plan;
}

async function list(query = `exam=${examId}`): Promise<Allowance[]> {
  const answer = await api.callRoot('GET', `${PATH}?${query}`, { as: PEOPLE.carol });
  expect(answer.status).toBe(200);
  return (answer.body as { allowances: Allowance[] }).allowances;
}

async function acts() {
  const answer = await api.callRoot('GET', `${OWN}/acts?course=${encodeURIComponent(COURSE)}&limit=5`, {
    as: PEOPLE.carol,
  });
  const { acts: all } = answer.body as { acts: { exam: number; kind: string }[] };
  return all.filter(({ exam }) => exam === examId);
}

describe('an allowance', () => {
  it('is granted with a reason until a day, and listed with who granted it', async () => {
    const wish = { kind: 'multiplier', value: '1.5', reason: 'Section 5', expires_on: '2099-05-31' };
    expect(await grant(wish)).toMatchObject({ new: 1, errors: 0, rows: [{ outcome: 'new' }] });
    expect(await grant(wish)).toMatchObject({ new: 0, same: 1 });
    expect(await list()).toMatchObject([
      {
        learner: [learner.userId, learner.username, learner.name],
        exam: examId,
        kind: 'multiplier',
        value: '1.5',
        minutes: 30,
        reason: 'Section 5',
        by: 'carol',
        expires_on: '2099-05-31',
        used_by: null,
      },
    ]);
    expect(await list(`exam=${examId}&kind=minutes`)).toEqual([]);
    expect(await list(`q=${learner.username}&kind=multiplier`)).toHaveLength(1);
  });

  it.each(['__proto__', 'constructor', 'toString'])('may have a word of one’s own for its kind: %s', async (kind) => {
    expect(await grant({ kind, value: 'yes' })).toMatchObject({ new: 1, errors: 0 });
    expect(await list(`exam=${examId}&kind=${kind}`)).toMatchObject([{ kind, value: 'yes' }]);
  });

  it('moves the end of a running clock, with name and reason in its timeline, and stands in the log', async () => {
    const id = await startAttempt(api, learner, examId);
    await grant({ reason: 'Fire alarm' });
    const timeline = async () =>
      (await api.callRoot('GET', `${OWN}/attempts/${id}/timeline`, { as: PEOPLE.carol })).body;
    const steps = async () => (await timeline()) as { steps: { event: string }[] };
    await until(async () => (await steps()).steps.some(({ event }) => event === 'extra-time'), 'the extra time');
    expect((await steps()).steps.at(-1)).toMatchObject({ event: 'extra-time', actor: 'carol', reason: 'Fire alarm' });
    expect(await timeline()).toMatchObject({
      allowed_because: [{ minutes: 15, kind: 'planned', by: 'carol', reason: 'Fire alarm' }],
    });
    expect(await list()).toMatchObject([{ used_by: id }]);
    expect((await acts()).filter(({ kind }) => kind.startsWith('allowance'))).toMatchObject([
      {
        kind: 'allowance-created',
        person: 'carol',
        reason: 'Fire alarm',
        attempt_id: null,
        allowance: { kind: 'minutes', value: '15' },
        learner: [learner.userId, learner.username, learner.name],
      },
    ]);
  });

  it('is changed and removed by its id, only in its own course, and both stand in the log', async () => {
    await grant({ reason: 'Illness' });
    const [{ id } = { id: 0 }] = await list();
    const change = (body: object, path = PATH) => api.callRoot('PATCH', `${path}/${id}`, { as: PEOPLE.dora, body });
    expect(await change({ value: '25', expires_on: '2099-01-01' })).toMatchObject({
      status: 200,
      body: { value: '25', reason: 'Illness', by: 'dora', expires_on: '2099-01-01' },
    });
    expect(await change({ expires_on: null, reason: null })).toMatchObject({
      body: { expires_on: null, reason: null },
    });
    expect(await change({ value: 'much' })).toMatchObject({
      status: 400,
      headers: { 'x-error-code': 'validation_failed' },
    });
    const elsewhere = `${OWN}/courses/course-v1:Elsewhere+One+2030/allowances`;
    expect(await change({ value: '25' }, elsewhere)).toMatchObject({ status: 404 });
    const remove = () => api.callRoot('DELETE', `${PATH}/${id}`, { as: PEOPLE.carol, body: { reason: 'A slip' } });
    expect(await remove()).toMatchObject({ status: 200, body: { removed: true } });
    expect(await remove()).toMatchObject({ status: 404, headers: { 'x-error-code': 'allowance_not_found' } });
    expect(await acts()).toMatchObject([
      { kind: 'allowance-deleted', person: 'carol', reason: 'A slip', allowance: { kind: 'minutes', value: null } },
      { kind: 'allowance-updated', person: 'dora' },
      { kind: 'allowance-updated', person: 'dora', allowance: { value: '25' } },
      { kind: 'allowance-created', person: 'carol' },
    ]);
  });

  it('gives no time to a clock that starts after its last day', async () => {
    await grant({ expires_on: '2099-01-01' });
    await api.service.pool.query(expire(examId));
    const id = await startAttempt(api, learner, examId);
    const attempt = await api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: learner });
    expect(attempt.body).toMatchObject({ allowed_time_limit_mins: 60 });
  });

  it('is refused for each pair that cannot have it, and granted to the others', async () => {
    const plan = await grant({ learners: [learner.username, 'nobody-at-all'], exams: [examId, 999_999_999] });
    expect(plan).toMatchObject({ new: 1, errors: 3 });
    expect(plan.rows.map(({ code }) => code)).toEqual([null, 'exam_unknown', 'learner_unknown', 'learner_unknown']);
    expect(await grant({ value: '-1' })).toMatchObject({
      errors: 1,
      rows: [{ code: 'minutes_invalid', field: 'value' }],
    });
    expect(await grant({ value: '9', expires_on: '2020-01-01' })).toMatchObject({ rows: [{ code: 'date_past' }] });
    expect(await grant({ value: '9', dry_run: true })).toMatchObject({ changed: 1 });
    expect(await list()).toMatchObject([{ value: '15' }]);
  });

  it('come with the exams on which something can be granted, their limits and due dates', async () => {
    const course = `course-v1:Due+${crypto.randomUUID()}+2030`;
    const items = [examItem({ due_date: '2099-05-31T10:00:00Z' }), examItem({ time_limit_mins: 60 })];
    await api.call('PATCH', `/v1/proctored_exam/exam_registration/course_id/${course}`, {
      as: PEOPLE.lms,
      body: items.map((item) => ({ ...item, course_id: course })),
    });
    const { body } = await api.callRoot('GET', `${OWN}/courses/${course}/allowances`, { as: PEOPLE.dora });
    expect(body).toMatchObject({
      exams: [
        { time_limit_minutes: 90, due_at: '2099-05-31T10:00:00Z' },
        { time_limit_minutes: 60, due_at: null },
      ],
    });
  });
});

describe('a file of allowances', () => {
  const TITLES = 'learner,exam,kind,value,reason,expires_on';
  const send = (csv: string, query = '', as: Person = PEOPLE.carol) =>
    api.callRoot('POST', `${PATH}/import${query}`, { as, payload: csv, headers: { 'content-type': 'text/csv' } });
  const read = async (csv: string, query = '') => {
    const answer = await send(csv, query);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body as Plan;
  };

  it('is looked at first, line by line, and imported without the lines that are wrong', async () => {
    const csv = `\uFEFF${[
      TITLES,
      `${learner.username},${examId},minutes,20,"Medical, long",2099-05-31`,
      `${learner.email},${examId},policy,May have a calculator,,`,
      'nobody-at-all,,minutes,20,,',
      `${learner.username},${examId},minutes,30,,`,
      `${learner.username},${examId},multiplier,0.5,,31.05.2099`,
    ].join('\r\n')}\r\n`;
    const seen = await read(csv, '?dry_run=true');
    expect(seen).toMatchObject({ new: 2, changed: 0, same: 0, errors: 3 });
    expect(seen.rows.map(({ line, outcome, field, code }) => [line, outcome, field, code])).toEqual([
      [2, 'new', null, null],
      [3, 'new', null, null],
      [4, 'error', 'learner', 'learner_unknown'],
      [5, 'error', 'learner', 'duplicate'],
      [6, 'error', 'value', 'multiplier_invalid'],
    ]);
    expect(await list()).toEqual([]);
    expect(await send(csv.replace(',20,', ',21,'), `?token=${seen.token}`)).toMatchObject({
      status: 409,
      headers: { 'x-error-code': 'allowances_changed' },
    });
    expect(await read(csv, `?token=${seen.token}`)).toMatchObject({ new: 2, errors: 3 });
    expect(await list()).toMatchObject([
      { kind: 'minutes', value: '20', reason: 'Medical, long', expires_on: '2099-05-31' },
      { kind: 'policy', value: 'May have a calculator' },
    ]);
    expect(await read(csv, '?dry_run=true')).toMatchObject({ new: 0, changed: 0, same: 2 });
    expect(await send(csv, `?token=${seen.token}`)).toMatchObject({ status: 409 });
  });

  it('is exported so that it can be imported again, and runs nothing in a spreadsheet', async () => {
    const odd = [
      '=HYPERLINK("http://evil.example")',
      "'=1+1",
      '+41 44',
      '-',
      '@home',
      'plain; with "quotes"\nand lines',
    ];
    for (const [index, value] of odd.entries()) await grant({ kind: `odd ${index}`, value, reason: value });
    const exported = await api.callRoot('GET', `${PATH}/export`, { as: PEOPLE.carol });
    expect(exported).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' } });
    const csv = exported.body as string;
    expect(csv.startsWith(`\uFEFF"learner","exam","kind"`)).toBe(true);
    expect(csv).not.toMatch(/(^|,)"[=+\-@]/m);
    const again = await read(csv, '?dry_run=true');
    expect(again).toMatchObject({ new: 0, changed: 0, errors: 0 });
    expect(again.same).toBeGreaterThanOrEqual(odd.length);
  });

  it('may have semicolons, and one line for all exams of the course', async () => {
    const csv = `kind;value;learner\n minutes ; 7 ;${learner.username}\n\n`;
    expect(await read(csv)).toMatchObject({ new: 1, errors: 0 });
    expect(await list()).toMatchObject([{ kind: 'minutes', value: '7' }]);
    expect((await list(`q=${learner.username}&limit=200`)).length).toBeGreaterThan(1);
  });

  it.each([
    ['nothing', ''],
    ['no titles', 'alice,1,minutes,5'],
    ['titles that nobody knows', `${TITLES},colour\nalice,1,minutes,5,,,red`],
    ['an open quote', `${TITLES}\n"alice,1,minutes`],
  ])('with %s is refused as a whole', async (_, csv) => {
    expect(await send(csv)).toMatchObject({ status: 400, headers: { 'x-error-code': 'csv_invalid' } });
  });

  it('has at most 20,000 lines and 4 MB', async () => {
    const line = `\n${learner.username},${examId},minutes,5`;
    expect(await send(`learner,exam,kind,value${line.repeat(20_001)}`)).toMatchObject({
      status: 400,
      headers: { 'x-error-code': 'too_many_allowances' },
    });
    expect(await send(`${TITLES}\n${'x'.repeat(4 * 1024 * 1024)}`)).toMatchObject({ status: 413 });
  });

  it('is not read from those who may not send it', async () => {
    api.statements();
    const large = `${TITLES}\n${'x'.repeat(5 * 1024 * 1024)}`;
    expect(await send(large, '', newLearner())).toMatchObject({ status: 403 });
    expect(await send(large, '', PEOPLE.ivan)).toMatchObject({ status: 403 });
  });
});
