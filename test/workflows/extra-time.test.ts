import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LmsUnavailableError } from '../../lms/port.ts';
import { saveAllowance } from '../../db/allowances.ts';
import { recordSettingsChange } from '../../db/changes.ts';
import { until } from '../../dev/until.ts';
import { CHANGE_DELIVERY, changeDeliveryIdOf, deliverSignal } from '../../workflows/change-delivery/messages.ts';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import { changesOf, handleOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { addExam, creationRequest, startSkippingService, type ExamFields, type Service } from '../support/service.ts';

const learner = { kind: 'learner' } as const;
const staff = { kind: 'staff', userId: 1 } as const;

let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ env, service, close } = await startSkippingService());
});
beforeEach(() => {
  service.lms.failure = null;
});
afterAll(() => close());

interface Started {
  code: string;
  examId: number;
  userId: number;
  startedAt: number;
}

async function started(exam: ExamFields = { minutes: 60 }): Promise<Started> {
  const code = newCode();
  const examId = await addExam(service, exam);
  const request = await creationRequest(service, { examId });
  await service.attempts.create(code, request);
  const { startedAt } = await stateOf(service, code);
  return { code, examId, userId: request.userId, startedAt: startedAt ?? Number.NaN };
}

const grant = (code: string, additionalMins: number) =>
  service.attempts.tell(code, 'extra-time', { additionalMins, actor: staff });

async function endsAt({ code, startedAt }: Started, minutes: number): Promise<void> {
  const end = startedAt + minutes * MINUTE;
  await env.sleep(end - (await env.currentTimeMs()) - 1000);
  expect(await rowOf(service, code)).toMatchObject({ status: 'started', expiresAt: end });
  await env.sleep(2000);
  await until(async () => (await rowOf(service, code))?.status === 'submitted', 'the record of the end');
  expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', completedAt: end, expiresAt: null });
}

describe('extra time that is granted while the clock runs', () => {
  it('moves the end at once', async () => {
    const attempt = await started();
    await env.sleep(50 * MINUTE);
    expect(await grant(attempt.code, 30)).toMatchObject({ changed: true });
    expect(await grant(attempt.code, 45)).toMatchObject({ changed: true });
    await endsAt(attempt, 105);
  });

  it('never moves the end earlier', async () => {
    const attempt = await started();
    await grant(attempt.code, 30);
    expect(await grant(attempt.code, 10)).toMatchObject({ changed: false });
    expect(await grant(attempt.code, 30)).toMatchObject({ changed: false });
    await endsAt(attempt, 90);
  });

  it('comes too late after the end', async () => {
    const attempt = await started();
    await env.sleep(HOUR + 1000);
    expect(await grant(attempt.code, 30)).toMatchObject({ changed: false, status: 'submitted' });
    expect(await rowOf(service, attempt.code)).toMatchObject({ completedAt: attempt.startedAt + HOUR });
  });

  it('goes no further than the due date, to the second', async () => {
    const dueAt = (await env.currentTimeMs()) + 80 * MINUTE + 30_000;
    const attempt = await started({ minutes: 60, dueAt });
    await grant(attempt.code, 60);
    await endsAt(attempt, (dueAt - attempt.startedAt) / MINUTE);
  });
});

const none = z.object({});

/** Staff store an allowance, as the API does, and its delivery is asked for. */
async function allow({ examId, userId }: Omit<Started, 'startedAt'>, minutes: number): Promise<void> {
  const at = await env.currentTimeMs();
  const subject = `allowance/${examId}/${userId}`;
  const payload = { examId, userId, key: 'additional_time_granted', verb: 'updated' };
  await service.pool.transaction(async (tx) => {
    await tx.query(sql.type(none)`
      insert into allowance (user_id, exam_id, key, value, created, modified)
      values (${userId}, ${examId}, 'additional_time_granted', ${String(minutes)}, now(), now())
      on conflict (user_id, exam_id, key) do update set value = excluded.value`);
    await recordSettingsChange(tx, { subject, kind: 'allowance-changed', payload, at });
  });
  await service.client.workflow.signalWithStart(CHANGE_DELIVERY, {
    workflowId: changeDeliveryIdOf(service.config.temporal.taskQueue, subject),
    taskQueue: service.config.temporal.taskQueue,
    args: [subject],
    signal: deliverSignal,
  });
}

const undelivered = ({ examId }: { examId: number }) =>
  service.pool.exists(sql.type(none)`
    select 1 from pending_change where (payload ->> 'examId')::int = ${examId} and delivered_at is null`);

