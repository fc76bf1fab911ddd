import { createRemoteJWKSet, generateKeyPair, jwtVerify, type JWTPayload } from 'jose';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CLAIM, PROCTORING_CLAIM } from '../../support/lti-tool.ts';
import { begin, courseWith } from '../exams-dialect/lab.ts';
import { newLearner, PEOPLE } from '../harness.ts';
import { ISSUER, startLtiLab, type LtiLab } from './lab.ts';
import {
  launched,
  loginOf,
  messageOn,
  postStart,
  proctoredCourse,
  requestMessage,
  setUp,
  sitDown,
  sitDownIn,
} from './launch-lab.ts';

let lab: LtiLab;
beforeAll(async () => {
  lab = await startLtiLab();
});
afterAll(() => lab.close());

const codeOf = ({ headers }: { headers: Record<string, unknown> }) => headers['x-error-code'];

describe('the setup of a proctored exam', () => {
  it('leads to the tool with a message that names nobody, and back to the exam', async () => {
    const sitting = await sitDown(lab);
    const login = await loginOf(lab, `/lti/start_proctoring/${sitting.attemptId}`, sitting.learner);
    expect(login).toMatchObject({ iss: ISSUER, client_id: lab.tool.clientId, lti_deployment_id: '1' });
    expect(await sitting.status()).toBe('download_software_clicked');
    const answer = await requestMessage(lab, login);
    expect(String(answer.body)).toContain('value="state &quot;of&quot; the tool"');
    expect(String(answer.headers['content-security-policy'])).toContain("default-src 'none'");
    const message = messageOn(answer);
    expect(message).toMatchObject({
      iss: ISSUER,
      aud: lab.tool.clientId,
      nonce: 'nonce-1',
      sub: login['login_hint'],
      [`${CLAIM}/message_type`]: 'LtiStartProctoring',
      [`${CLAIM}/roles`]: [],
      [`${PROCTORING_CLAIM}/attempt_number`]: 1,
      [`${PROCTORING_CLAIM}/proctoring_settings`]: { data: 'camera=on' },
      [`${PROCTORING_CLAIM}/acs`]: {
        assessment_control_url: `${ISSUER}/lti/21/acs`,
        actions: ['pause', 'resume', 'terminate', 'update', 'flag'],
      },
    });
    expect(JSON.stringify(message)).not.toContain(sitting.learner.username);
    const ready = await postStart(lab, await lab.tool.startAssessment(message));
    expect(ready.status).toBe(200);
    expect(String(ready.body)).toContain(encodeURI(sitting.contentId));
    expect(await sitting.status()).toBe('ready_to_start');
  });

  it('is what the clock waits for', async () => {
    const sitting = await sitDown(lab);
    expect(codeOf(await sitting.act('start'))).toBe('set_up_not_confirmed');
    await launched(lab, sitting);
    expect(codeOf(await sitting.act('start'))).toBe('set_up_not_confirmed');
    expect(await sitting.status()).toBe('download_software_clicked');
    await setUp(lab, sitting);
    expect(await sitting.act('start')).toMatchObject({ status: 200 });
    expect(await sitting.status()).toBe('started');
  });

  it('is signed with a key that the tool can read', async () => {
    const sitting = await sitDown(lab);
    const login = await loginOf(lab, `/lti/start_proctoring/${sitting.attemptId}`, sitting.learner);
    const { body } = await requestMessage(lab, login);
    const token = /name="id_token" value="([^"]*)"/.exec(String(body))?.[1] ?? '';
    const published = (await lab.api.callRoot('GET', '/lti/lti_consumer/v1/public_keysets/21')).body;
    const set = createRemoteJWKSet(new URL(`data:application/json,${encodeURIComponent(JSON.stringify(published))}`));
    const { protectedHeader } = await jwtVerify(token, set, { issuer: ISSUER, audience: lab.tool.clientId });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' });
  });

  it('may begin again, in another tab or while the exam runs, which goes on', async () => {
    const sitting = await sitDown(lab);
    const first = await launched(lab, sitting);
    const second = await launched(lab, sitting);
    expect(first[`${PROCTORING_CLAIM}/session_data`]).not.toBe(second[`${PROCTORING_CLAIM}/session_data`]);
    expect(await postStart(lab, await lab.tool.startAssessment(first))).toMatchObject({ status: 200 });
    await sitting.act('start');
    await setUp(lab, sitting);
    expect(await postStart(lab, await lab.tool.startAssessment(second))).toMatchObject({ status: 200 });
    expect(await sitting.status()).toBe('started');
  });

  it('keeps the newest twenty launches of a learner who begins again and again', async () => {
    const sitting = await sitDown(lab);
    const path = `/lti/start_proctoring/${sitting.attemptId}`;
    const logins: Record<string, string>[] = [];
    for (let count = 0; count < 21; count += 1) logins.push(await loginOf(lab, path, sitting.learner));
    const [oldest = {}, second = {}] = logins;
    expect(codeOf(await requestMessage(lab, oldest))).toBe('launch_unknown');
    expect(await requestMessage(lab, second)).toMatchObject({ status: 200 });
  });

  it('counts from one for each learner and exam, and goes on counting after a reset', async () => {
    const course = await proctoredCourse(lab);
    const sitting = await sitDownIn(lab, course);
    await launched(lab, sitting);
    await lab.exams('DELETE', `/exams/attempt/${sitting.attemptId}`, { as: PEOPLE.dora });
    const again = await sitDownIn(lab, course, sitting.learner);
    expect(await launched(lab, again)).toMatchObject({ [`${PROCTORING_CLAIM}/attempt_number`]: 2 });
    expect(await launched(lab, await sitDownIn(lab, course))).toMatchObject({
      [`${PROCTORING_CLAIM}/attempt_number`]: 1,
    });
  });

  it('is for the learner alone, for proctored exams, and for attempts that are not over', async () => {
    const sitting = await sitDown(lab);
    const path = `/lti/start_proctoring/${sitting.attemptId}`;
    expect(await lab.api.callRoot('GET', path, { as: newLearner() })).toMatchObject({ status: 403 });
    expect(await lab.api.callRoot('GET', path)).toMatchObject({ status: 401 });
    await sitting.act('submit');
    expect(codeOf(await lab.api.callRoot('GET', path, { as: sitting.learner }))).toBe('attempt_over');
    const timed = await courseWith(lab);
    const learner = newLearner();
    const id = await begin(lab, learner, timed.examId);
    const answer = await lab.api.callRoot('GET', `/lti/start_proctoring/${id}`, { as: learner });
    expect(answer).toMatchObject({ status: 400, headers: { 'x-error-code': 'exam_without_tool' } });
  });

  it('begins on pages of the platform alone', async () => {
    const { attemptId, learner } = await sitDown(lab);
    const from = (headers: Record<string, string>) =>
      lab.api.callRoot('GET', `/lti/start_proctoring/${attemptId}`, { as: learner, headers });
    const elsewhere = { 'sec-fetch-site': 'cross-site', referer: 'https://evil.example.com/' };
    expect(codeOf(await from(elsewhere))).toBe('csrf_failed');
    expect(codeOf(await from({ 'sec-fetch-site': 'cross-site' }))).toBe('csrf_failed');
    const own = lab.api.deps.config.site.learningMfeUrl;
    expect(await from({ ...elsewhere, referer: `${own}/course/x` })).toMatchObject({ status: 302 });
    expect(await from({ 'sec-fetch-site': 'same-site' })).toMatchObject({ status: 302 });
  });
});

