import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordSettingsChange } from '../../db/changes.ts';
import { until } from '../../dev/until.ts';
import { CHANGE_DELIVERY } from '../../workflows/change-delivery/messages.ts';
import { eventSignals } from '../../workflows/exam-attempt/messages.ts';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import {
  areEffectsFinished,
  changesOf,
  effectsOf,
  handleOf,
  ignoredOf,
  newCode,
  rowOf,
  stateOf,
} from '../support/attempt-records.ts';
import { PROCTORED, VENDOR_ANSWER, staff, startRestService } from '../support/rest-service.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { creationRequest, type Service } from '../support/service.ts';

const TRACE = { event: 'cancel', refusal: 'illegal_transition', actor: 'operator' };

let vendor: ScriptedVendor;
let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ vendor, env, service, close } = await startRestService());
});
beforeEach(() => vendor.otherwise(VENDOR_ANSWER));
afterAll(() => close());

async function started(fields = {}): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { startClock: true, ...fields }));
  return code;
}

async function cancelled(code: string): Promise<void> {
  await handleOf(service, code).cancel();
  await until(async () => (await ignoredOf(service, code)).some(({ event }) => event === 'cancel'), 'the trace');
}

describe('an attempt whose workflow somebody cancels', () => {
  it('goes on to its exact end, with a trace of the cancellation', async () => {
    const code = await started();
    const before = await stateOf(service, code);
    await cancelled(code);
    expect(await stateOf(service, code)).toEqual(before);
    expect(await ignoredOf(service, code)).toEqual([TRACE]);
    await env.sleep(3 * HOUR + 1000);
    await until(async () => (await rowOf(service, code))?.status === 'submitted', 'the end');
    expect((await rowOf(service, code))?.completedAt).toBe((before.startedAt ?? 0) + 3 * HOUR);
    await until(() => areEffectsFinished(service, code), 'the effects of the end');
    expect((await handleOf(service, code).describe()).status.name).toBe('RUNNING');
  });

  it('takes updates and signals as before, and carries out what follows', async () => {
    const code = await started({ exam: PROCTORED });
    await cancelled(code);
    await service.attempts.tell(code, 'extra-time', { additionalMins: 30, actor: staff });
    await env.sleep(3 * HOUR + 10 * MINUTE);
    expect(await stateOf(service, code)).toMatchObject({ status: 'started', allowedSeconds: 210 * 60 });
    await handleOf(service, code).signal('make-coffee');
    await handleOf(service, code).signal(eventSignals.error, {});
    await until(async () => (await rowOf(service, code))?.status === 'error', 'the error');
    await service.attempts.tell(code, 'mark-ready-to-resume', { actor: staff });
    await until(() => areEffectsFinished(service, code), 'the effects');
    expect((await effectsOf(service, code)).map(({ outcome }) => outcome)).not.toContain('refused');
    expect((await ignoredOf(service, code)).map(({ event }) => event)).toEqual(['cancel', 'make-coffee']);
  });

  it('goes on with an effect that waits for its next try', async () => {
    const code = await started({ exam: PROCTORED });
    await until(() => areEffectsFinished(service, code), 'the effects of the start');
    vendor.otherwise({ status: 500, body: {} });
    await service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } });
    const isTried = async () =>
      (await effectsOf(service, code)).some(({ tries, outcome }) => tries > 0 && outcome === 'pending');
    await until(isTried, 'a try that fails');
    await cancelled(code);
    vendor.otherwise(VENDOR_ANSWER);
    await env.sleep(HOUR);
    await until(() => areEffectsFinished(service, code), 'the effects');
    expect((await effectsOf(service, code)).map(({ outcome }) => outcome)).not.toContain('refused');
  });

  it('that is being created comes into being', async () => {
    const code = newCode();
    const request = await creationRequest(service, { exam: PROCTORED, startClock: true });
    const handle = handleOf(service, code);
    const created = await service.pool.transaction(async (db) => {
      await db.query(sql.type(z.object({}))`lock table attempt in access exclusive mode`);
      const answer = service.attempts.create(code, request);
      await until(() => handle.describe().then(Boolean, () => false), 'the workflow');
      await handle.cancel();
      return { answer };
    });
    expect(await created.answer).toMatchObject({ status: 'started' });
    await until(async () => (await ignoredOf(service, code)).length === 1, 'the trace');
    expect(await ignoredOf(service, code)).toEqual([TRACE]);
    await service.attempts.tell(code, 'submit', {});
    expect((await changesOf(service, code)).at(-1)).toMatchObject({ event: 'submit' });
  });

  it('still ends when it is deleted', async () => {
    const code = await started();
    await cancelled(code);
    await service.attempts.tell(code, 'delete', { actor: { kind: 'staff', userId: 1 } });
    await until(async () => (await handleOf(service, code).describe()).status.name === 'COMPLETED', 'the end');
  });
});

describe('a delivery of changes that somebody cancels', () => {
  it('loses none of them', async () => {
    vendor.otherwise({ status: 500, body: {} });
    const { examId } = await creationRequest(service, { exam: PROCTORED });
    const subject = `exam/${examId}`;
    await recordSettingsChange(service.pool, {
      subject,
      kind: 'exam-saved',
      payload: { examId, created: true },
      at: Date.now(),
    });
    const workflowId = `delivery-${newCode()}`;
    const { taskQueue } = service.config.temporal;
    const handle = await service.client.workflow.start(CHANGE_DELIVERY, { workflowId, taskQueue, args: [subject] });
    vendor.take();
    await until(async () => vendor.take().length > 0, 'a try that fails');
    await handle.cancel();
    vendor.otherwise({ body: { id: 'vendor-exam' } });
    await env.sleep(HOUR);
    await expect(handle.result()).resolves.toBeUndefined();
  });
});
