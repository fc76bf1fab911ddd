import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken, type Person } from '../../../dev/people.ts';
import { KEY, newLearner } from '../harness.ts';
import { begin, courseWith, EXAM_TOKEN_KEY, startExamsLab, type ExamsLab } from './lab.ts';

let lab: ExamsLab;
let exams: ExamsLab['exams'];
beforeAll(async () => {
  lab = await startExamsLab({ skipTime: true });
  ({ exams } = lab);
});
afterAll(() => lab.api.close());

const act = (as: Person, id: number, action: string) => exams('PUT', `/exams/attempt/${id}`, { as, body: { action } });
const latest = async (as: Person, contentId?: string) => {
  const query = contentId === undefined ? '' : `?content_id=${encodeURIComponent(contentId)}`;
  return (await exams('GET', `/exams/attempt/latest${query}`, { as })).body;
};

describe('an attempt in the dialect of edx-exams', () => {
  it('is one with that of the other dialect, from its creation to its end', async () => {
    const { course, examId, contentId } = await courseWith(lab);
    const alice = newLearner();
    const exam = async () =>
      (await exams('GET', `/student/exam/attempt/course_id/${course}/content_id/${contentId}`, { as: alice })).body;
    expect(await exam()).toMatchObject({ exam: { id: examId, type: 'timed', total_time: 30, attempt: {} } });
    expect(await latest(alice, contentId)).toEqual({});
    const id = await begin(lab, alice, examId);
    const shown = {
      attempt_id: id,
      attempt_status: 'started',
      course_id: course,
      exam_type: 'timed',
      exam_display_name: 'Midterm',
      exam_url_path: `http://localhost:2000/course/${course}/${contentId}`,
      time_remaining_seconds: expect.any(Number),
    };
    expect(await latest(alice)).toEqual(shown);
    expect(await exam()).toMatchObject({ exam: { attempt: shown } });
    expect(await act(alice, id, 'stop')).toMatchObject({ status: 200, body: { exam_attempt_id: id } });
    expect(await lab.api.call('GET', `/v1/proctored_exam/attempt/${id}`, { as: alice })).toMatchObject({
      body: { id, status: 'ready_to_submit', proctored_exam: { id: examId } },
    });
    expect(await act(alice, id, 'start')).toMatchObject({ status: 200 });
    const form = { action: 'submit' };
    expect(await exams('PUT', `/exams/attempt/${id}`, { as: alice, form })).toMatchObject({ status: 200 });
    expect(await latest(alice)).toEqual({});
    expect(await latest(alice, contentId)).toMatchObject({ attempt_id: id, attempt_status: 'submitted' });
  });

  it('ends at its end, though nobody looks', async () => {
    const { course, carol, examId, contentId } = await courseWith(lab, { time_limit_mins: 1 });
    const alice = newLearner();
    const id = await begin(lab, alice, examId);
    await lab.api.advance(90);
    const list = await exams('GET', `/instructor_view/course_id/${course}/attempts?exam_id=${examId}`, { as: carol });
    const [row] = (list.body as { results: { start_time: string; end_time: string }[] }).results;
    expect(row).toMatchObject({ attempt_id: id, attempt_status: 'submitted' });
    expect(Date.parse(row?.end_time ?? '') - Date.parse(row?.start_time ?? '')).toBe(60_000);
    expect(await latest(alice, contentId)).toMatchObject({ attempt_status: 'submitted', time_remaining_seconds: 0 });
  });

  it('is the only one on its exam, practice included', async () => {
    for (const exam_type of ['timed', 'practice']) {
      const { examId } = await courseWith(lab, { exam_type });
      const alice = newLearner();
      await begin(lab, alice, examId);
      const body = { exam_id: examId, start_clock: 'false' };
      expect(await exams('POST', '/exams/attempt', { as: alice, body })).toMatchObject({
        status: 400,
        headers: { 'x-error-code': 'attempt_already_exists' },
      });
    }
  });

  it('does not begin while another one runs, and nothing is left of that', async () => {
    const [first, second] = [await courseWith(lab), await courseWith(lab)];
    const alice = newLearner();
    const running = await begin(lab, alice, first.examId);
    const body = { exam_id: second.examId, start_clock: 'true' };
    expect(await exams('POST', '/exams/attempt', { as: alice, body })).toMatchObject({
      status: 400,
      headers: { 'x-error-code': 'other_exam_running' },
    });
    expect(await latest(alice, second.contentId)).toEqual({});
    const created = await exams('POST', '/exams/attempt', { as: alice, body: { exam_id: second.examId } });
    const { exam_attempt_id: waiting } = created.body as { exam_attempt_id: number };
    expect(await act(alice, waiting, 'start')).toMatchObject({ headers: { 'x-error-code': 'other_exam_running' } });
    await act(alice, running, 'submit');
    expect(await act(alice, waiting, 'start')).toMatchObject({ status: 200 });
  });

  it('is refused after the due date, and for an exam that there is not, with 400', async () => {
    const { examId } = await courseWith(lab, { due_date: '2020-01-01T00:00:00Z' });
    for (const exam_id of [examId, 999_999_999, 'abc']) {
      const body = { exam_id, start_clock: 'true' };
      expect(await exams('POST', '/exams/attempt', { as: newLearner(), body })).toMatchObject({ status: 400 });
    }
  });

  it('goes on when its page is still at the setup', async () => {
    const { examId, contentId } = await courseWith(lab, { exam_type: 'proctored' });
    const alice = newLearner();
    const id = await begin(lab, alice, examId);
    expect(await act(alice, id, 'click_download_software')).toMatchObject({
      status: 200,
      body: { exam_attempt_id: id },
    });
    expect(await latest(alice)).toMatchObject({ attempt_status: 'started' });
    expect(await latest(alice, contentId)).toMatchObject({ exam_type: 'a proctored exam' });
  });

  it('is decided on by staff alone, and nothing that was never begun can pass', async () => {
    const { carol, examId } = await courseWith(lab);
    const alice = newLearner();
    const created = await exams('POST', '/exams/attempt', { as: alice, body: { exam_id: examId } });
    const { exam_attempt_id: id } = created.body as { exam_attempt_id: number };
    expect(await act(carol, id, 'verify')).toMatchObject({ status: 400 });
    await act(alice, id, 'start');
    await act(alice, id, 'submit');
    expect(await act(alice, id, 'verify')).toMatchObject({ status: 400 });
    expect(await act(newLearner(), id, 'submit')).toMatchObject({ status: 403 });
    for (const action of ['submit', 'fly', 'decline', 'ping']) {
      expect(await act(carol, id, action)).toMatchObject({ status: 400 });
    }
    expect(await act(carol, id, 'verify')).toMatchObject({ status: 200, body: { exam_attempt_id: id } });
    expect(await act(carol, id, 'reject')).toMatchObject({ status: 200 });
  });

  it('is reset by staff alone, who let the learner start again', async () => {
    const { carol, examId } = await courseWith(lab);
    const alice = newLearner();
    const id = await begin(lab, alice, examId);
    const remove = (as: Person) => exams('DELETE', `/exams/attempt/${id}`, { as });
    expect(await remove(alice)).toMatchObject({ status: 403 });
    expect(await remove(carol)).toMatchObject({ status: 204, body: '' });
    expect(await remove(carol)).toMatchObject({ status: 400 });
    expect(await begin(lab, alice, examId)).not.toBe(id);
  });

  it('costs its page two statements a poll, and no call to Temporal', async () => {
    const { examId, contentId } = await courseWith(lab);
    const alice = newLearner();
    await begin(lab, alice, examId);
    await latest(alice, contentId);
    lab.api.statements();
    await latest(alice, contentId);
    expect(lab.api.statements()).toHaveLength(2);
  });
});

