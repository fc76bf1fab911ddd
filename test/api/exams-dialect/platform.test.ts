import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newLearner, PEOPLE } from '../harness.ts';
import { begin, item, newCourse, register, startExamsLab, type ExamsLab } from './lab.ts';

interface Asked {
  method: string | undefined;
  path: string | undefined;
  authorization: string | undefined;
  body: string;
}

/** An Open edX with an edx-proctoring of its own; what it answers next, by a part of the path. */
class Platform {
  asked: Asked[] = [];
  answers: Record<string, { status?: number; body: unknown }> = {};
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      const isSignIn = path === '/oauth2/access_token';
      if (!isSignIn) this.asked.push({ method, path, authorization: headers.authorization, body });
      const known = Object.entries(this.answers).find(([part]) => path?.includes(part))?.[1];
      const answer = isSignIn
        ? { body: { access_token: 'a-token', expires_in: 3600 } }
        : (known ?? { status: 404, body: {} });
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

const platform = new Platform();
let lab: ExamsLab;
let exams: ExamsLab['exams'];
beforeAll(async () => {
  const env = { OPENEDX_URL: await platform.listen(), OPENEDX_CLIENT_ID: 'exams', OPENEDX_CLIENT_SECRET: 'secret' };
  lab = await startExamsLab({ env });
  ({ exams } = lab);
});
afterAll(async () => {
  await lab.api.close();
  await platform.close();
});
beforeEach(() => {
  platform.asked = [];
  platform.answers = {};
});

const BASE = '/api/edx_proctoring/v1';

/** A course that is taken here. */
async function ownCourse() {
  const { course, carol } = newCourse();
  const body = { provider: 'watchful', escalation_email: null };
  await exams('PATCH', `/configs/course_id/${course}`, { as: carol, body });
  const [exam] = await register(lab, course, [item()]);
  return { course, examId: exam?.id ?? 0, contentId: exam?.content_id ?? '' };
}

describe('a course that nobody has configured', () => {
  it('has its exams registered at the platform, with the flags of edx-proctoring', async () => {
    const { course } = newCourse();
    platform.answers = { exam_registration: { body: [{ exam_id: 5 }] } };
    const body = [item({ exam_type: 'practice' }), item({ exam_type: 'odd' })];
    const answer = await exams('PATCH', `/exams/course_id/${course}/`, { as: PEOPLE.lms, body });
    expect(answer).toMatchObject({ status: 200, body: [{ exam_id: 5 }] });
    const [asked] = platform.asked;
    expect(asked).toMatchObject({
      method: 'PATCH',
      path: `${BASE}/proctored_exam/exam_registration/course_id/${course}`,
      authorization: 'JWT a-token',
    });
    expect(JSON.parse(asked?.body ?? '')).toEqual([
      { ...body[0], is_proctored: true, is_practice_exam: true },
      body[1],
    ]);
    expect(await exams('GET', `/exams/course_id/${course}/`, { as: PEOPLE.lms })).toMatchObject({
      status: 404,
      body: [],
    });
  });

  it('shows the exams and settings of the platform', async () => {
    const { course } = newCourse();
    const alice = newLearner();
    platform.answers = {
      'attempt/course_id': { body: { exam: { id: 5, attempt: {} }, active_attempt: {} } },
      'settings/exam_id': { body: { platform_name: 'Demo' } },
    };
    const path = `/student/exam/attempt/course_id/${course}/content_id/block-v1:a+b`;
    expect((await exams('GET', path, { as: alice })).body).toEqual({ exam: { id: 5, attempt: {} } });
    expect(platform.asked[0]?.path).toBe(
      `${BASE}/proctored_exam/attempt/course_id/${course}?content_id=block-v1%3Aa%2Bb&user_id=${alice.userId}`,
    );
    const settings = await exams('GET', `/exam/provider_settings/course_id/${course}/exam_id/5`, { as: alice });
    expect(settings.body).toEqual({ platform_name: 'Demo' });
  });

  it('is asked about another learner only by staff', async () => {
    const { course, carol } = newCourse();
    const [alice, bob] = [newLearner(), newLearner()];
    platform.answers = { user_onboarding: { body: { onboarding_status: null } } };
    const path = `/student/course_id/${course}/onboarding`;
    expect(await exams('GET', `${path}?username=${bob.username}`, { as: alice })).toMatchObject({ status: 403 });
    const askedAbout = () =>
      platform.asked
        .filter((each) => each.path?.includes('user_onboarding'))
        .map((each) => new URLSearchParams(each.path).get('username'));
    expect(askedAbout()).toEqual([]);
    expect(await exams('GET', path, { as: alice })).toMatchObject({ status: 200, body: { onboarding_status: null } });
    expect(await exams('GET', `${path}?username=${bob.username}`, { as: carol })).toMatchObject({ status: 200 });
    expect(askedAbout()).toEqual([alice.username, bob.username]);
  });
});

describe('a learner', () => {
  it('sees an exam of the platform that runs, but first one of ours', async () => {
    const { examId } = await ownCourse();
    const alice = newLearner();
    platform.answers = { active_attempt: { body: { attempt_id: 77, in_timed_exam: true } } };
    const latest = async () => (await exams('GET', '/exams/attempt/latest', { as: alice })).body;
    expect(await latest()).toEqual({ attempt_id: 77, in_timed_exam: true });
    const id = await begin(lab, alice, examId);
    platform.asked = [];
    expect(await latest()).toMatchObject({ attempt_id: id });
    expect(platform.asked).toEqual([]);
  });
});

describe('staff of a course whom only the platform knows', () => {
  it('do the work of staff here, and everybody else does not', async () => {
    const { course } = newCourse();
    const carol = newLearner();
    platform.answers = { course_metadata: { body: { original_user_is_staff: true } } };
    const body = { provider: 'watchful', escalation_email: null };
    expect(await exams('PATCH', `/configs/course_id/${course}`, { as: carol, body })).toMatchObject({ status: 204 });
    expect(platform.asked[0]?.path).toContain(`/course_metadata/${encodeURIComponent(course)}`);
    platform.answers = { course_metadata: { body: { original_user_is_staff: false } } };
    const answer = await exams('PATCH', `/configs/course_id/${course}`, { as: newLearner(), body });
    expect(answer).toMatchObject({ status: 403 });
  });
});

describe('a platform', () => {
  it('that is away costs no learner of ours anything', async () => {
    const own = await ownCourse();
    const { course: foreign } = newCourse();
    const alice = newLearner();
    platform.answers = { '/': { status: 500, body: {} } };
    const of = (course: string) => `/student/exam/attempt/course_id/${course}/content_id/${own.contentId}`;
    expect(await exams('GET', of(foreign), { as: alice })).toMatchObject({ status: 200, body: { exam: {} } });
    expect(await exams('GET', '/exams/attempt/latest', { as: alice })).toMatchObject({ status: 200, body: {} });
    expect(await exams('GET', of(own.course), { as: alice })).toMatchObject({ body: { exam: { id: own.examId } } });
    const answer = await exams('PATCH', `/exams/course_id/${foreign}/`, { as: PEOPLE.lms, body: [item()] });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(platform.asked.filter(({ path }) => !path?.includes('course_metadata'))).toHaveLength(1);
  });
});
