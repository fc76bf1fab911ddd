import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { eventSignals, eventUpdates } from '../../workflows/exam-attempt/messages.ts';
import { areEffectsFinished, changesOf, handleOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import { creationRequest, startSkippingService, type ExamFields, type Service } from '../support/service.ts';

const actor = { kind: 'learner' } as const;

let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ env, service, close } = await startSkippingService());
});
afterAll(() => close());

/** A running attempt; answers its code and the instant at which its clock started. */
async function started(exam: ExamFields = {}): Promise<{ code: string; startedAt: number }> {
  const code = newCode();
  const answer = await service.attempts.create(code, await creationRequest(service, { exam }));
  expect(answer).toEqual({ attemptId: expect.any(Number), status: 'started', changed: true });
  const { startedAt } = await stateOf(service, code);
  return { code, startedAt: startedAt ?? Number.NaN };
}

describe('a timed exam', () => {
  it('ends three hours after its start, at that very millisecond, though nobody looks', async () => {
    const { code, startedAt } = await started();
    const end = startedAt + 3 * HOUR;
    await env.sleep(3 * HOUR - 1000);
    expect(await stateOf(service, code)).toMatchObject({ status: 'started', completedAt: null });
    await env.sleep(2000);
    expect(await stateOf(service, code)).toMatchObject({ status: 'submitted', completedAt: end, version: 3 });
    expect(await rowOf(service, code)).toEqual({
      status: 'submitted',
      version: 3,
      startedAt,
      completedAt: end,
      expiresAt: null,
      deletedAt: null,
      timeRemainingSeconds: null,
    });
  });

  it('stays handed in when it was handed in before its end', async () => {
    const { code } = await started();
    await env.sleep(HOUR);
    const answer = await service.attempts.tell(code, 'submit', { actor });
    expect(answer).toMatchObject({ status: 'submitted', changed: true });
    const submitted = await stateOf(service, code);
    await env.sleep(4 * HOUR);
    expect(await stateOf(service, code)).toEqual(submitted);
    expect(await changesOf(service, code)).toEqual([
      { event: 'created', to: 'created', actor: 'learner', reason: null },
      { event: 'start', to: 'started', actor: 'learner', reason: null },
      { event: 'submit', to: 'submitted', actor: 'learner', reason: null },
    ]);
  });
});

describe('messages to a timed exam', () => {
  it('take effect once when a caller repeats an update under its id', async () => {
    const { code } = await started();
    const submit = () => service.attempts.tell(code, 'submit', { actor, wishId: 'tab-1' });
    const answers = await Promise.all([submit(), submit(), submit()]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await submit()).toEqual(answers[0]);
    expect(await stateOf(service, code)).toMatchObject({ status: 'submitted', version: 3 });
  });

  it('take effect once when a signal is sent twice, and the first hand-in keeps its time', async () => {
    const { code } = await started();
    const handle = handleOf(service, code);
    await handle.signal(eventSignals.submit, { actor });
    await until(async () => (await rowOf(service, code))?.status === 'submitted', 'hand-in');
    const first = await stateOf(service, code);
    await env.sleep(MINUTE);
    await handle.signal(eventSignals.submit, { actor });
    expect(await service.attempts.tell(code, 'submit', { actor })).toMatchObject({ changed: false });
    expect(await stateOf(service, code)).toEqual(first);
  });

  it('leave a legal attempt in whatever order they come', async () => {
    const { code } = await started();
    const handle = handleOf(service, code);
    await handle.signal(eventSignals.review, { reviewStatus: 'Clean', revision: 2 });
    await handle.signal(eventSignals.submit, { actor });
    await handle.signal(eventSignals.review, { reviewStatus: 'Suspicious', revision: 1 });
    await handle.signal(eventSignals.start, { actor });
    await until(async () => (await stateOf(service, code)).reviewRevision === 2, 'review');
    const answer = await handle.executeUpdate(eventUpdates.acknowledge, { args: [{ actor }] });
    expect(answer).toMatchObject({ status: 'submitted', changed: true });
    await until(() => areEffectsFinished(service, code), 'effects');
    expect((await changesOf(service, code)).map((change) => `${change.event}: ${change.to}`)).toEqual([
      'created: created',
      'start: started',
      'review: error',
      'submit: submitted',
      'acknowledge: submitted',
    ]);
  });
});