describe('a token for the content of an exam', () => {
  const ask = (as: Person, examId: number) => exams('GET', `/access_tokens/exam_id/${examId}/`, { as });

  it('is given while the exam runs, signed for that learner and that content', async () => {
    const { course, examId, contentId } = await courseWith(lab);
    const alice = newLearner();
    expect(await ask(alice, examId)).toMatchObject({ status: 403 });
    const id = await begin(lab, alice, examId);
    const answer = await ask(alice, examId);
    expect(answer).toMatchObject({ status: 200, body: { exam_access_token_expiration: 60 } });
    const { exam_access_token: token } = answer.body as { exam_access_token: string };
    const now = new Date(lab.api.deps.clock());
    const { payload, protectedHeader } = await jwtVerify(token, createPublicKey(EXAM_TOKEN_KEY), { currentDate: now });
    expect(protectedHeader.alg).toBe('RS512');
    expect(payload).toMatchObject({
      iss: 'https://exams.example.com',
      lms_user_id: alice.userId,
      course_id: course,
      content_id: contentId,
      version: '1.2.0',
    });
    await act(alice, id, 'stop');
    expect(await ask(alice, examId)).toMatchObject({ status: 403 });
  });

  it('lasts no longer than the exam', async () => {
    const { examId } = await courseWith(lab, { time_limit_mins: 1 });
    const alice = newLearner();
    await begin(lab, alice, examId);
    await lab.api.advance(30);
    const { body } = await ask(alice, examId);
    const { exam_access_token_expiration: seconds } = body as { exam_access_token_expiration: number };
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(30);
  });

  it('is given to staff of the course always, and to nobody for an exam that there is not', async () => {
    const { carol, examId } = await courseWith(lab);
    expect(await ask(carol, examId)).toMatchObject({ status: 200 });
    expect(await ask({ ...newLearner(), staffOf: ['course-v1:Other+One+2030'] }, examId)).toMatchObject({
      status: 403,
    });
    expect(await ask(carol, 999_999_999)).toMatchObject({ status: 404 });
  });
});

