import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest';
import { z } from 'zod';
import { LmsRefusedError } from '../../lms/port.ts';
import { recordSettingsChange } from '../../db/changes.ts';
import { beginBulk, insertPreview } from '../../db/bulks.ts';
import { insertHold } from '../../db/sitting-holds.ts';
import { until } from '../../dev/until.ts';
import { BULK_ACT, bulkWorkflowIdOf } from '../../workflows/bulk/messages.ts';
import { CHANGE_DELIVERY } from '../../workflows/change-delivery/messages.ts';
import { EXAM_ATTEMPT, eventSignals, workflowIdOf, type CreationRequest } from '../../workflows/exam-attempt/messages.ts';
import type { EventName, EventPayloads } from '../../rules/attempt/events.ts';
import { HEARTBEAT_WATCH } from '../../workflows/heartbeat-watch/workflow.ts';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import { areEffectsFinished, handleOf, newCode, stateOf } from '../support/attempt-records.ts';
import { writeHistory } from '../support/histories.ts';
import { PROCTORED, VENDOR_ANSWER, learner, staff, startRestService } from '../support/rest-service.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { creationRequest, outcomeOf, type Service } from '../support/service.ts';


let vendor: ScriptedVendor;
let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ vendor, env, service, close } = await startRestService());
});
beforeEach(() => {
  vendor.otherwise(VENDOR_ANSWER);
  service.lms.failure = null;
});
afterAll(() => close());

async function keep(name: string, workflowId: string): Promise<void> {
  await writeHistory(process.env['RECORDED_AS'] ?? 'unnamed', name, await service.client.workflow.getHandle(workflowId).fetchHistory());
}

async function settled(code: string): Promise<void> {
  await until(() => areEffectsFinished(service, code), 'the effects');
  await stateOf(service, code);
}

async function created(request: CreationRequest): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, request);
  await settled(code);
  return code;
}

const proctored = async (fields: Partial<CreationRequest> = {}) =>
  created(await creationRequest(service, { exam: PROCTORED, startClock: true, ...fields }));

async function tell<N extends EventName>(code: string, event: N, payload: EventPayloads[N]): Promise<void> {
  await service.attempts.tell(code, event, payload);
  await settled(code);
}

