import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../dev/ports.ts';
import { createTestSender } from '../../../lms/send-test-event.ts';
import { runCommandLine } from '../../../manage/run-command.ts';
import { LMS_SECRET, startMockLms, type RunningMockLms } from '../../support/mock-lms.ts';

let lms: RunningMockLms;
beforeEach(async () => {
  lms = await startMockLms();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await lms.close();
});

const send = (url = lms.webhookUrl, secret = LMS_SECRET, timeoutMs = 10_000) =>
  createTestSender({ url, secrets: () => [secret], timeoutMs })('test/1', { id: 7, username: 'alice' });

/** What the command prints with these settings, and how it ends. */
async function runCommand(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const lines: string[] = [];
  const add = (line: string) => void lines.push(line);
  const output = { line: add, problem: add, progress: () => {} };
  const exit = await runCommandLine(['send-test-event'], output, () =>
    Promise.reject(new Error('It needs no service.')),
  );
  return { exit, printed: lines.join('\n') };
}

describe('a test event', () => {
  it('arrives once for each id, signed and marked as a test', async () => {
    expect(await send()).toMatchObject({ isTaken: true, status: 204, target: lms.url });
    await send();
    const { deliveries } = await lms.received();
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]).toMatchObject({
      event: {
        id: 'test/1',
        type: 'org.durable-proctoring.test.v1',
        subject: 'test',
        data: { message: expect.stringContaining('This is a test'), requested_by: { id: 7, username: 'alice' } },
      },
      repeats: 1,
    });
  });

  it.each([
    [422, /would be recorded as refused/],
    [503, /would be tried again/],
    [307, /Set LMS_WEBHOOK_URL/],
  ])('tells what an answer of %s means', async (status, meaning) => {
    await lms.fail({ mode: 'refuse', status });
    expect(await send()).toMatchObject({ isTaken: false, status, meaning: expect.stringMatching(meaning) });
  });

  it('tells that the signature is not accepted', async () => {
    const outcome = await send(lms.webhookUrl, `whsec_${Buffer.alloc(32, 7).toString('base64')}`);
    expect(outcome).toMatchObject({ isTaken: false, status: 401, meaning: expect.stringContaining('signature') });
  });

  it('tells that nobody answers, and that nobody is there', async () => {
    await lms.fail({ mode: 'down' });
    expect(await send()).toMatchObject({ status: null, meaning: expect.stringContaining('No answer') });
    const nobody = await send(`http://127.0.0.1:${await freePort()}/secret-path?token=secret`);
    expect(nobody).toMatchObject({ status: null, meaning: expect.stringContaining('cannot be reached') });
    expect(JSON.stringify(nobody)).not.toContain('secret');
  });
});

describe('npm run manage -- send-test-event', () => {
  it('prints what came back, and fails if the event was not taken', async () => {
    const settings = { LMS_WEBHOOK_URL: lms.webhookUrl, LMS_WEBHOOK_SECRET: LMS_SECRET };
    const taken = await runCommand(settings);
    expect(taken).toMatchObject({ exit: 0, printed: expect.stringContaining('answer 204') });
    await lms.fail({ mode: 'refuse', status: 500 });
    const refused = await runCommand(settings);
    expect(refused).toMatchObject({ exit: 1, printed: expect.stringContaining('answer 500') });
    expect(taken.printed + refused.printed).not.toContain(LMS_SECRET);
  });

  it('says which settings are missing', async () => {
    expect(await runCommand({})).toMatchObject({ exit: 2, printed: expect.stringContaining('LMS_WEBHOOK_URL') });
  });
});