describe('extra time in the dialect of edx-exams', () => {
  it('is set, listed and removed, and a running exam gets it at once', async () => {
    const { course, carol, examId, contentId } = await courseWith(lab);
    const [alice, bob] = [newLearner(), newLearner()];
    await latest(bob);
    await begin(lab, alice, examId);
    const path = `/exams/course_id/${course}/allowances`;
    const body = [
      { username: alice.username, exam_id: examId, extra_time_mins: 15 },
      { email: bob.email, exam_id: String(examId), extra_time_mins: '5' },
    ];
    expect(await exams('POST', path, { as: carol, body })).toMatchObject({ status: 200, body: '' });
    const listed = (await exams('GET', `${path}/`, { as: carol })).body as { id: number; user_id: number }[];
    const of = (person: Person) => listed.find((each) => each.user_id === person.userId);
    expect(of(alice)).toEqual({
      id: expect.any(Number),
      exam_id: examId,
      user_id: alice.userId,
      extra_time_mins: 15,
      username: alice.username,
      exam_name: 'Midterm',
      email: alice.email,
    });
    expect(of(bob)).toMatchObject({ extra_time_mins: 5 });
    const { time_remaining_seconds: left } = (await latest(alice, contentId)) as { time_remaining_seconds: number };
    expect(left).toBeGreaterThan(40 * 60);
    const id = of(bob)?.id;
    expect(await exams('DELETE', `${path}/${id}`, { as: carol })).toMatchObject({ status: 204 });
    expect(await exams('DELETE', `${path}/${id}`, { as: carol })).toMatchObject({ status: 404 });
    expect((await exams('GET', path, { as: carol })).body).toHaveLength(1);
  });

  it('is refused as a whole if one item is not valid', async () => {
    const { course, carol, examId } = await courseWith(lab);
    const other = await courseWith(lab);
    const alice = newLearner();
    await latest(alice);
    const good = { username: alice.username, exam_id: examId, extra_time_mins: 10 };
    const path = `/exams/course_id/${course}/allowances`;
    const send = (body: unknown) => exams('POST', path, { as: carol, body });
    expect(
      await send([good, { ...good, extra_time_mins: 7.5 }, { exam_id: examId, extra_time_mins: 1 }]),
    ).toMatchObject({
      status: 400,
      body: {
        errors: [
          {},
          { extra_time_mins: ['A valid integer is required.'] },
          { username: ['username or email must be provided'] },
        ],
      },
    });
    for (const wrong of [
      { ...good, username: 'nobody-at-all' },
      { ...good, exam_id: other.examId },
    ]) {
      expect(await send([good, wrong])).toMatchObject({ status: 400, body: { detail: expect.any(String) } });
    }
    expect((await exams('GET', path, { as: carol })).body).toEqual([]);
    const foreign = `/exams/course_id/${other.course}/allowances`;
    await send([good]);
    const [{ id = 0 } = {}] = (await exams('GET', path, { as: carol })).body as { id?: number }[];
    expect(await exams('DELETE', `${foreign}/${id}`, { as: other.carol })).toMatchObject({ status: 404 });
  });
});

