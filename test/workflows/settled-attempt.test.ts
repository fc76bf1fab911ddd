import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import type { EventName, EventPayloads } from '../../rules/attempt/events.ts';
import type { CreationRequest } from '../../workflows/exam-attempt/messages.ts';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import {
  areEffectsFinished,
  changesOf,
  effectsOf,
  handleOf,
  newCode,
  rowOf,
  stateOf,
} from '../support/attempt-records.ts';
import { PROCTORED, VENDOR_ANSWER, learner, staff } from '../support/rest-service.ts';
import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import {
  creationRequest,
  outcomeOf,
  restVendorSettings,
  startSkippingService,
  type Service,
  type SkippingService,
} from '../support/service.ts';

const DAY = 24 * HOUR;
/** Of this service; by default there are 30. */
const SETTLED_DAYS = 2;

let vendor: ScriptedVendor;
let env: SkippingService['env'];
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  vendor = await startScriptedVendor();
  const settings = { ...restVendorSettings(vendor.url), SETTLED_ATTEMPT_DAYS: String(SETTLED_DAYS) };
  ({ env, service, close } = await startSkippingService({ env: settings }));
});
beforeEach(() => vendor.otherwise(VENDOR_ANSWER));
afterAll(async () => {
  await close();
  await vendor.close();
});

const tell = <N extends EventName>(code: string, event: N, payload: EventPayloads[N]) =>
  service.attempts.tell(code, event, payload);
const finished = (code: string) => until(() => areEffectsFinished(service, code), 'the effects');
const standing = async (code: string) => (await handleOf(service, code).describe()).status.name;
const closed = (code: string) => until(async () => (await standing(code)) === 'COMPLETED', 'the end of the workflow');

async function started(fields: Partial<CreationRequest> & { exam?: object } = {}) {
  const code = newCode();
  const request = await creationRequest(service, { exam: PROCTORED, startClock: true, ...fields });
  await service.attempts.create(code, request);
  await finished(code);
  return { code, request };
}

/** An attempt to which nothing has happened for so long that it does without a workflow. */
async function settledBy<N extends EventName>(event: N, payload: EventPayloads[N], exam: object = PROCTORED) {
  const { code, request } = await started({ exam });
  await tell(code, event, payload);
  if (payload.undoMs !== undefined) await env.sleep(2 * payload.undoMs);
  await finished(code);
  const state = await stateOf(service, code);
  const row = await rowOf(service, code);
  await env.sleep(SETTLED_DAYS * DAY);
  await closed(code);
  expect(await rowOf(service, code)).toEqual(row);
  return { code, request, state };
}

const kindsDone = async (code: string) =>
  (await effectsOf(service, code)).filter(({ outcome }) => outcome === 'done').map(({ kind, tries }) => [kind, tries]);