describe('the tool’s request for the message', () => {
  it('is refused if anything in it is not of the launch', async () => {
    const { attemptId, learner } = await sitDown(lab);
    const login = await loginOf(lab, `/lti/start_proctoring/${attemptId}`, learner);
    const wrong: Record<string, string>[] = [
      { client_id: 'other-client' },
      { redirect_uri: 'https://evil.example.com/' },
      { redirect_uri: `${lab.tool.options.launch_url}/` },
      { login_hint: 'somebody-else' },
      { nonce: '' },
      { state: '' },
      { response_type: 'code' },
      { response_mode: 'query' },
      { scope: 'profile' },
      { prompt: 'login' },
    ];
    for (const more of wrong) {
      const answer = await requestMessage(lab, login, more);
      expect({ status: answer.status, code: codeOf(answer) }, JSON.stringify(more)).toEqual({
        status: 400,
        code: 'launch_invalid',
      });
      expect(answer.headers['content-type']).toContain('text/html');
    }
    for (const hint of ['', 'x', login['login_hint'] ?? '']) {
      const answer = await requestMessage(lab, login, { lti_message_hint: hint });
      expect(codeOf(answer)).toBe('launch_unknown');
    }
    expect(await requestMessage(lab, login)).toMatchObject({ status: 200 });
  });

  it('is answered for one nonce: a reload gets the same session, a replay nothing', async () => {
    const { attemptId, learner } = await sitDown(lab);
    const login = await loginOf(lab, `/lti/start_proctoring/${attemptId}`, learner);
    const first = messageOn(await requestMessage(lab, login));
    const reload = messageOn(await requestMessage(lab, login));
    expect(reload[`${PROCTORING_CLAIM}/session_data`]).toBe(first[`${PROCTORING_CLAIM}/session_data`]);
    expect(codeOf(await requestMessage(lab, login, { nonce: 'nonce-2' }))).toBe('launch_unknown');
  });

  it('may come as a form', async () => {
    const { attemptId, learner } = await sitDown(lab);
    const login = await loginOf(lab, `/lti/start_proctoring/${attemptId}`, learner);
    const form = {
      client_id: login['client_id'] ?? '',
      redirect_uri: login['target_link_uri'] ?? '',
      response_type: 'id_token',
      scope: 'openid',
      state: 's',
      nonce: 'n',
      login_hint: login['login_hint'] ?? '',
      lti_message_hint: login['lti_message_hint'] ?? '',
    };
    const answer = await lab.api.callRoot('POST', '/lti/lti_consumer/v1/launch/', { form });
    expect(messageOn(answer)).toMatchObject({ nonce: 'n' });
  });

  it('is refused half a day later, and nothing of a launch is kept that could begin one', async () => {
    const { attemptId, learner } = await sitDown(lab);
    const login = await loginOf(lab, `/lti/start_proctoring/${attemptId}`, learner);
    const { pool } = lab.api.service;
    const rows = await pool.any(sql.type(z.object({ row: z.string() }))`
      select to_jsonb(lti_launch)::text as row from lti_launch`);
    expect(JSON.stringify(rows)).not.toContain(login['lti_message_hint']);
    await pool.query(sql.unsafe`update lti_launch set expires_at = expires_at - interval '12 hours'`);
    expect(codeOf(await requestMessage(lab, login))).toBe('launch_unknown');
  });
});

