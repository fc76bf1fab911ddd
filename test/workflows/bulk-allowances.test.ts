import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { saveAllowances } from '../../db/bulk-allowances.ts';
import { until } from '../../dev/until.ts';
import { LmsRefusedError, LmsUnavailableError } from '../../lms/port.ts';
import { createChangeDelivery } from '../../workflows/change-delivery/client.ts';
import { changeDeliveryIdOf } from '../../workflows/change-delivery/messages.ts';
import { MINUTE } from '../support/attempt-builders.ts';
import { changesOf, handleOf, newCode, stateOf } from '../support/attempt-records.ts';
import { addExam, addPerson, creationRequest, startSkippingService, type Service } from '../support/service.ts';

let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ env, service, close } = await startSkippingService());
});
beforeEach(() => {
  service.lms.failure = null;
  service.lms.effects.length = 0;
});
afterAll(() => close());

/** In the order of their ids, which is that of the LMS's events. */
async function learners(count: number): Promise<number[]> {
  const added = Array.from({ length: count }, () => addPerson(service, `bulk-${crypto.randomUUID()}`));
  return (await Promise.all(added)).toSorted((a, b) => a - b);
}

async function begin(examId: number, userId: number, startClock = true): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { examId, userId, startClock }));
  return code;
}

/** Extra time for all of them, set together as the API does; the id of its delivery. */
async function allow(examId: number, userIds: readonly number[], minutes: number): Promise<string> {
  const subject = `allowances/${crypto.randomUUID()}`;
  const setting = { examId, key: 'additional_time_granted', value: String(minutes) };
  const settings = userIds.map((userId) => ({ ...setting, userId }));
  await saveAllowances(service.pool, { subject, at: await env.currentTimeMs(), by: 1, settings });
  const { taskQueue } = service.config.temporal;
  await createChangeDelivery(service.client, { taskQueue }).begin(subject);
  return changeDeliveryIdOf(taskQueue, subject);
}

const isDelivered = async () =>
  !(await service.pool.exists(sql.type(z.object({}))`select 1 from pending_change where delivered_at is null`));
/** Time passes meanwhile: the delivery looks twice. */
const delivery = () =>
  until(async () => (await isDelivered()) || (await env.sleep('20 seconds'), false), 'the delivery');

const minutesOf = async (code: string) => (await stateOf(service, code)).allowedTimeLimitMins;
const grantsTo = async (code: string) =>
  (await changesOf(service, code)).filter(({ event }) => event === 'extra-time').length;

it('reach every running exam once, and no other, in one delivery', async () => {
  const examId = await addExam(service, { minutes: 60 });
  const people = await learners(12);
  const running = await Promise.all(people.slice(0, 5).map((userId) => begin(examId, userId)));
  const waiting = await begin(examId, people[5] ?? 0, false);
  const id = await allow(examId, people, 20);
  await delivery();
  expect(await Promise.all(running.map(minutesOf))).toEqual(Array(5).fill(80));
  expect(await Promise.all(running.map(grantsTo))).toEqual(Array(5).fill(1));
  const { events } = await handleOf(service, waiting).fetchHistory();
  expect(events?.filter(({ workflowExecutionUpdateAcceptedEventAttributes: update }) => update)).toHaveLength(1);
  const told = service.lms.effects.filter((effect) => effect.kind === 'track' && effect.name.includes('allowance'));
  expect(new Set(told.map(({ key }) => key)).size).toBe(12);
  expect(told).toHaveLength(12);
  const { events: made } = await service.client.workflow.getHandle(id).fetchHistory();
  expect(made?.length).toBeLessThan(60);
  await Promise.all([...running, waiting].map((code) => handleOf(service, code).terminate()));
});

it('say in tracking events whether they are new, and what the present value is', async () => {
  const examId = await addExam(service, { minutes: 60 });
  const [one = 0, two = 0] = await learners(2);
  await allow(examId, [one], 5);
  await delivery();
  await allow(examId, [one, two], 10);
  await delivery();
  const told = service.lms.effects.flatMap((effect) =>
    effect.kind === 'track' ? [{ name: effect.name, allowance: effect.data.allowance }] : [],
  );
  const of = (userId: number, value: string) => ({ userId, key: 'additional_time_granted', value });
  expect(told).toEqual([
    { name: 'edx.special_exam.timed.allowance.created', allowance: of(one, '5') },
    { name: 'edx.special_exam.timed.allowance.updated', allowance: of(one, '10') },
    { name: 'edx.special_exam.timed.allowance.created', allowance: of(two, '10') },
  ]);
});

it('that the LMS refuses do not hold up the others, and an outage of the LMS holds up no exam', async () => {
  const examId = await addExam(service, { minutes: 60 });
  const people = await learners(5);
  const code = await begin(examId, people[0] ?? 0);
  let isDown = true;
  service.lms.failure = (effect) => {
    if (effect.kind !== 'track' || !effect.data.allowance) return null;
    if (isDown) return new LmsUnavailableError('down');
    return effect.data.allowance.userId === people[1] ? new LmsRefusedError('no') : null;
  };
  await allow(examId, people, 20);
  await until(async () => (await minutesOf(code)) === 80, 'the extra time');
  expect(await isDelivered()).toBe(false);
  isDown = false;
  await env.sleep(11 * MINUTE);
  await delivery();
  const told = service.lms.effects.flatMap((effect) => (effect.kind === 'track' ? [effect.data.allowance] : []));
  expect(told.filter(Boolean).map((allowance) => allowance?.userId)).toEqual(
    people.filter((userId) => userId !== people[1]),
  );
  await handleOf(service, code).terminate();
});

it('count although an exam was starting with the old one at that moment', async () => {
  const examId = await addExam(service, { minutes: 60 });
  const [userId = 0] = await learners(1);
  const code = await begin(examId, userId, false);
  await Promise.all([
    service.attempts.tell(code, 'start', { actor: { kind: 'learner' } }),
    allow(examId, [userId], 20),
  ]);
  await env.sleep(MINUTE);
  await delivery();
  expect(await stateOf(service, code)).toMatchObject({ status: 'started', allowedSeconds: 80 * 60 });
  await handleOf(service, code).terminate();
});
