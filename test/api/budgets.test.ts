import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { listOfAttempts } from '../../bench/attempt-list.ts';
import { attemptBudgets, isKept, listBudgets } from '../../bench/budgets.ts';
import { startMeasuredService, type MeasuredService } from '../../bench/measured-service.ts';
import { POLLS, wholeProctoredAttempt, wholeTimedAttempt } from '../../bench/whole-attempt.ts';
import '../support/quiet-temporal.ts';

let service: MeasuredService;

beforeAll(async () => {
  service = await startMeasuredService(inject('sharedServers'));
});
afterAll(() => service.close());

describe('a whole attempt over HTTP', () => {
  it('keeps every budget of calls, statements, workflow tasks and history', { timeout: 120_000 }, async () => {
    const timed = await wholeTimedAttempt(service);
    const proctored = await wholeProctoredAttempt(service);
    const budgets = attemptBudgets(timed, proctored);
    expect(budgets.filter((budget) => !isKept(budget))).toEqual([]);
    expect(proctored.find(({ name }) => name === `${POLLS} polls`)?.cost).toMatchObject({
      requests: POLLS,
      statements: POLLS,
      temporalCalls: 0,
      workerStatements: 0,
      workflowTasks: 0,
      historyEvents: 0,
    });
    expect(service.mailer.mails.map(({ subject }) => subject)).toHaveLength(2);
  });
});

describe('the list of a course with 100,000 attempts', () => {
  it('reads no more than that of a small course', { timeout: 120_000 }, async () => {
    const costs = await listOfAttempts(service);
    expect(listBudgets(costs).filter((budget) => !isKept(budget))).toEqual([]);
  });
});