describe('the list of attempts on an exam', () => {
  it('has pages with absolute addresses, the newest attempt first', async () => {
    const { course, carol, examId } = await courseWith(lab);
    const ids: number[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift(await begin(lab, newLearner(), examId));
    const path = `/instructor_view/course_id/${course}/attempts?exam_id=${examId}`;
    const list = async (query = '') =>
      (await exams('GET', path + query, { as: carol })).body as {
        next: string | null;
        previous: string | null;
        results: { attempt_id: number }[];
      };
    expect((await list()).results.map((row) => row.attempt_id)).toEqual(ids);
    const page = await list('&limit=1&offset=1');
    expect(page).toMatchObject({ count: 3, results: [{ attempt_id: ids[1], attempt_status: 'started' }] });
    const addressOf = (link: string | null) => new URL(link ?? '').search;
    expect(addressOf(page.next)).toBe(`?exam_id=${examId}&limit=1&offset=2`);
    expect(addressOf(page.previous)).toBe(`?exam_id=${examId}&limit=1`);
    expect(await list('&limit=x&offset=-1')).toMatchObject({ count: 3, next: null, previous: null });
  });

  it('is of an exam of the course, else 404', async () => {
    const { carol, course } = await courseWith(lab);
    const other = await courseWith(lab);
    const path = `/instructor_view/course_id/${course}/attempts`;
    expect(await exams('GET', `${path}?exam_id=${other.examId}`, { as: carol })).toMatchObject({ status: 404 });
    for (const query of ['', '?exam_id=abc']) {
      expect(await exams('GET', path + query, { as: carol })).toMatchObject({ status: 400 });
    }
  });
});

describe('who is not signed in', () => {
  it('gets 401 with a challenge, whatever is wrong', async () => {
    for (const authorization of ['', 'JWT', 'JWT a b', 'JWT nonsense']) {
      const answer = await exams('GET', '/exams/attempt/latest', { headers: { authorization } });
      expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'JWT realm="api"' } });
    }
  });

  it('may be signed in with Bearer, and by the roles of the token', async () => {
    const { course, carol } = await courseWith(lab);
    const headers = { authorization: `Bearer ${await signToken(carol, KEY)}` };
    expect(await exams('GET', `/exams/course_id/${course}`, { headers })).toMatchObject({ status: 200 });
  });

  it('signs in with cookies alone, and writes with the CSRF token in a cookie of its own name', async () => {
    const { examId } = await courseWith(lab);
    const alice = newLearner();
    const [header, payload, signature] = (await signToken(alice, KEY)).split('.');
    const pair = `edx-jwt-cookie-header-payload=${header}.${payload}; edx-jwt-cookie-signature=${signature}`;
    expect(await exams('GET', '/exams/attempt/latest', { headers: { cookie: pair } })).toMatchObject({ status: 200 });
    const body = { exam_id: examId, start_clock: 'true' };
    const create = (headers: Record<string, string>) => exams('POST', '/exams/attempt', { headers, body });
    expect(await create({ cookie: pair })).toMatchObject({ status: 401 });
    const token = await lab.api.app.inject('/csrf/api/v1/token');
    const cookie = token.cookies.find(({ name }) => name === 'edx_exams_csrftoken');
    const withToken = { cookie: `${pair}; edx_exams_csrftoken=${cookie?.value}`, 'x-csrftoken': cookie?.value ?? '' };
    expect(await create(withToken)).toMatchObject({ status: 200 });
  });

  it('sees that the service is healthy', async () => {
    expect(await lab.api.callRoot('GET', '/health/')).toMatchObject({
      status: 200,
      body: { overall_status: 'OK', detailed_status: { database_status: 'OK' } },
    });
  });
});
