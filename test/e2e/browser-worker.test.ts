import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowserWorkerStand, type BrowserWorkerStand } from '../support/browser-worker-stand.ts';
import { installedChromium } from '../../dev/chromium.ts';
import { openLearnerPage, type LearnerPage } from '../support/learner-page.ts';

const executable = installedChromium();
if (executable === undefined) console.warn('The browser worker is not tested: there is no Chromium on this machine.');

/** A script of a vendor's own, built on our messages; it can ping and nothing else. */
const VENDORS_OWN = (messagesUrl: string) => `
importScripts(${JSON.stringify(messagesUrl)});
handleExamMessages(class {
  constructor({ mood = 'fine' }) { this.mood = mood; }
  async onPing() { if (this.mood !== 'fine') throw this.mood; }
});`;

let stand: BrowserWorkerStand;
let page: LearnerPage;

beforeAll(async () => {
  if (executable === undefined) return;
  stand = await openBrowserWorkerStand();
  const messagesUrl = `${stand.apiUrl}/api/proctoring/v1/browser-worker.js`;
  page = await openLearnerPage(executable, { '/own.js': VENDORS_OWN(messagesUrl) });
});
afterAll(async () => {
  await page?.close();
  await stand?.close();
});

describe.skipIf(executable === undefined)("the browser worker in a learner's Chromium", () => {
  it("starts, pings and stops the mock vendor's application, a new worker for every message", async () => {
    const attemptExternalId = await stand.register();
    await stand.setApplication(attemptExternalId, 'running');
    const said = [
      await page.tell(stand.workerOf('watched'), { type: 'startExamAttempt', timeout: 5000, attemptExternalId }),
      await page.tell(stand.workerOf('watched'), { type: 'ping', timeout: 5000, attemptExternalId }),
      await page.tell(stand.workerOf('watched'), { type: 'ping', timeout: 5000, attemptExternalId }),
      await page.tell(stand.workerOf('watched'), { type: 'endExamAttempt', timeout: 0, attemptExternalId }),
    ];
    expect(said).toEqual([
      { type: 'examAttemptStarted' },
      { type: 'echo' },
      { type: 'echo' },
      { type: 'examAttemptEnded' },
    ]);
    expect(await (await fetch(stand.vendorUrl)).text()).toContain('closed <form');
  });

  it('says why the attempt cannot begin while the application is closed', async () => {
    const attemptExternalId = await stand.register();
    expect(
      await page.tell(stand.workerOf('watched'), { type: 'startExamAttempt', timeout: 5000, attemptExternalId }),
    ).toEqual({
      type: 'examAttemptStartFailed',
      message: 'The proctoring application answered 503 to start',
    });
  });

  it('says that a ping failed once a person closed the application', async () => {
    const attemptExternalId = await stand.register();
    await stand.setApplication(attemptExternalId, 'running');
    const ping = () => page.tell(stand.workerOf('watched'), { type: 'ping', timeout: 5000, attemptExternalId });
    expect(await ping()).toEqual({ type: 'echo' });
    await stand.setApplication(attemptExternalId, 'closed');
    expect(await ping()).toEqual({
      type: 'pingFailed',
      message: 'The proctoring application answered 503 to ping',
    });
  });

  it('serves pages that do not name the attempt', async () => {
    await stand.setApplication(await stand.register(), 'running');
    expect(await page.tell(stand.workerOf('watched'), { type: 'startExamAttempt', timeout: 5000 })).toEqual({
      type: 'examAttemptStarted',
    });
    expect(
      await page.tell(stand.workerOf('watched'), { type: 'endExamAttempt', timeout: { exam_attempt_id: 1 } }),
    ).toEqual({ type: 'examAttemptEnded' });
  });

  it('gives up after the time that the page allows', async () => {
    const message = 'The proctoring software did not answer within 0.3 seconds';
    const ask = (type: string) =>
      page.tell(stand.workerOf('silent'), { type, timeout: 300, attemptExternalId: 'at-1' });
    expect([await ask('ping'), await ask('startExamAttempt'), await ask('endExamAttempt')]).toEqual([
      { type: 'pingFailed', message },
      { type: 'examAttemptStartFailed', message },
      { type: 'examAttemptEndFailed', message },
    ]);
  });

  it('says that an application cannot be reached, for every kind of message', async () => {
    const message = 'The proctoring application cannot be reached';
    const ask = (type: string) => page.tell(stand.workerOf('gone'), { type, timeout: 5000, attemptExternalId: 'at-1' });
    expect([await ask('ping'), await ask('startExamAttempt'), await ask('endExamAttempt')]).toEqual([
      { type: 'pingFailed', message },
      { type: 'examAttemptStartFailed', message },
      { type: 'examAttemptEndFailed', message },
    ]);
  });

  it("lets a vendor's own script do less than everything, and fails for the rest", async () => {
    const own = `${page.url}/own.js`;
    expect([
      await page.tell(own, { type: 'ping', timeout: 5000 }),
      await page.tell(own, { type: 'startExamAttempt', timeout: 5000 }),
      await page.tell(own, { type: 'endExamAttempt' }),
    ]).toEqual([
      { type: 'echo' },
      { type: 'examAttemptStartFailed', message: 'The proctoring software has no onStartExamAttempt' },
      { type: 'examAttemptEndFailed', message: 'The proctoring software has no onEndExamAttempt' },
    ]);
  });

  it('makes the handler anew with the options of a config message, and ignores what it does not know', async () => {
    const own = `${page.url}/own.js`;
    const config = { type: 'config', options: { mood: 'tired' } };
    expect([
      await page.tell(own, config, { type: 'ping', timeout: 5000 }),
      await page.tell(own, { type: 'toString' }, { type: 'ping', timeout: 5000 }),
    ]).toEqual([{ type: 'pingFailed', message: 'The proctoring software failed: tired' }, { type: 'echo' }]);
  });

  it('works for a back-end with any name', async () => {
    await stand.setApplication(await stand.register(), 'running');
    expect(await page.tell(stand.workerOf('a "name"'), { type: 'ping', timeout: 5000 })).toEqual({ type: 'echo' });
  });
});
