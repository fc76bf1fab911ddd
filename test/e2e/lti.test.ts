// A proctored exam through an LTI tool, in a browser and over HTTP; the tool is another site than the service.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken, type Person } from '../../dev/people.ts';
import { EXAMS_PREFIX } from '../../api/wire/addresses.ts';
import { KEY, newLearner, PEOPLE, startApi, type Api, type Method } from '../api/harness.ts';
import { item, newCourse } from '../api/exams-dialect/lab.ts';
import { installedChromium, openChromium } from '../../dev/chromium.ts';
import { CLAIM, startLtiTool, type LtiTool, type Registration } from '../support/lti-tool.ts';

/** The learning front end: the page of an exam, with the two ways to the tool. */
async function startFrontEnd(links: () => string) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Exam</title><h1>Exam</h1>${links()}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

describe.skipIf(installedChromium() === undefined)('a proctored exam in a browser', () => {
  let api: Api;
  let tool: LtiTool;
  let browser: Browser;
  let frontEnd: Awaited<ReturnType<typeof startFrontEnd>>;
  let base = '';
  let attemptId = 0;
  const registration: Registration = { issuer: '', keys: '', launch: '' };

  beforeAll(async () => {
    tool = await startLtiTool(() => registration, 'localhost');
    frontEnd = await startFrontEnd(
      () =>
        `<a href="${base}/lti/start_proctoring/${attemptId}">Set up</a> <a href="${base}/lti/end_assessment/${attemptId}">End</a>`,
    );
    const backends = { DEFAULT: 'null', null: {}, watchful: { type: 'lti', tool: tool.options } };
    api = await startApi({
      env: { PROCTORING_BACKENDS: JSON.stringify(backends), LEARNING_MICROFRONTEND_URL: frontEnd.url },
    });
    await api.app.listen({ host: '127.0.0.1', port: 0 });
    base = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
    Object.assign(registration, {
      issuer: base,
      keys: `${base}/lti/lti_consumer/v1/public_keysets/watchful`,
      launch: `${base}/lti/lti_consumer/v1/launch/`,
    });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
    frontEnd?.close();
    await tool?.close();
  });

  const exams = (method: Method, path: string, as: Person, body?: object) =>
    api.callRoot(method, EXAMS_PREFIX + path, { as, ...(body && { body }) });

  /** A learner at the page of their exam, signed in by the cookies of the LMS alone. */
  async function sitDown(options: { javaScriptEnabled?: boolean } = {}) {
    const [learner, { course }] = [newLearner(), newCourse()];
    await exams('PATCH', `/configs/course_id/${course}`, PEOPLE.dora, { provider: 'watchful', escalation_email: null });
    const fields = item({ exam_type: 'proctored' });
    await api.callRoot('PATCH', `${EXAMS_PREFIX}/exams/course_id/${course}/`, { as: PEOPLE.lms, body: [fields] });
    const listed = await exams('GET', `/exams/course_id/${course}/`, PEOPLE.lms);
    const [{ id: examId }] = listed.body as [{ id: number }];
    const created = await exams('POST', '/exams/attempt', learner, { exam_id: examId, start_clock: 'false' });
    ({ exam_attempt_id: attemptId } = created.body as { exam_attempt_id: number });
    const token = await signToken(learner, KEY);
    const end = token.lastIndexOf('.');
    const context = await browser.newContext(options);
    // They do not come along from the tool, which is another site.
    await context.addCookies([
      { name: 'edx-jwt-cookie-header-payload', value: token.slice(0, end), url: base, sameSite: 'Strict' },
      { name: 'edx-jwt-cookie-signature', value: token.slice(end + 1), url: base, sameSite: 'Strict' },
    ]);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${frontEnd.url}/course/${course}/${fields.content_id}`);
    const status = async () =>
      (
        (await exams('GET', `/exams/attempt/latest?content_id=${encodeURIComponent(fields.content_id)}`, learner))
          .body as { attempt_status: string }
      ).attempt_status;
    const act = (action: string) => exams('PUT', `/exams/attempt/${attemptId}`, learner, { action });
    return { page, status, act };
  }
  const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

  it('is set up by the tool, taken, and ended by the tool', async () => {
    const { page, status, act } = await sitDown();
    expect((await act('start')).headers['x-error-code']).toBe('set_up_not_confirmed');
    await page.getByRole('link', { name: 'Set up' }).click();
    await heading(page, 'LtiStartProctoring');
    expect(await status()).toBe('download_software_clicked');
    const answered = page.waitForResponse((response) => response.url().endsWith('/start_proctoring_assessment'));
    await page.getByRole('button', { name: 'Everything is ready' }).click();
    const ready = await answered;
    expect(ready.status()).toBe(200);
    const sent = await ready.request().allHeaders();
    expect(sent['cookie']).toBeUndefined();
    const answer = ready.request().postData() ?? '';
    // The page leads on by itself.
    await page.waitForURL(`${frontEnd.url}/**`);
    expect(await status()).toBe('ready_to_start');
    expect(await act('start')).toMatchObject({ status: 200 });

    const replay = await fetch(`${base}/lti/lti_consumer/v1/start_proctoring_assessment`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: answer,
    });
    expect({ status: replay.status, code: replay.headers.get('x-error-code') }).toEqual({
      status: 400,
      code: 'launch_unknown',
    });
    expect(await status()).toBe('started');

    await page.getByRole('link', { name: 'End' }).click();
    await heading(page, 'LtiEndAssessment');
    expect(await status()).toBe('submitted');
    expect(tool.messages.slice(-2).map((message) => message[`${CLAIM}/message_type`])).toEqual([
      'LtiStartProctoring',
      'LtiEndAssessment',
    ]);
    await page.context().close();
  });

  it('shows a learner whose launch is over what to do', async () => {
    const { page, status } = await sitDown();
    await page.goto(`${base}/lti/lti_consumer/v1/launch/?lti_message_hint=gone`);
    await heading(page, 'That did not work');
    await page.getByText('begin its setup again').waitFor();
    expect(await status()).toBe('created');
    await page.context().close();
  });

  it('has buttons where scripts are off', async () => {
    const { page, status } = await sitDown({ javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Set up' }).click();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Everything is ready' }).click();
    await page.waitForURL(`${frontEnd.url}/**`);
    expect(await status()).toBe('ready_to_start');
    await page.context().close();
  });
});
