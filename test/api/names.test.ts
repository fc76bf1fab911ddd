import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examItem, newLearner, PEOPLE, startApi, type Api } from './harness.ts';

let api: Api;
let examId: number;
const COURSE = 'course-v1:Names+And+People';
beforeAll(async () => {
  api = await startApi();
  const path = `/v1/proctored_exam/exam_registration/course_id/${COURSE}`;
  const { body } = await api.call('PATCH', path, { as: PEOPLE.lms, body: [examItem()] });
  [{ exam_id: examId }] = body as [{ exam_id: number }];
});
afterAll(() => api.close());

type Someone = ReturnType<typeof newLearner>;
const signIn = async (as: Someone) => {
  expect(await api.call('GET', '/v1/proctored_exam/attempt', { as })).toMatchObject({ status: 200 });
};
const someone = (username: string): Someone => ({ ...newLearner(), username });
const unique = (name: string) => `${name}${crypto.randomUUID().slice(0, 8)}`;

/** Gives ten minutes to the person that the text names; returns the id of the person who got them. */
async function allow(user_info: string): Promise<number | null> {
  const { pool } = api.service;
  await pool.query(sql.unsafe`delete from allowance`);
  const body = { exam_id: examId, user_info, key: 'additional_time_granted', value: '10' };
  const { status } = await api.call('PUT', '/v1/proctored_exam/allowance', { as: PEOPLE.dora, body });
  const given = await pool.maybeOneFirst(sql.unsafe`select user_id::int from allowance`);
  expect(status).toBe(given === null ? 400 : 200);
  return given as number | null;
}
const person = (id: number) =>
  api.service.pool.one(sql.unsafe`select username, email, full_name as name from person where id = ${id}`);

describe('a user name', () => {
  it('is found in any case, like an address', async () => {
    const ada = someone(unique('Ada'));
    await signIn(ada);
    for (const text of [ada.username, ada.username.toUpperCase(), ada.email.toUpperCase()])
      expect(await allow(text), text).toBe(ada.userId);
    const status = `/v1/user_onboarding/status?course_id=${COURSE}&username=`;
    const asked = async (name: string) => (await api.call('GET', status + name, { as: ada })).status;
    expect(await asked(ada.username.toLowerCase())).toBe(await asked(ada.username));
    const body = { exam_id: examId, start_clock: 'true' };
    await api.call('POST', '/v1/proctored_exam/attempt', { as: ada, body });
    for (const text of [ada.username.toUpperCase(), ada.email.toUpperCase()]) {
      const path = `/v1/proctored_exam/attempt/grouped/course_id/${COURSE}/search/${text}`;
      const list = (await api.call('GET', path, { as: PEOPLE.dora })).body as { proctored_exam_attempts: unknown[] };
      expect(list.proctored_exam_attempts, text).toHaveLength(1);
    }
  });

  it.each([
    ['with dots and dashes', 'j.r-r_Tolkien'],
    ['with an accent', 'Éva.Ünal'],
    ['of another script', 'Ольга'],
    ['that looks like an address', 'Max@Home'],
    ['that looks like an id', '007'],
    ['with wildcards', 'a_%b'],
  ])('%s is found in any case in every route that takes one', async (_, start) => {
    const who = someone(unique(start));
    await signIn(who);
    for (const text of [who.username, who.username.toUpperCase(), who.username.toLowerCase(), ` ${who.username} `])
      expect(await allow(text), text).toBe(who.userId);
    const gone = await api.call('DELETE', '/v1/proctored_exam/allowance', {
      as: PEOPLE.dora,
      body: { exam_id: examId, user_id: who.userId, key: 'additional_time_granted' },
    });
    expect(gone).toMatchObject({ status: 200 });
    const user_ids = `${who.username.toUpperCase()}\r\n`;
    const bulk = { exam_ids: String(examId), user_ids, allowance_type: 'additional_time_granted', value: '5' };
    expect(await api.call('PUT', '/v1/proctored_exam/bulk_allowance', { as: PEOPLE.dora, body: bulk })).toMatchObject({
      status: 200,
    });
    await api.call('POST', '/v1/proctored_exam/attempt', { as: who, body: { exam_id: examId, start_clock: 'true' } });
    for (const text of [who.username, who.username.toUpperCase()]) {
      const path = `/v1/proctored_exam/attempt/grouped/course_id/${COURSE}/search/${encodeURIComponent(text)}`;
      const list = (await api.call('GET', path, { as: PEOPLE.dora })).body as { proctored_exam_attempts: unknown[] };
      expect(list.proctored_exam_attempts, text).toHaveLength(1);
    }
    const grouped = await api.call('GET', `/v1/proctored_exam/${COURSE}/grouped/allowance`, { as: PEOPLE.dora });
    expect(Object.keys(grouped.body as object)).toContain(who.username);
    const status = `/v1/user_onboarding/status?course_id=${COURSE}&username=`;
    const asked = async (name: string) =>
      (await api.call('GET', status + encodeURIComponent(name), { as: PEOPLE.dora })).status;
    expect(await asked(who.username.toUpperCase())).toBe(await asked(who.username));
  });

  it('is the same however its accents are put together', async () => {
    const who = someone(unique('Zo\u00e9'));
    await signIn(who);
    expect(await allow(who.username.normalize('NFD'))).toBe(who.userId);
  });

  it('is one person’s letter by letter, and nobody’s where two have it in other cases', async () => {
    const name = unique('Bo');
    const [upper, lower] = [someone(name), someone(name.toLowerCase())];
    await signIn(upper);
    await signIn(lower);
    expect(await allow(upper.username)).toBe(upper.userId);
    expect(await allow(lower.username)).toBe(lower.userId);
    expect(await allow(name.toUpperCase())).toBeNull();
  });
});

