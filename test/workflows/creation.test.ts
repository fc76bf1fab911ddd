import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createActivities } from '../../activities/index.ts';
import { insertReservation } from '../../db/attempt-places.ts';
import { recordVendorId } from '../../db/vendor-ids.ts';
import { until } from '../../dev/until.ts';
import { MINUTE } from '../support/attempt-builders.ts';
import { areEffectsFinished, changesOf, handleOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { PROCTORED, type RestService, VENDOR_ANSWER, learner, startRestService } from '../support/rest-service.ts';
import type { ReceivedRequest, ScriptedVendor } from '../support/scripted-vendor.ts';
import { creationRequest, outcomeOf, type Service } from '../support/service.ts';

/** As an exam of the vendor has it. */
const PLACE = {
  takingAsProctored: true,
  isSampleAttempt: false,
  examType: 'proctored',
  backend: PROCTORED.backend,
  reviewPolicyId: null,
  timeRemainingSeconds: null,
} as const;
const PRACTICE = { ...PROCTORED, practice: true } as const;
/** What the vendor calls the attempt that replaces another. */
const SUCCESSOR = { body: { id: 'its-successor' } };

let vendor: ScriptedVendor;
let service: Service;
let close: () => Promise<void>;
let env: RestService['env'];

beforeAll(async () => {
  ({ vendor, env, service, close } = await startRestService());
});
beforeEach(() => {
  vendor.otherwise(VENDOR_ANSWER);
  vendor.take();
});
afterAll(() => close());

/** A practice attempt that was handed in and of which everybody was told, and what its learner asks for to replace it. */
async function handInPractice() {
  const [first, second] = [newCode(), newCode()];
  const request = await creationRequest(service, { exam: PRACTICE });
  await service.attempts.create(first, request);
  await service.attempts.tell(first, 'submit', { actor: learner });
  await until(() => areEffectsFinished(service, first), 'the effects of the submission');
  vendor.take();
  return { first, second, request };
}

const countSchema = z.object({ count: z.number() });
const isRegistration = ({ path }: ReceivedRequest) => path.endsWith('/attempt/');
const isRemovalOf =
  (id: string) =>
  ({ method, path }: ReceivedRequest) =>
    method === 'DELETE' && path.endsWith(`/${id}/`);
const rowsOf = ({ examId }: { examId: number }) =>
  service.pool.oneFirst(sql.type(countSchema)`select count(*) as count from attempt where exam_id = ${examId}`);

describe('the creation of an attempt', () => {
  it('waits for what comes of another one that is being made, and takes its place when that fails', async () => {
    const request = await creationRequest(service, { exam: PROCTORED });
    vendor.script({ manner: 'silent' });
    const failing = outcomeOf(service.attempts.create(newCode(), request));
    await until(async () => vendor.take().some(isRegistration), 'the first registration');
    expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe('created');
    expect(await failing).toBe('vendor_unavailable');
    expect(await rowsOf(request)).toBe(1);
  });

  it('answers the same when it is asked for again under the same code', async () => {
    const code = newCode();
    const request = await creationRequest(service);
    const answer = await service.attempts.create(code, request);
    expect(await service.attempts.create(code, request)).toEqual(answer);
    expect(await changesOf(service, code)).toHaveLength(2);
  });

  it.each([
    ['refuses', 'vendor_refused', { status: 400, body: { error: 'no' } }],
    ['fails', 'vendor_unavailable', { status: 500 }],
    ['says nothing', 'vendor_unavailable', { manner: 'silent' }],
  ] as const)('leaves nothing behind when the vendor %s', async (_, refusal, answer) => {
    const code = newCode();
    const request = await creationRequest(service, { exam: PROCTORED });
    vendor.otherwise(answer);
    expect(await outcomeOf(service.attempts.create(code, request))).toBe(refusal);
    expect(await rowOf(service, code)).toBeNull();
    expect((await handleOf(service, code).describe()).status.name).toBe('COMPLETED');
    vendor.otherwise(VENDOR_ANSWER);
    // The circuit breaker leaves a failing vendor alone for a while; a refusal is no failure.
    await env.sleep(MINUTE);
    expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe('created');
  });

  it('takes its registration back when the answer comes after its task was lost', async () => {
    const code = newCode();
    vendor.script({ body: { id: 'of-a-lost-task' }, manner: 'late' });
    const outcome = outcomeOf(service.attempts.create(code, await creationRequest(service, { exam: PROCTORED })));
    await until(async () => vendor.take().some(isRegistration), 'the registration');
    await env.sleep(2 * MINUTE);
    expect(await outcome).toBe('vendor_unavailable');
    vendor.answerLate();
    await until(async () => vendor.take().some(isRemovalOf('of-a-lost-task')), 'the removal at the vendor');
    expect(await rowOf(service, code)).toBeNull();
  });

  it('goes on with the registration that a task before it has made', async () => {
    const code = newCode();
    const request = await creationRequest(service, { exam: PROCTORED });
    const [{ examId, userId }, at] = [request, await env.currentTimeMs()];
    await insertReservation(service.pool, { ...PLACE, attemptCode: code, userId, examId, at });
    await recordVendorId(service.pool, code, 'made-before');
    expect(await outcomeOf(service.attempts.create(code, request))).toBe('created');
    expect(await stateOf(service, code)).toMatchObject({ externalId: 'made-before' });
    expect(vendor.take().filter(isRegistration)).toEqual([]);
  });

  it.each(['onboarding_missing', 'onboarding_pending', 'onboarding_failed', 'onboarding_expired'])(
    'keeps a blocked attempt when the vendor answers %s',
    async (status) => {
      const code = newCode();
      vendor.otherwise({ body: { status } });
      const request = await creationRequest(service, { exam: PROCTORED, startClock: true });
      expect(await outcomeOf(service.attempts.create(code, request))).toBe(status);
      expect(await stateOf(service, code)).toMatchObject({ status, startedAt: null, externalId: null });
    },
  );

  it('is ready to start by itself at a vendor that never calls back', async () => {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service, { exam: { proctored: true, backend: 'mock' } }));
    expect(await stateOf(service, code)).toMatchObject({ status: 'created', externalId: code });
    await env.sleep('2 seconds');
    const isReady = async () => (await stateOf(service, code)).status === 'ready_to_start';
    await until(isReady, 'the attempt is ready to start');
    expect(await changesOf(service, code)).toEqual([
      { event: 'created', to: 'created', actor: 'learner', reason: null },
      { event: 'vendor-ready', to: 'ready_to_start', actor: 'vendor', reason: null },
    ]);
  });

  it('is refused for an exam that does not exist and for a back-end that is not configured', async () => {
    const unknown = await creationRequest(service, { examId: 999_999 });
    expect(await outcomeOf(service.attempts.create(newCode(), unknown))).toBe('attempt_not_found');
    const gone = await creationRequest(service, { exam: { proctored: true, backend: 'gone' } });
    expect(await outcomeOf(service.attempts.create(newCode(), gone))).toBe('backend_not_configured');
    expect(await rowsOf(gone)).toBe(0);
  });

  it('is refused after the due date', async () => {
    const dueAt = (await env.currentTimeMs()) - MINUTE;
    const request = await creationRequest(service, { exam: { dueAt } });
    expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe('exam_past_due');
  });

  it('takes over the place of a registration whose process was lost, and the lost one comes too late', async () => {
    const request = await creationRequest(service);
    const [lost, code] = [newCode(), newCode()];
    const { examId, userId } = request;
    const at = (await env.currentTimeMs()) - 11 * MINUTE;
    await insertReservation(service.pool, {
      ...PLACE,
      attemptCode: lost,
      userId,
      examId,
      takingAsProctored: false,
      examType: 'timed',
      backend: null,
      at,
    });
    expect(await outcomeOf(service.attempts.create(code, request))).toBe('started');
    expect(await rowOf(service, lost)).toBeNull();
    const { recordChange } = createActivities(service.context, new AbortController().signal);
    const state = { ...(await stateOf(service, code)), attemptCode: lost, version: 1 };
    const late = recordChange({
      state,
      event: 'created',
      fromStatus: null,
      actor: learner,
      reason: null,
      effects: [],
      at,
    });
    await expect(late).rejects.toMatchObject({ type: 'attempt_already_exists', nonRetryable: true });
    expect(await rowsOf(request)).toBe(1);
  });
});

