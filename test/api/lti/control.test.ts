import type { JWTPayload } from 'jose';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { blankPersonalData } from '../../../db/retirement.ts';
import { CLAIM, PROCTORING_CLAIM, type LtiTool } from '../../support/lti-tool.ts';
import { PEOPLE, type Answer } from '../harness.ts';
import { ISSUER, startLtiLab, type LtiLab } from './lab.ts';
import { launched, proctoredCourse, setUp, sitDown, sitDownIn, type Sitting } from './launch-lab.ts';

let lab: LtiLab;
let authorization: string;
beforeAll(async () => {
  lab = await startLtiLab();
  authorization = await accessOf(lab.tool, '21', lab.tool.clientId);
});
afterAll(() => lab.close());

const SCOPE = 'https://purl.imsglobal.org/spec/lti-ap/scope/control.all';

/** The header of an access token for a tool. */
async function accessOf(tool: LtiTool, id: string, client: string, scope = SCOPE): Promise<string> {
  const assertion = await tool.sign({ iss: client, sub: client, aud: ISSUER, jti: crypto.randomUUID() });
  const { body } = await lab.api.callRoot('POST', `/lti/lti_consumer/v1/token/${id}`, {
    form: {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope,
    },
  });
  return `Bearer ${(body as { access_token: string }).access_token}`;
}

let count = 0;
/** A message of the tool about the attempt that it was launched for; each is of another moment. */
function messageAbout(start: JWTPayload, more: object = {}) {
  count += 1;
  return {
    user: { iss: ISSUER, sub: start.sub },
    resource_link: start[`${CLAIM}/resource_link`],
    attempt_number: start[`${PROCTORING_CLAIM}/attempt_number`],
    action: 'flag',
    incident_time: new Date(Date.UTC(2030, 0, 1) + count * 1000).toISOString(),
    incident_severity: '0.1',
    reason_code: '2',
    ...more,
  };
}
const send = (body: object, headers: Record<string, string> = { authorization }, path = '/lti/21/acs') =>
  lab.api.callRoot('POST', path, { body, headers });
const codeOf = ({ headers }: Answer) => headers['x-error-code'];

/** A running exam, with the tool's message of its start. */
async function running(): Promise<{ sitting: Sitting; start: JWTPayload }> {
  const sitting = await sitDown(lab);
  const start = await setUp(lab, sitting);
  await sitting.act('start');
  return { sitting, start };
}
async function timelineOf({ attemptId }: Sitting) {
  const { body } = await lab.api.callRoot('GET', `/api/proctoring/v1/attempts/${attemptId}/timeline`, {
    as: PEOPLE.dora,
  });
  return body as {
    steps: { event: string; caused_by: string; reason: string | null; minutes: number | null }[];
    pauses: { to: string | null }[];
    reports: { action: string; severity: number; reason: string; reason_code: string; minutes: number | null }[];
  };
}