describe('a token from before a rename', () => {
  const now = Math.floor(Date.now() / 1000);

  it('takes no name back, nor anything else', async () => {
    const name = unique('pat');
    const before = { ...someone(name), issuedAt: now - 3000 };
    const after = { ...before, username: `${name}-new`, email: `new-${before.email}`, issuedAt: now - 1000 };
    const holder = { ...someone(name), issuedAt: now - 500 };
    await signIn(before);
    await signIn(after);
    await signIn(holder);
    await signIn({ ...before, name: 'older token' });
    expect(await allow(name)).toBe(holder.userId);
    expect(await person(before.userId)).toEqual({ username: after.username, email: after.email, name: after.name });
    expect(await allow(before.email)).toBeNull();
  });

  it('is not remembered beside the one that came after it', async () => {
    const name = unique('oli');
    const before = { ...someone(name), issuedAt: now - 3000 };
    await signIn(before);
    await signIn({ ...before, username: `${name}-new`, issuedAt: now - 1000 });
    await signIn({ ...someone(name), issuedAt: now - 500 });
    const path = `/v1/user_onboarding/status?course_id=${COURSE}&username=${name}`;
    expect(await api.call('GET', path, { as: before })).toMatchObject({ status: 403 });
  });

  it('takes no name back of a rename that nobody told of', async () => {
    const name = unique('quin');
    const former = { ...someone(name), issuedAt: now - 3000 };
    const holder = { ...someone(name), issuedAt: now - 500 };
    await signIn(former);
    await signIn(holder);
    await signIn({ ...former, name: 'the same token elsewhere' });
    expect(await allow(name)).toBe(holder.userId);
    const newcomer = { ...someone(name), issuedAt: now - 2000 };
    await signIn(newcomer);
    expect(await allow(name)).toBe(holder.userId);
    expect(await person(newcomer.userId)).toMatchObject({ username: `${name}~${newcomer.userId}` });
    const renamed = { ...former, username: `${name}-new`, issuedAt: now };
    await signIn(renamed);
    expect(await person(former.userId)).toMatchObject({ username: renamed.username });
  });

  it('is told from a newer one, though the clock of the LMS is ahead', async () => {
    const name = unique('ray');
    const first = { ...someone(name), issuedAt: now + 3000 };
    await signIn(first);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await signIn({ ...first, username: `${name}-new`, issuedAt: now + 3600 });
    expect(await person(first.userId)).toMatchObject({ username: `${name}-new` });
  });
});

describe('a bulk allowance', () => {
  const put = (body: object) => api.call('PUT', '/v1/proctored_exam/bulk_allowance', { as: PEOPLE.dora, body });

  it.each([
    ['line by line', '\n'],
    ['line by line, as Windows does', '\r\n'],
    ['from a spreadsheet', '\t'],
    ['from a mail', '; '],
    ['with commas and line breaks', ', \n'],
    ['with semicolons', ';'],
    ['as old Macs did', '\r'],
    ['with empty lines and blanks', ' \n\n\t ,'],
    ['from a page', '\u00a0\n'],
    ['with the line separator of Unicode', '\u2028'],
  ])('takes names that are pasted %s for separate people', async (_, between) => {
    const people = [someone(unique('kim')), someone(unique('lee')), someone(unique('mae'))];
    for (const each of people) await signIn(each);
    const user_ids = `${people.map(({ username }, index) => (index === 1 ? username.toUpperCase() : username)).join(between)}\n`;
    const body = { exam_ids: String(examId), user_ids, allowance_type: 'additional_time_granted', value: '5' };
    expect(await put(body)).toMatchObject({ status: 200 });
    const ids = people.map(({ userId }) => userId);
    const given = await api.service.pool.oneFirst(
      sql.unsafe`select count(*)::int from allowance where user_id = any(${sql.array(ids, 'int8')})`,
    );
    expect(given).toBe(3);
  });

  it('names the field that is wrong, of an empty form too', async () => {
    const type = 'additional_time_granted';
    const [exam_ids, user_ids] = [String(examId), PEOPLE.dora.username];
    for (const [body, field] of [
      [{}, 'user_info'],
      [{ exam_ids: '', user_ids: '' }, 'user_info'],
      [{ exam_ids, user_ids: ' ', allowance_type: type, value: '5' }, 'user_info'],
      [{ exam_ids, user_ids, allowance_type: type }, 'allowance_value'],
      [{ exam_ids, user_ids, allowance_type: type, value: 'x' }, 'allowance_value'],
      [{ exam_ids, user_ids, value: '5' }, 'allowance_type'],
    ] as const)
      expect(await put(body), JSON.stringify(body)).toMatchObject({ status: 400, body: { field } });
    const part = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n\r\n`;
    for (const [type, payload] of [
      [undefined, undefined],
      ['application/json', ''],
      ['application/json', '{}'],
      ['application/json', 'null'],
      ['application/json', '{"exam_ids":null,"user_ids":null}'],
      ['application/json', '{"exam_ids":[],"user_ids":[]}'],
      ['application/x-www-form-urlencoded', ''],
      ['application/x-www-form-urlencoded', 'exam_ids=&user_ids=&allowance_type=&value='],
      ['multipart/form-data; boundary=b', '--b--\r\n'],
      ['multipart/form-data; boundary=b', `${part('user_ids')}--b--\r\n`],
    ] as const) {
      const nothing = await api.call('PUT', '/v1/proctored_exam/bulk_allowance', {
        as: PEOPLE.dora,
        ...(payload !== undefined && { payload, headers: { 'content-type': type } }),
      });
      expect(nothing, `${type} ${payload}`).toMatchObject({
        status: 400,
        body: { detail: expect.any(String), field: 'user_info' },
      });
    }
  });
});
