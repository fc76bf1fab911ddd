import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'slonik';
import { z } from 'zod';
import type { Person } from '../../dev/people.ts';
import { MailRefusedError, MailServerUnavailableError } from '../../emails/delivery/port.ts';
import { LmsRefusedError } from '../../lms/port.ts';
import { until } from '../../dev/until.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { areEffectsFinished, effectsOf } from '../support/attempt-records.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { restVendorSettings } from '../support/service.ts';
import { vendorSettings } from '../support/two-vendors.ts';
import { startApiWithVendor } from './api-with-vendor.ts';
import { addExam, COURSE, newLearner, PEOPLE, startApi, startAttempt, type Api } from './harness.ts';

// Free text of the API lives in Postgres, and nothing personal is left of whoever was retired.

let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor(({ url }) => restVendorSettings(url)));
  vendor.otherwise({ body: { id: 'privacy-1' } });
});
afterAll(() => close());

const mark = (name: string) => `Marker-${name}-${crypto.randomUUID().slice(0, 8)}`;

/** A learner whose name, address and user name are found wherever they are kept. */
function aMarkedLearner(): Person {
  const learner = newLearner();
  const username = mark('user').toLowerCase();
  return { ...learner, username, name: mark('name'), email: `${username}@example.org` };
}

interface Sitting {
  id: number;
  code: string;
}