describe('the tool that proctors an exam', () => {
  it('pauses it and lets it go on, and the learner keeps their time', async () => {
    const { sitting, start } = await running();
    const pause = messageAbout(start, { action: 'pause', reason_msg: 'Show your identity card' });
    expect(await send(pause)).toMatchObject({ status: 200, body: { status: 'paused' } });
    expect(await timelineOf(sitting)).toMatchObject({ pauses: [{ to: null }] });
    expect(await send(messageAbout(start, { action: 'resume' }))).toMatchObject({ body: { status: 'running' } });
    const { pauses, steps } = await timelineOf(sitting);
    expect(pauses).toMatchObject([{ to: expect.any(String) as string }]);
    expect(steps.find(({ event }) => event === 'pause')).toMatchObject({
      caused_by: 'vendor',
      reason: 'Navigated away: Show your identity card',
    });
    expect(await sitting.status()).toBe('started');
  });

  it('gives extra time, up to what its entry allows', async () => {
    const { sitting, start } = await running();
    const update = messageAbout(start, { action: 'update', extra_time: 45 });
    expect(await send(update)).toMatchObject({ status: 200, body: { status: 'running', extra_time: 45 } });
    // Sent again it is the same one.
    expect(await send(update)).toMatchObject({ status: 200 });
    const { steps, reports } = await timelineOf(sitting);
    expect(steps.filter(({ event }) => event === 'incident-time')).toMatchObject([{ minutes: 45 }]);
    expect(reports).toMatchObject([{ action: 'update', minutes: 45 }]);
    expect(codeOf(await send(messageAbout(start, { action: 'update', extra_time: 16 })))).toBe('extra_time_exceeded');
    expect(codeOf(await send(messageAbout(start, { action: 'update' })))).toBe('validation_failed');
  });

  it('flags what it sees, which staff read and which changes nothing', async () => {
    const { sitting, start } = await running();
    const flag = messageAbout(start, { incident_severity: 0.7, reason_code: '15', reason_msg: 'Two screens' });
    expect(await send(flag)).toMatchObject({ status: 200, body: { status: 'running' } });
    expect(await send(flag)).toMatchObject({ status: 200, body: { status: 'running' } });
    expect((await timelineOf(sitting)).reports).toMatchObject([
      { action: 'flag', severity: 0.7, reason_code: '15', reason: 'Extra monitor: Two screens', minutes: null },
    ]);
    expect(await sitting.status()).toBe('started');
  });

  it.each([
    { severity: '0.25', result: 'verified' },
    { severity: '0.26', result: 'second_review_required' },
  ])('ends it regularly with severity $severity: $result', async ({ severity, result }) => {
    const { sitting, start } = await running();
    const end = messageAbout(start, { action: 'terminate', reason_code: '1', incident_severity: severity });
    expect(await send(end)).toMatchObject({ status: 200, body: { status: 'terminated' } });
    expect(await sitting.status()).toBe(result);
    const { steps } = await timelineOf(sitting);
    expect(steps.slice(-2).map(({ event, caused_by: by }) => [event, by])).toEqual([
      ['submit', 'vendor'],
      ['review', 'vendor'],
    ]);
    expect(codeOf(await send(messageAbout(start, { action: 'terminate', reason_code: '1' })))).toBe(
      'control_not_possible',
    );
    expect(await send(end)).toMatchObject({ status: 200, body: { status: 'terminated' } });
  });

  it('ends it with an error for any other reason, and staff see why in the list', async () => {
    const { sitting, start } = await running();
    const end = messageAbout(start, { action: 'terminate', reason_code: 25, incident_severity: 1 });
    expect(await send(end)).toMatchObject({ status: 200, body: { status: 'terminated' } });
    expect(await sitting.status()).toBe('error');
    const path = `/instructor_view/course_id/${sitting.carol.staffOf?.[0] ?? ''}/attempts?exam_id=${sitting.examId}`;
    const list = await lab.exams('GET', path, { as: sitting.carol });
    expect(list.body).toMatchObject({
      results: [{ proctored_review: { severity: '1.00', submission_reason: 'Revoked camera permissions' } }],
    });
  });

  it('leaves no words behind when its learner is retired', async () => {
    const { sitting, start } = await running();
    const words = `Words ${crypto.randomUUID()}`;
    await send(messageAbout(start, { reason_msg: words }));
    await send(messageAbout(start, { action: 'pause', reason_msg: words }));
    await send(messageAbout(start, { action: 'terminate', reason_code: '7', reason_msg: words }));
    expect(JSON.stringify(await timelineOf(sitting))).toContain(words);
    await blankPersonalData(lab.api.service.pool, sitting.learner.userId);
    expect(JSON.stringify(await timelineOf(sitting))).not.toContain(words);
    const kept = await lab.api.service.pool.any(sql.type(z.object({ row: z.string() }))`
      select to_jsonb(r)::text as row from review r union all select to_jsonb(c)::text from review_comment c
      union all select to_jsonb(n)::text from attempt_note n union all select to_jsonb(l)::text from lti_report l`);
    expect(JSON.stringify(kept)).not.toContain(words);
  });

  it('cannot pass what was never begun, nor pause what does not run', async () => {
    const sitting = await sitDown(lab);
    const start = await setUp(lab, sitting);
    const end = messageAbout(start, { action: 'terminate', reason_code: '1', incident_severity: 0 });
    expect(codeOf(await send(end))).toBe('control_not_possible');
    expect(codeOf(await send(messageAbout(start, { action: 'pause' })))).toBe('attempt_not_begun');
    expect(await sitting.status()).toBe('ready_to_start');
    expect((await timelineOf(sitting)).reports).toEqual([]);
  });
});

describe('the control of an assessment', () => {
  it('needs an access token of the tool in the path, with the scope', async () => {
    const { start } = await running();
    const flag = messageAbout(start);
    const other = await accessOf(lab.other, '22', 'other-client');
    const empty = await accessOf(lab.tool, '21', lab.tool.clientId, 'none');
    const idToken = await lab.api.deps.lti.sign(ISSUER, { sub: lab.tool.clientId, scopes: SCOPE }, 'JWT');
    const signedByTool = await lab.tool.sign({ sub: lab.tool.clientId, scopes: SCOPE });
    const refused = [undefined, 'Bearer x', other, empty, `Bearer ${idToken}`, `Bearer ${signedByTool}`];
    for (const sent of refused) {
      const answer = await send(flag, sent === undefined ? {} : { authorization: sent });
      expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 403, code: 'tool_access_refused' });
    }
    expect(await send(flag)).toMatchObject({ status: 200 });
  });

  it('is for attempts that the tool was launched for: others are unknown', async () => {
    const course = await proctoredCourse(lab);
    const [one, two] = [await sitDownIn(lab, course), await sitDownIn(lab, course)];
    const [start, never] = [await setUp(lab, one), await launched(lab, two)];
    const other = { authorization: await accessOf(lab.other, '22', 'other-client') };
    expect(codeOf(await send(messageAbout(start), other, '/lti/22/acs'))).toBe('attempt_not_found');
    const wrong = [
      { attempt_number: 2 },
      { resource_link: { id: 'nope' } },
      { resource_link: { id: '-'.repeat(36) } },
      { resource_link: { id: start.sub } },
      { user: { sub: '00000000-0000-4000-8000-000000000000' } },
      { user: { iss: 'https://elsewhere.example.com', sub: start.sub } },
    ];
    for (const more of wrong) {
      expect(codeOf(await send(messageAbout(start, more))), JSON.stringify(more)).toBe('attempt_not_found');
    }
    const ofBoth = messageAbout(start, { user: { sub: never.sub }, action: 'pause' });
    expect(codeOf(await send(ofBoth))).toBe('attempt_not_begun');
  });

  it.each([
    { user: { sub: 'x' } },
    { user: undefined },
    { action: 'explode' },
    { incident_severity: 'high' },
    { incident_severity: 1.1 },
    { incident_severity: undefined },
    { incident_time: 'yesterday' },
    { reason_code: undefined },
    { reason_code: 'x'.repeat(65) },
    { reason_msg: 'x'.repeat(2001) },
    { attempt_number: 0 },
    { action: 'update', extra_time: 0 },
  ])('refuses %j and says why', async (more) => {
    const answer = await send(messageAbout({ sub: '00000000-0000-4000-8000-000000000000' }, more));
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 400, code: 'validation_failed' });
  });
});