describe('the tool’s answer', () => {
  it('counts once', async () => {
    const sitting = await sitDown(lab);
    const message = await launched(lab, sitting);
    const token = await lab.tool.startAssessment(message);
    expect(await postStart(lab, token)).toMatchObject({ status: 200 });
    for (const replay of [token, await lab.tool.startAssessment(message)]) {
      const answer = await postStart(lab, replay);
      expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 400, code: 'launch_unknown' });
    }
    await sitting.act('start');
    expect(codeOf(await postStart(lab, token))).toBe('launch_unknown');
    expect(await sitting.status()).toBe('started');
  });

  it('is one change, however often it comes at the same time', async () => {
    const sitting = await sitDown(lab);
    const token = await lab.tool.startAssessment(await launched(lab, sitting));
    await Promise.all([postStart(lab, token), postStart(lab, token), postStart(lab, token)]);
    const { body } = await lab.api.callRoot('GET', `/api/proctoring/v1/attempts/${sitting.attemptId}/timeline`, {
      as: PEOPLE.dora,
    });
    const steps = (body as { steps: { event: string }[] }).steps.filter(({ event }) => event === 'vendor-ready');
    expect(steps).toHaveLength(1);
  });

  it('is refused if anything in it is not of the launch, and leaves the attempt as it is', async () => {
    const sitting = await sitDown(lab);
    const message = await launched(lab, sitting);
    const now = Math.floor(Date.now() / 1000);
    const wrong: [JWTPayload, string][] = [
      [{ [`${CLAIM}/message_type`]: 'LtiResourceLinkRequest' }, 'launch_invalid'],
      [{ [`${CLAIM}/version`]: '1.1' }, 'launch_invalid'],
      [{ [`${CLAIM}/deployment_id`]: '2' }, 'launch_invalid'],
      [{ [`${CLAIM}/resource_link`]: { id: 'another' } }, 'launch_invalid'],
      [{ [`${PROCTORING_CLAIM}/attempt_number`]: 2 }, 'launch_invalid'],
      [{ nonce: '' }, 'launch_invalid'],
      [{ [`${PROCTORING_CLAIM}/session_data`]: 'x'.repeat(32) }, 'launch_unknown'],
      [{ [`${PROCTORING_CLAIM}/session_data`]: 7 }, 'launch_unknown'],
      [{ iss: 'unknown-client' }, 'tool_unknown'],
      [{ iss: 'other-client' }, 'tool_token_invalid'],
      [{ aud: 'https://elsewhere.example.com' }, 'tool_token_invalid'],
      [{ exp: now - 61 }, 'tool_token_invalid'],
    ];
    for (const [claims, code] of wrong) {
      const answer = await postStart(lab, await lab.tool.startAssessment(message, claims));
      expect(codeOf(answer), JSON.stringify(claims)).toBe(code);
      expect(answer.headers['content-type']).toContain('text/html');
    }
    for (const token of ['', 'x', 'x.y.z']) expect(codeOf(await postStart(lab, token))).toBe('tool_token_invalid');
    expect(await sitting.status()).toBe('download_software_clicked');
    expect(await postStart(lab, await lab.tool.startAssessment(message))).toMatchObject({ status: 200 });
  });

  it('is refused from another tool, with another key, or for a session of another learner', async () => {
    const course = await proctoredCourse(lab);
    const [mine, theirs] = [await sitDownIn(lab, course), await sitDownIn(lab, course)];
    const [message, foreign] = [await launched(lab, mine), await launched(lab, theirs)];
    const asOther = await lab.other.sign({
      ...message,
      iss: 'other-client',
      aud: ISSUER,
      exp: Math.floor(Date.now() / 1000) + 60,
      [`${CLAIM}/message_type`]: 'LtiStartAssessment',
    });
    expect(codeOf(await postStart(lab, asOther))).toBe('tool_token_invalid');
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await lab.tool.startAssessment(message, {}, { key: privateKey });
    expect(codeOf(await postStart(lab, forged))).toBe('tool_token_invalid');
    const session = { [`${PROCTORING_CLAIM}/session_data`]: foreign[`${PROCTORING_CLAIM}/session_data`] };
    expect(await postStart(lab, await lab.tool.startAssessment(message, session))).toMatchObject({ status: 200 });
    // It was theirs, so it is they who are ready.
    expect([await mine.status(), await theirs.status()]).toEqual(['download_software_clicked', 'ready_to_start']);
  });
});