describe('a practice attempt', () => {
  it('is replaced by a new one on a reset', async () => {
    const [first, second] = [newCode(), newCode()];
    const request = await creationRequest(service, { exam: PRACTICE });
    await service.attempts.create(first, request);
    await service.attempts.tell(first, 'start', { actor: learner });
    await service.attempts.tell(first, 'error', { actor: learner });
    const answer = await outcomeOf(service.attempts.create(second, { ...request, resetOf: first }));
    expect(answer).toBe('created');
    expect((await changesOf(service, first)).map(({ to }) => to)).toEqual([
      'created',
      'started',
      'error',
      'onboarding_reset',
    ]);
  });

  it.each([
    ['error', 'refuses', 'vendor_refused', { status: 400, body: { error: 'no' } }],
    ['error', 'fails', 'vendor_unavailable', { status: 500 }],
    ['submit', 'refuses', 'vendor_refused', { status: 400, body: { error: 'no' } }],
    ['submit', 'fails', 'vendor_unavailable', { status: 500 }],
  ] as const)('after %s stays as it is when the vendor %s the one that is to replace it', async (...row) => {
    const [event, , refusal, answer] = row;
    const [first, second] = [newCode(), newCode()];
    const request = await creationRequest(service, { exam: PRACTICE });
    await service.attempts.create(first, request);
    await service.attempts.tell(first, event, { actor: learner });
    await until(() => areEffectsFinished(service, first), 'the effects of its end');
    const before = await stateOf(service, first);
    vendor.otherwise(answer);
    expect(await outcomeOf(service.attempts.create(second, { ...request, resetOf: first }))).toBe(refusal);
    expect(await stateOf(service, first)).toEqual(before);
    expect(await rowsOf(request)).toBe(1);
    vendor.otherwise(VENDOR_ANSWER);
    await env.sleep(MINUTE);
    expect(await outcomeOf(service.attempts.create(second, { ...request, resetOf: first }))).toBe('created');
  });

  it('is removed at the vendor once that has the one that replaces it, when it was handed in', async () => {
    const { first, second, request } = await handInPractice();
    vendor.script(SUCCESSOR);
    expect(await outcomeOf(service.attempts.create(second, { ...request, resetOf: first }))).toBe('created');
    await until(() => areEffectsFinished(service, first), 'the effects of the removal');
    const told = vendor.take().map(({ method }) => method);
    expect(told).toEqual(['POST', 'DELETE']);
    expect(await rowOf(service, first)).toMatchObject({ deletedAt: expect.any(Number) });
  });

  it('is not removed at a vendor that has one id for it and the one that replaces it', async () => {
    const { first, second, request } = await handInPractice();
    expect(await outcomeOf(service.attempts.create(second, { ...request, resetOf: first }))).toBe('created');
    await until(() => areEffectsFinished(service, first), 'the effects of the removal');
    expect(vendor.take().map(({ method }) => method)).toEqual(['POST']);
    expect(await rowOf(service, first)).toMatchObject({ deletedAt: expect.any(Number) });
  });

  it('is replaced though its vendor cannot be told at first, and the vendor hears of it later', async () => {
    const { first, second, request } = await handInPractice();
    vendor.script(SUCCESSOR, { status: 503 });
    expect(await outcomeOf(service.attempts.create(second, { ...request, resetOf: first }))).toBe('created');
    expect(await rowOf(service, first)).toMatchObject({ deletedAt: expect.any(Number) });
    await env.sleep(MINUTE);
    await until(() => areEffectsFinished(service, first), 'the effects of the removal');
    expect(vendor.take().filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  it('stays as it is when it may not be reset, and so does what the vendor knows', async () => {
    const first = newCode();
    const request = await creationRequest(service, { exam: PRACTICE });
    await service.attempts.create(first, request);
    const reset = { ...request, resetOf: first };
    vendor.script({ body: { id: 'of-no-attempt' } });
    expect(await outcomeOf(service.attempts.create(newCode(), reset))).toBe('reset_not_allowed');
    expect(await stateOf(service, first)).toMatchObject({ status: 'created', version: 1 });
    expect(await rowsOf(request)).toBe(1);
    await until(async () => vendor.take().some(isRemovalOf('of-no-attempt')), 'the removal of what was registered');
  });
});
