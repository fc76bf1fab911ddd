import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'slonik';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { asSeenAt } from '../../api/attempts/as-seen-at.ts';
import { findAttempt } from '../../db/attempts.ts';
import { until } from '../../dev/until.ts';
import { newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { addExam, creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';

let service: Service;
beforeAll(async () => {
  service = await startServiceOnDevServer();
});
afterAll(() => service.close());

/** As the API stores it; nobody tells the attempt. */
const moveDueDate = (examId: number, dueAt: number) =>
  service.pool.query(sql.type(z.object({}))`
    update exam set due_date = to_timestamp(${dueAt / 1000}), modified = to_timestamp(${Date.now() / 1000})
    where id = ${examId}`);

/** An exam whose clock a due date cuts in some seconds; its worker is away from the start until after that. */
async function whileNobodyWorks(during: (attempt: { examId: number; dueAt: number }) => Promise<void>) {
  const stop = await service.startWorker();
  const dueAt = Date.now() + 15_000;
  const examId = await addExam(service, { minutes: 60, dueAt });
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { examId }));
  const { attemptId } = await stateOf(service, code);
  await stop();
  await during({ examId, dueAt });
  const read = await findAttempt(service.pool, attemptId);
  const seen = read && asSeenAt(read, Date.now(), { allowTimedOutState: false });
  return { code, dueAt, seen, resume: () => service.startWorker() };
}

const past = (instant: number) => delay(Math.max(0, instant - Date.now()) + 500);

it('a due date that is moved before the end counts at the end, though nobody heard of it in time', async () => {
  const { code, dueAt, seen, resume } = await whileNobodyWorks(async (attempt) => {
    await moveDueDate(attempt.examId, attempt.dueAt + 600_000);
    await past(attempt.dueAt);
  });
  expect(seen?.status).toBe('started');
  const stop = await resume();
  await until(async () => (await rowOf(service, code))?.expiresAt === dueAt + 600_000, 'the later end');
  expect(await stateOf(service, code)).toMatchObject({ status: 'started', completedAt: null });
  await stop();
});

it('a due date that is moved after the end opens nothing again, for readers neither', async () => {
  const { code, dueAt, seen, resume } = await whileNobodyWorks(async (attempt) => {
    await past(attempt.dueAt);
    await moveDueDate(attempt.examId, attempt.dueAt + 600_000);
  });
  expect(seen).toMatchObject({ status: 'submitted', completedAt: dueAt });
  const stop = await resume();
  await until(async () => (await rowOf(service, code))?.status === 'submitted', 'the end');
  expect(await stateOf(service, code)).toMatchObject({ status: 'submitted', completedAt: dueAt });
  await stop();
});