describe('the end of an exam', () => {
  it('goes by the tool if that wants to know, and hands in once', async () => {
    const sitting = await sitDown(lab);
    await setUp(lab, sitting, { [`${PROCTORING_CLAIM}/end_assessment_return`]: true });
    await sitting.act('start');
    const path = `/lti/end_assessment/${sitting.attemptId}`;
    expect(await lab.api.callRoot('GET', path, { as: newLearner() })).toMatchObject({ status: 403 });
    expect(await sitting.status()).toBe('started');
    const login = await loginOf(lab, path, sitting.learner);
    expect(await sitting.status()).toBe('submitted');
    expect(messageOn(await requestMessage(lab, login))).toMatchObject({
      [`${CLAIM}/message_type`]: 'LtiEndAssessment',
      [`${PROCTORING_CLAIM}/attempt_number`]: 1,
      [`${PROCTORING_CLAIM}/session_data`]: null,
      [`${CLAIM}/launch_presentation`]: { return_url: expect.stringContaining(encodeURI(sitting.contentId)) as string },
    });
    await loginOf(lab, path, sitting.learner);
    const { body } = await lab.api.callRoot('GET', `/api/proctoring/v1/attempts/${sitting.attemptId}/timeline`, {
      as: PEOPLE.dora,
    });
    const steps = (body as { steps: { event: string }[] }).steps.filter(({ event }) => event === 'submit');
    expect(steps).toHaveLength(1);
  });

  it('goes straight to the exam if no tool asked for it, for timed exams too', async () => {
    const sitting = await sitDown(lab);
    await setUp(lab, sitting);
    await sitting.act('start');
    const path = `/lti/end_assessment/${sitting.attemptId}`;
    const answer = await lab.api.callRoot('GET', path, { as: sitting.learner });
    expect(String(answer.headers['location'])).toContain('/course/');
    const [timed, learner] = [await courseWith(lab), newLearner()];
    const id = await begin(lab, learner, timed.examId);
    const ended = await lab.api.callRoot('GET', `/lti/end_assessment/${id}`, { as: learner });
    expect(ended).toMatchObject({ status: 302 });
    expect(String(ended.headers['location'])).toContain(encodeURI(timed.contentId));
  });
});

describe('the tool’s own view of an exam', () => {
  it('is launched by staff of the course, who can read who is behind its ids', async () => {
    const sitting = await sitDown(lab);
    const message = await setUp(lab, sitting);
    const path = `/lti/exam/${sitting.examId}/instructor_tool`;
    const login = await loginOf(lab, path, sitting.carol);
    expect(messageOn(await requestMessage(lab, login))).toMatchObject({
      [`${CLAIM}/message_type`]: 'LtiResourceLinkRequest',
      [`${CLAIM}/roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor'],
      [`${CLAIM}/custom`]: { roster_url: `${ISSUER}${path}/roster` },
    });
    const roster = await lab.api.callRoot('GET', `${path}/roster`, { as: sitting.carol });
    expect(roster).toMatchObject({ status: 200, body: [[message.sub, sitting.learner.username]] });
    for (const one of [path, `${path}/roster`]) {
      expect(await lab.api.callRoot('GET', one, { as: sitting.learner })).toMatchObject({ status: 403 });
    }
    const timed = await courseWith(lab);
    const answer = await lab.api.callRoot('GET', `/lti/exam/${timed.examId}/instructor_tool`, { as: timed.carol });
    expect(codeOf(answer)).toBe('exam_without_tool');
  });
});