describe('histories of this release', () => {
  it('timed exam to its end', async () => {
    const code = await created(await creationRequest(service));
    await env.sleep(3 * HOUR + 1000);
    await settled(code);
    await keep('timed-expired', workflowIdOf(code));
  });

  it('proctored exam from set-up to result', async () => {
    const code = await proctored({ startClock: false });
    for (const event of ['click-download-software', 'vendor-ready', 'start', 'stop', 'submit'] as const) {
      await tell(code, event, { actor: learner });
    }
    await tell(code, 'review', { reviewStatus: 'Suspicious', actor: { kind: 'vendor' }, revision: 1 });
    await tell(code, 'review', { reviewStatus: 'Suspicious', reviewedBy: 1, actor: staff, revision: 2 });
    await tell(code, 'set-status', { status: 'verified', actor: staff, reason: 'appeal' });
    await tell(code, 'acknowledge', { actor: learner });
    await keep('proctored-second-review', workflowIdOf(code));
  });

  it('error and resume', async () => {
    const request = await creationRequest(service, { exam: PROCTORED, startClock: true });
    const first = await created(request);
    await env.sleep(HOUR);
    await tell(first, 'error', { actor: learner });
    await tell(first, 'mark-ready-to-resume', { actor: staff });
    const second = await created(request);
    await env.sleep(3 * HOUR);
    await settled(second);
    await keep('resumed', workflowIdOf(first));
    await keep('follow-up', workflowIdOf(second));
  });

  it('extra time, lost heartbeat and signals that are ignored', async () => {
    const code = await proctored();
    await tell(code, 'extra-time', { additionalMins: 30, actor: staff });
    const handle = handleOf(service, code);
    await handle.signal('make-coffee', [1]);
    await handle.signal(eventSignals.start, { actor: learner });
    await handle.signal(eventSignals.ping, {});
    const { startedAt } = await stateOf(service, code);
    await handle.signal(eventSignals['heartbeat-lost'], { lastPingAt: startedAt ?? 0 });
    await env.sleep(5 * MINUTE);
    await handle.signal(eventSignals['heartbeat-lost'], { lastPingAt: (startedAt ?? 0) + 4 * MINUTE });
    await until(async () => (await stateOf(service, code)).status === 'error', 'the error');
    await settled(code);
    await keep('heartbeat-lost', workflowIdOf(code));
  });

  it('declined with the other exams of its course', async () => {
    const code = await proctored({ decline: true, startClock: false, takingAsProctored: false });
    await keep('declined', workflowIdOf(code));
  });

  it('a pause, a corrected end, and a hand-in that is undone', async () => {
    const code = await proctored();
    await tell(code, 'pause', { actor: staff });
    await env.sleep(HOUR);
    await tell(code, 'unpause', { actor: staff });
    await tell(code, 'incident-time', { minutes: 5, actor: staff });
    await tell(code, 'correct-end', { endsAt: (await env.currentTimeMs()) + HOUR, actor: staff });
    await service.attempts.tell(code, 'submit', { actor: staff, undoMs: MINUTE });
    const { version } = await stateOf(service, code);
    await tell(code, 'undo', { version, actor: staff });
    await service.attempts.tell(code, 'submit', { actor: staff, undoMs: MINUTE });
    await env.sleep(2 * MINUTE);
    await settled(code);
    await keep('paused-and-undone', workflowIdOf(code));
  });

  it('refused creation', async () => {
    vendor.otherwise({ status: 400, body: {} });
    const code = newCode();
    const request = await creationRequest(service, { exam: PROCTORED });
    await outcomeOf(service.attempts.create(code, request));
    await keep('creation-refused', workflowIdOf(code));
  });

  it('practice attempt that is reset', async () => {
    const request = await creationRequest(service, { exam: { ...PROCTORED, practice: true }, startClock: true });
    const first = await created(request);
    await tell(first, 'error', { actor: learner });
    const second = await created({ ...request, resetOf: first });
    await keep('practice-reset', workflowIdOf(first));
    await keep('practice-again', workflowIdOf(second));
  });

  it('deleted, with a late review', async () => {
    const code = await proctored();
    await service.attempts.tell(code, 'delete', { actor: staff, reason: 'mistake' });
    await until(async () => (await handleOf(service, code).describe()).status.name === 'COMPLETED', 'the end');
    await keep('deleted', workflowIdOf(code));
    await service.attempts.tell(code, 'review', { reviewStatus: 'Clean', actor: { kind: 'vendor' } });
    await until(async () => (await handleOf(service, code).describe()).status.name === 'COMPLETED', 'the second end');
    await keep('late-review', workflowIdOf(code));
  });

  it('settled, and reopened by a late review', async () => {
    const code = await proctored();
    await tell(code, 'submit', { actor: learner });
    await env.sleep(31 * 24 * HOUR);
    await until(async () => (await handleOf(service, code).describe()).status.name === 'COMPLETED', 'the end');
    await keep('settled', workflowIdOf(code));
    await tell(code, 'review', { reviewStatus: 'Clean', actor: { kind: 'vendor' } });
    await keep('reopened', workflowIdOf(code));
  });

  it('vendor down and LMS refusing', async () => {
    const code = await proctored();
    vendor.otherwise({ status: 500 });
    service.lms.failure = (effect) => (effect.kind === 'set-credit' ? new LmsRefusedError('no such course') : null);
    await service.attempts.tell(code, 'submit', { actor: learner });
    await env.sleep(MINUTE);
    vendor.otherwise(VENDOR_ANSWER);
    await env.sleep(30 * MINUTE);
    await settled(code);
    await keep('effects-delayed-and-refused', workflowIdOf(code));
  });

  it('a later run of a long attempt', async () => {
    const code = await proctored();
    const state = await stateOf(service, code);
    await handleOf(service, code).terminate();
    await service.client.workflow.start(EXAM_ATTEMPT, {
      workflowId: workflowIdOf(code),
      taskQueue: service.config.temporal.taskQueue,
      args: [{ kind: 'continue', attemptCode: code, state, pending: [] }],
    });
    await tell(code, 'submit', { actor: learner });
    await keep('continued', workflowIdOf(code));
  });

  it('delivery of changes and a look of the watch', async () => {
    const { examId, userId } = await creationRequest(service, { exam: PROCTORED });
    const [subject, at] = [`exam/${examId}`, Date.now()];
    await service.pool.query(sql.type(z.object({}))`
      insert into allowance (user_id, exam_id, key, value, created, modified)
      values (${userId}, ${examId}, 'additional_time_granted', '20', now(), now())`);
    const granted = { examId, userId, key: 'additional_time_granted', verb: 'created' };
    await recordSettingsChange(service.pool, { subject, kind: 'exam-saved', payload: { examId, created: true }, at });
    await recordSettingsChange(service.pool, { subject, kind: 'policy-saved', payload: { examId }, at });
    await recordSettingsChange(service.pool, { subject, kind: 'allowance-changed', payload: granted, at });
    const { taskQueue } = service.config.temporal;
    const [delivery, watch] = [`delivery-${newCode()}`, `watch-${newCode()}`];
    await service.client.workflow.execute(CHANGE_DELIVERY, { workflowId: delivery, taskQueue, args: [subject] });
    await service.client.workflow.execute(HEARTBEAT_WATCH, { workflowId: watch, taskQueue });
    await keep('change-delivery', delivery);
    await keep('heartbeat-watch', watch);
  });

  it('act on a sitting, on those who take the exam and on whoever begins later', async () => {
    const first = await creationRequest(service);
    const code = await created(first);
    const [id, at] = [crypto.randomUUID(), await env.currentTimeMs()];
    const wanted = {
      courseId: 'course-v1:Test+C1+2030',
      wish: { act: 'pause' },
      reason: 'Fire alarm',
      category: 'fire-alarm',
      by: { userId: 1, role: 'course_staff' },
      fingerprint: '',
      sittingExamId: first.examId,
    } as const;
    const attemptIds = [(await stateOf(service, code)).attemptId];
    await insertPreview(service.pool, { ...wanted, id, at, attemptIds });
    await beginBulk(service.pool, { id, at, undoUntil: null });
    await insertHold(service.pool, { bulkId: id, examId: first.examId, from: at, until: at + HOUR });
    const workflowId = bulkWorkflowIdOf(id);
    const { taskQueue } = service.config.temporal;
    await service.client.workflow.execute(BULK_ACT, { workflowId, taskQueue, args: [id] });
    await keep('bulk-act', workflowId);
    const late = await created(await creationRequest(service, { examId: first.examId }));
    await tell(late, 'unpause', { actor: staff });
    await keep('started-in-a-paused-sitting', workflowIdOf(late));
  });
});