describe('a settled attempt', () => {
  it('closes when nothing has happened to it for the days of the setting, counted from its last change', async () => {
    const { code } = await started();
    await tell(code, 'submit', { actor: learner });
    await env.sleep(SETTLED_DAYS * DAY - HOUR);
    await tell(code, 'review', { reviewStatus: 'Clean', actor: { kind: 'vendor' } });
    await env.sleep(SETTLED_DAYS * DAY - HOUR);
    expect(await standing(code)).toBe('RUNNING');
    await env.sleep(2 * HOUR);
    await closed(code);
  });

  it('takes a late review where it was, tells everybody once, and closes again', async () => {
    const { code, state } = await settledBy('submit', { actor: learner });
    const before = await kindsDone(code);
    service.mailer.mails.length = 0;
    const review = { reviewStatus: 'Clean', actor: { kind: 'vendor' }, revision: 1 } as const;
    expect(await tell(code, 'review', review)).toMatchObject({ changed: true, status: 'verified' });
    const { modifiedAt, ...reviewed } = await stateOf(service, code);
    expect(reviewed).toMatchObject({ startedAt: state.startedAt, completedAt: state.completedAt, version: 4 });
    await finished(code);
    expect((await kindsDone(code)).slice(0, before.length)).toEqual(before);
    expect(service.mailer.mails).toHaveLength(1);
    expect((await changesOf(service, code)).map(({ event }) => event)).toEqual([
      'created',
      'start',
      'submit',
      'review',
    ]);
    await env.sleep(SETTLED_DAYS * DAY);
    await closed(code);
    expect(await outcomeOf(tell(code, 'review', review))).toBe('verified');
    await closed(code);
    expect(await rowOf(service, code)).toMatchObject({ version: 4 });
    expect(service.mailer.mails).toHaveLength(1);
    expect(modifiedAt).toBeGreaterThan(state.modifiedAt);
  });

  it('is as it was for a message that changes nothing, and closes at once after it', async () => {
    const { code, state } = await settledBy('submit', { actor: learner });
    expect(await tell(code, 'submit', { actor: learner })).toMatchObject({ changed: false, status: 'submitted' });
    expect(await stateOf(service, code)).toEqual(state);
    await closed(code);
  });

  it('can be resumed with the seconds that were left', async () => {
    const { code, request, state } = await settledBy('error', { actor: learner });
    await tell(code, 'mark-ready-to-resume', { actor: staff });
    await env.sleep(SETTLED_DAYS * DAY);
    await closed(code);
    const next = newCode();
    expect(await outcomeOf(service.attempts.create(next, request))).toBe('started');
    expect(await stateOf(service, next)).toMatchObject({ allowedSeconds: state.timeRemainingSeconds });
    expect(await stateOf(service, code)).toMatchObject({ status: 'resumed', resumed: true });
    expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe('attempt_already_exists');
  });

  it('can be reset to begin anew', async () => {
    const { code, request } = await settledBy('error', { actor: learner }, { ...PROCTORED, practice: true });
    const next = newCode();
    expect(await outcomeOf(service.attempts.create(next, { ...request, resetOf: code }))).toBe('started');
    expect(await stateOf(service, code)).toMatchObject({ status: 'onboarding_reset' });
    await finished(code);
  });

  it('lets what staff do to it now be undone, but not what was done before it closed', async () => {
    const { code, state } = await settledBy('submit', { actor: learner, undoMs: MINUTE });
    expect(await outcomeOf(tell(code, 'undo', { version: 3, actor: staff }))).toBe('undo_too_late');
    await closed(code);
    const rejected = await tell(code, 'set-status', { status: 'rejected', actor: staff, undoMs: MINUTE });
    expect(rejected).toMatchObject({ status: 'rejected', undo: { version: 4 } });
    expect((await effectsOf(service, code)).filter(({ outcome }) => outcome === 'pending')).not.toHaveLength(0);
    expect(await tell(code, 'undo', { version: 4, actor: staff })).toMatchObject({ status: 'submitted' });
    await finished(code);
    const { completedAt } = await stateOf(service, code);
    expect(completedAt).toBe(state.completedAt);
    expect((await effectsOf(service, code)).filter(({ key }) => key.includes('/4/'))).not.toContainEqual(
      expect.objectContaining({ outcome: 'done' }),
    );
    await env.sleep(SETTLED_DAYS * DAY);
    await closed(code);
  });
});

describe('an attempt that owes something', () => {
  /** Handed in, which the vendor would not hear. */
  async function refusedByVendor(): Promise<string> {
    const { code } = await started();
    vendor.otherwise({ status: 400, body: {} });
    await tell(code, 'submit', { actor: learner });
    await finished(code);
    return code;
  }
  const refusedOf = async (code: string) =>
    (await effectsOf(service, code)).filter(({ outcome }) => outcome === 'refused');

  it('stays open until the vendor has taken it, is told once, and then closes', async () => {
    const code = await refusedByVendor();
    const [refused] = await refusedOf(code);
    // Some tries are left before the end of the days, too few for the vendor to be left alone.
    await env.sleep(SETTLED_DAYS * DAY - MINUTE / 2);
    vendor.otherwise({ status: 500 });
    expect(await service.attempts.retryEffect(code, { key: refused?.key ?? '', actor: staff })).toBe(true);
    await env.sleep(MINUTE);
    expect(await standing(code)).toBe('RUNNING');
    expect(await areEffectsFinished(service, code)).toBe(false);
    vendor.take();
    vendor.otherwise(VENDOR_ANSWER);
    await env.sleep(HOUR);
    await closed(code);
    expect(await areEffectsFinished(service, code)).toBe(true);
    expect(vendor.take().filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('is reopened to try a refused effect again, and does so once', async () => {
    const code = await refusedByVendor();
    const [refused] = await refusedOf(code);
    await env.sleep(SETTLED_DAYS * DAY);
    await closed(code);
    vendor.take();
    vendor.otherwise(VENDOR_ANSWER);
    expect(await service.attempts.retryEffect(code, { key: refused?.key ?? '', actor: staff })).toBe(true);
    await finished(code);
    await closed(code);
    expect(await refusedOf(code)).toEqual([]);
    expect(vendor.take().filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });
});