describe('an allowance that staff store', () => {
  it('moves the end of the running attempt, and the LMS is told', async () => {
    const attempt = await started();
    await allow(attempt, 20);
    await until(async () => !(await undelivered(attempt)), 'the delivery');
    expect(service.lms.told).toContain('edx.special_exam.timed.allowance.updated');
    expect((await changesOf(service, attempt.code)).at(-1)).toMatchObject({ event: 'extra-time', actor: 'system' });
    await endsAt(attempt, 80);
  });

  it('moves the end again and again while the LMS is down', async () => {
    const attempt = await started();
    service.lms.failure = () => new LmsUnavailableError('down');
    await allow(attempt, 20);
    await until(async () => (await stateOf(service, attempt.code)).allowedTimeLimitMins === 80, 'the first grant');
    await allow(attempt, 50);
    await until(async () => (await stateOf(service, attempt.code)).allowedTimeLimitMins === 110, 'the second grant');
    expect(await undelivered(attempt)).toBe(true);
    service.lms.failure = null;
    service.lms.effects.length = 0;
    await env.sleep(11 * MINUTE);
    await until(async () => !(await undelivered(attempt)), 'the delivery');
    const told = service.lms.told.filter((name) => name.includes('allowance'));
    expect(told).toEqual(Array(2).fill('edx.special_exam.timed.allowance.updated'));
  });

  it('counts although the attempt was starting with the old one at that moment', async () => {
    const [examId, code] = [await addExam(service, { minutes: 60 }), newCode()];
    const request = await creationRequest(service, { examId, startClock: false });
    await service.attempts.create(code, request);
    const both = [service.attempts.tell(code, 'start', { actor: learner }), allow({ ...request, code }, 20)];
    await Promise.all(both);
    await until(async () => !(await undelivered(request)), 'the delivery');
    expect(await stateOf(service, code)).toMatchObject({ status: 'started', allowedSeconds: 80 * 60 });
    await handleOf(service, code).terminate();
  });
});

/** What the API stored just before everything else went down: nobody has delivered it. */
async function allowUndelivered({ examId, userId }: Started, minutes: number, at: number): Promise<void> {
  const instant = sql.timestamp(new Date(at));
  await service.pool.query(sql.type(none)`
    insert into allowance (user_id, exam_id, key, value, created, modified)
    values (${userId}, ${examId}, 'additional_time_granted', ${String(minutes)}, ${instant}, ${instant})`);
}

describe('what was accepted before the end, and was not delivered', () => {
  it('counts at the end: extra time', async () => {
    const attempt = await started();
    await env.sleep(59 * MINUTE);
    await allowUndelivered(attempt, 30, await env.currentTimeMs());
    await endsAt(attempt, 90);
    expect((await changesOf(service, attempt.code)).map(({ event }) => event)).toEqual([
      'created',
      'start',
      'extra-time',
      'expire',
    ]);
  });

  it('counts no more after it', async () => {
    const attempt = await started();
    await allowUndelivered(attempt, 30, attempt.startedAt + HOUR + 1);
    await endsAt(attempt, 60);
  });

  it('counts at the end: a later due date', async () => {
    const attempt = await started({ minutes: 60, dueAt: (await env.currentTimeMs()) + 40 * MINUTE });
    const later = attempt.startedAt + 50 * MINUTE;
    await service.pool.query(sql.type(none)`
      update exam set due_date = ${sql.timestamp(new Date(later))} where id = ${attempt.examId}`);
    await endsAt(attempt, 50);
  });
});

describe('an allowance', () => {
  const setting = { key: 'additional_time_granted', value: '20' };
  /** Of a learner who has not begun. */
  async function allow(value: string, expiresAt: number | null, place: { examId: number; userId: number }) {
    const at = await env.currentTimeMs();
    await saveAllowance(service.pool, { ...setting, ...place, value, expiresAt }, { at, by: 1 });
  }
  async function begin(set: (place: { examId: number; userId: number }) => Promise<void>): Promise<Started> {
    const [code, examId] = [newCode(), await addExam(service, { minutes: 60 })];
    const request = await creationRequest(service, { examId, startClock: false });
    await set({ examId, userId: request.userId });
    await service.attempts.create(code, request);
    await service.attempts.tell(code, 'start', { actor: learner });
    const { startedAt } = await stateOf(service, code);
    return { code, examId, userId: request.userId, startedAt: startedAt ?? Number.NaN };
  }

  it('that has expired gives a clock nothing, and one that has not its time', async () => {
    const [expired, valid] = [
      await begin(async (place) => allow('20', (await env.currentTimeMs()) - 1, place)),
      await begin(async (place) => allow('20', (await env.currentTimeMs()) + HOUR, place)),
    ];
    await endsAt(expired, 60);
    await endsAt(valid, 80);
  });

  it('that was lowered before the start does not count as it was, not even at the end', async () => {
    const attempt = await begin(async (place) => {
      await allow('20', null, place);
      await env.sleep(MINUTE);
      await allow('5', null, place);
    });
    await endsAt(attempt, 65);
  });
});
