import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { getAttemptQuery, workflowIdOf, type CreationRequest } from '../../workflows/exam-attempt/messages.ts';
import { addExam, addPerson, startServiceOn, type Service } from '../support/service.ts';
import { timeSkippingEnvironment } from '../support/stack.ts';

const HOUR = 60 * 60 * 1000;
const learner = { kind: 'learner' } as const;

let env: TestWorkflowEnvironment;
let service: Service;

beforeAll(async () => {
  env = await timeSkippingEnvironment();
  service = await startServiceOn(env);
});
afterAll(async () => {
  await service.close();
  await env.teardown();
});

async function request(fields: Partial<CreationRequest> = {}): Promise<CreationRequest> {
  return {
    examId: await addExam(service),
    userId: await addPerson(service, `learner-${crypto.randomUUID()}`),
    takingAsProctored: false,
    startClock: true,
    decline: false,
    actor: learner,
    ...fields,
  };
}

const newCode = () => crypto.randomUUID().toUpperCase();
const state = (code: string) => env.client.workflow.getHandle(workflowIdOf(code)).query(getAttemptQuery);

const row = (code: string) =>
  service.pool.one(sql.type(
    z.object({ status: z.string(), started: z.number().nullable(), completed: z.number().nullable(), version: z.number() }),
  )`select status, started_at as started, completed_at as completed, version from attempt where attempt_code = ${code}`);

describe('a timed exam', () => {
  it('ends three hours after its start, at that very millisecond, though nobody looks', async () => {
    await service.withWorker(async () => {
      const code = newCode();
      const answer = await service.attempts.create(code, await request());
      expect(answer).toMatchObject({ status: 'started', changed: true });
      const started = await state(code);
      await env.sleep(3 * HOUR - 1000);
      expect((await state(code))?.status).toBe('started');
      await env.sleep(2000);
      const ended = await state(code);
      expect(ended).toMatchObject({ status: 'submitted', completedAt: (started?.startedAt ?? 0) + 3 * HOUR });
      expect(await row(code)).toEqual({
        status: 'submitted',
        started: started?.startedAt,
        completed: (started?.startedAt ?? 0) + 3 * HOUR,
        version: ended?.version,
      });
    });
  });
});