/** A proctored exam that erred, that staff let go on and then set by hand; every field for free text is filled. */
async function sitting(
  learner: Person,
  words: { detail: string; reason: string },
  onceRegistered: () => void = () => {},
): Promise<Sitting> {
  const examId = await addExam(api, { is_proctored: true, backend: 'rest' });
  const id = await startAttempt(api, learner, examId, { proctored: true });
  const path = `/v1/proctored_exam/attempt/${id}`;
  onceRegistered();
  const { body } = await api.call('GET', path, { as: learner });
  const { attempt_code: code } = body as { attempt_code: string };
  const erred = { action: 'error', detail: words.detail };
  expect(await api.call('PUT', path, { as: learner, body: erred })).toMatchObject({ status: 200 });
  const status = { status: 'rejected', reason: words.reason };
  const set = await api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/status`, { as: PEOPLE.dora, body: status });
  expect(set).toMatchObject({ status: 200, body: { status: 'rejected' } });
  await until(() => areEffectsFinished(api.service, code), 'the effects');
  return { id, code };
}

/** The whole history as text, payloads decoded. */
async function historyOf(code: string): Promise<string> {
  const history = await api.service.client.workflow.getHandle(workflowIdOf(code)).fetchHistory();
  return JSON.stringify(history, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
  );
}

const columnRow = z.object({ table_name: z.string(), column_name: z.string() });

/** Tables and columns in which one of the texts stands. */
async function placesOf(texts: readonly string[]): Promise<string[]> {
  const { pool } = api.service;
  const columns = await pool.any(sql.type(columnRow)`
    select c.table_name::text, c.column_name::text from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, 2`);
  const found: string[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    for (const text of texts) {
      const isThere = await pool.exists(sql.type(z.object({}))`
        select 1 from ${sql.identifier([table])} where strpos(lower(${sql.identifier([column])}::text), ${text.toLowerCase()}) > 0`);
      if (isThere) found.push(`${table}.${column}: ${text}`);
    }
  }
  return found;
}

async function note(id: number, text: string): Promise<void> {
  const answer = await api.callRoot('POST', `/api/proctoring/v1/attempts/${id}/notes`, {
    as: PEOPLE.carol,
    headers: { 'idempotency-key': crypto.randomUUID() },
    body: { text },
  });
  expect(answer.status).toBe(201);
}

it('keeps what people say out of histories, and shows it to staff', async () => {
  const words = { detail: mark('detail'), reason: mark('reason') };
  const learner = aMarkedLearner();
  const { id, code } = await sitting(learner, words, () => {
    vendor.otherwise({ status: 400, body: { error: mark('vendor') } });
  });
  await note(id, mark('note'));
  const timeline = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, { as: PEOPLE.dora });
  const { steps } = timeline.body as { steps: { event: string; reason: string | null }[] };
  expect(steps.find(({ event }) => event === 'error')?.reason).toBe(words.detail);
  expect(steps.find(({ event }) => event === 'set-status')?.reason).toBe(words.reason);
  const history = await historyOf(code);
  expect(history).toContain('set-status');
  expect(history).not.toMatch(/Marker-/i);
  vendor.otherwise({ body: { id: 'privacy-1' } });
});

describe('what others say of a learner when they fail', () => {
  const RETIRER = { ...newLearner(), username: 'retirement_worker' };

  async function retire(userId: number): Promise<void> {
    vendor.otherwise({ body: true });
    for (const call of ['retire_user', 'retire_backend_user'] as const) {
      const answer = await api.call('POST', `/v1/${call}/${userId}/`, { as: RETIRER });
      expect([200, 204]).toContain(answer.status);
    }
  }

  it('the LMS and the mail server: it is in no history, and gone with the learner', async () => {
    const learner = aMarkedLearner();
    const said = `no such learner ${learner.name} <${learner.email}> ${learner.username}`;
    const { lms, mailer } = api.service;
    lms.failure = (effect) => (effect.kind === 'track' ? null : new LmsRefusedError(said));
    mailer.failure = new MailRefusedError(said);
    try {
      vendor.otherwise({ body: { id: `privacy-${learner.userId}` } });
      const words = { detail: mark('detail'), reason: mark('reason') };
      const { id, code } = await sitting(learner, words);
      const noted = mark('note');
      await note(id, noted);
      expect(await placesOf([noted])).toEqual([`staff_note.text: ${noted}`]);
      const personal = [learner.username, learner.name, learner.email];
      expect((await placesOf([learner.name])).join()).toContain('attempt_effect');
      const history = await historyOf(code);
      for (const text of personal) expect(history).not.toContain(text);
      await retire(learner.userId);
      expect(await placesOf([...personal, words.detail, words.reason, noted])).toEqual([]);
    } finally {
      lms.failure = null;
      mailer.failure = null;
    }
  });

  it('a mail that waits for its server is not sent any more', async () => {
    const learner = aMarkedLearner();
    const { mailer } = api.service;
    mailer.failure = new MailServerUnavailableError('busy');
    vendor.otherwise({ body: { id: `privacy-${learner.userId}` } });
    const examId = await addExam(api, { is_proctored: true, backend: 'rest' });
    const id = await startAttempt(api, learner, examId, { proctored: true });
    const path = `/v1/proctored_exam/attempt/${id}`;
    const { body } = await api.call('GET', path, { as: learner });
    const { attempt_code: code } = body as { attempt_code: string };
    await api.call('PUT', path, { as: learner, body: { action: 'submit' } });
    const mail = async () => (await effectsOf(api.service, code)).find(({ kind }) => kind === 'send-mail');
    await until(async () => ((await mail())?.tries ?? 0) > 0, 'a try of the mail');
    // The answers to a retirement say nothing that the calls of an exam could use.
    const isOnlyMailLeft = async () =>
      (await effectsOf(api.service, code)).every(({ kind, outcome }) => kind === 'send-mail' || outcome !== 'pending');
    await until(isOnlyMailLeft, 'the other effects');
    await retire(learner.userId);
    mailer.failure = null;
    await until(() => areEffectsFinished(api.service, code), 'the effects');
    expect(await mail()).toMatchObject({ outcome: 'done' });
    expect(mailer.mails.filter(({ to }) => to === learner.email)).toEqual([]);
  });

  it.each([400, 503])('a desktop vendor that repeats what it was sent with a %d', async (status) => {
    const learner = aMarkedLearner();
    const desktop = await startApi({ env: vendorSettings(vendor) });
    try {
      const examId = await addExam(desktop, { is_proctored: true, backend: 'ssi' });
      const body = { exam_id: examId, attempt_proctored: 'true' };
      vendor.otherwise({ status, body: `cannot register ${learner.name} ${learner.email} ${learner.username}` });
      vendor.take();
      const refused = await desktop.call('POST', '/v1/proctored_exam/attempt', { as: learner, body });
      expect(refused.status).toBe(status === 400 ? 502 : 503);
      expect(
        vendor
          .take()
          .map((sent) => sent.body)
          .join(),
      ).toContain(learner.name);
      const ran = desktop.service.client.workflow.list({
        query: `WorkflowType = 'examAttempt' and TaskQueue = '${desktop.service.config.temporal.taskQueue}'`,
      });
      let histories = '';
      await until(async () => {
        for await (const { workflowId } of ran) histories += await historyOf(workflowId.replace('exam-attempt/', ''));
        return histories !== '';
      }, 'the history of the creation');
      for (const text of [learner.name, learner.email, learner.username]) expect(histories).not.toContain(text);
    } finally {
      await desktop.close();
    }
  });
});

it('keeps nothing personal of a retired person, whatever comes later', async () => {
  const learner = aMarkedLearner();
  vendor.otherwise({ body: { id: 'privacy-2' } });
  const words = { detail: mark('detail'), reason: mark('reason') };
  const { id } = await sitting(learner, words);
  const examId = await addExam(api);
  const allowance = {
    exam_id: examId,
    user_info: learner.username,
    key: 'review_policy_exception',
    value: mark('words'),
  };
  await api.call('PUT', '/v1/proctored_exam/allowance', {
    as: PEOPLE.dora,
    body: allowance,
    // Staff's pages may make a key of whom they act on.
    headers: { 'idempotency-key': `allow-${learner.username.toUpperCase()}` },
  });
  const personal = [learner.username, learner.name, learner.email, words.detail, words.reason, allowance.value];
  expect((await placesOf([learner.username])).length).toBeGreaterThan(0);

  const worker = { ...newLearner(), username: 'retirement_worker' };
  vendor.otherwise({ body: true });
  for (const call of ['retire_user', 'retire_backend_user', 'retire_user'] as const) {
    const answer = await api.call('POST', `/v1/${call}/${learner.userId}/`, { as: worker });
    expect([200, 204]).toContain(answer.status);
  }
  expect(await placesOf(personal)).toEqual([]);

  const review = {
    status: 'suspicious',
    comments: [{ comment: learner.name, status: 'x', start: 1, stop: 2, duration: 1 }],
  };
  const late = await api.call('POST', '/v1/proctored_exam/attempt/privacy-2/reviewed', {
    as: PEOPLE.dora,
    body: { ...review, note: learner.email },
  });
  expect(late.status).toBe(200);
  const signIn = await api.call('GET', '/v1/proctored_exam/active_attempt', { as: learner });
  expect([200, 403]).toContain(signIn.status);
  expect(await placesOf(personal)).toEqual([]);

  const list = await api.call(
    'GET',
    `/v1/proctored_exam/attempt/grouped/course_id/${COURSE}?search=${learner.username}`,
    {
      as: PEOPLE.dora,
    },
  );
  const timeline = await api.callRoot('GET', `/api/proctoring/v1/attempts/${id}/timeline`, { as: PEOPLE.dora });
  expect(timeline.status).toBe(200);
  const shown = JSON.stringify([list.body, timeline.body]);
  for (const text of [learner.name, learner.email, words.detail, words.reason]) expect(shown).not.toContain(text);
});
