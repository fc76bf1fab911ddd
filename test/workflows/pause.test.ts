import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { eventSignals } from '../../workflows/exam-attempt/messages.ts';
import { DAY, HOUR, MINUTE } from '../support/attempt-builders.ts';
import { changesOf, handleOf, ignoredOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { creationRequest, outcomeOf, startSkippingService, type ExamFields, type Service } from '../support/service.ts';

const staff = { kind: 'staff', userId: 1 } as const;

let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ env, service, close } = await startSkippingService());
});
afterAll(() => close());

async function started(exam: ExamFields = { minutes: 60 }): Promise<{ code: string; startedAt: number }> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { exam }));
  const { startedAt } = await stateOf(service, code);
  return { code, startedAt: startedAt ?? Number.NaN };
}

const pause = (code: string) => service.attempts.tell(code, 'pause', { actor: staff });
const unpause = (code: string) => service.attempts.tell(code, 'unpause', { actor: staff });

/** How long the latest pause lasted, by the instants at which it was recorded. */
async function pausedFor(code: string): Promise<number> {
  return (await stateOf(service, code)).pausedMs ?? 0;
}

describe('a paused exam', () => {
  it('ends later by exactly the length of its pauses, though nobody looks', async () => {
    const { code, startedAt } = await started();
    await env.sleep(20 * MINUTE);
    expect(await pause(code)).toMatchObject({ status: 'started', changed: true });
    expect(await pause(code)).toMatchObject({ status: 'started', changed: false });
    await env.sleep(3 * HOUR);
    expect(await rowOf(service, code)).toMatchObject({ status: 'started', completedAt: null });
    expect(await unpause(code)).toMatchObject({ status: 'started', changed: true });
    expect(await unpause(code)).toMatchObject({ status: 'started', changed: false });
    const end = startedAt + HOUR + (await pausedFor(code));
    expect(await rowOf(service, code)).toMatchObject({ status: 'started', expiresAt: end });
    await env.sleep(41 * MINUTE);
    expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', completedAt: end });
  });

  it('has its seconds past the due date', async () => {
    const dueAt = (await env.currentTimeMs()) + 30 * MINUTE;
    const { code, startedAt } = await started({ minutes: 60, dueAt });
    await pause(code);
    await env.sleep(2 * HOUR);
    await unpause(code);
    const end = dueAt + (await pausedFor(code));
    expect(end).toBeGreaterThan(startedAt + 2 * HOUR);
    expect(await rowOf(service, code)).toMatchObject({ status: 'started', expiresAt: end });
  });

  it('goes on after its workflow was lost, from the stored row', async () => {
    const { code, startedAt } = await started();
    await pause(code);
    await env.sleep(HOUR);
    await handleOf(service, code).terminate('the namespace was wiped');
    expect(await unpause(code)).toMatchObject({ status: 'started', changed: true });
    await env.sleep(61 * MINUTE);
    const completedAt = startedAt + HOUR + (await pausedFor(code));
    expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', completedAt });
  });

  it('that nobody lets go on turns into an error after a day, with its seconds kept', async () => {
    const { code } = await started();
    await pause(code);
    const { pausedAt } = await stateOf(service, code);
    expect(await rowOf(service, code)).toMatchObject({ expiresAt: (pausedAt ?? 0) + DAY });
    await env.sleep(DAY + MINUTE);
    await until(async () => (await rowOf(service, code))?.status === 'error', 'the error');
    const { isResumable, timeRemainingSeconds } = await stateOf(service, code);
    expect({ isResumable, left: Math.ceil((timeRemainingSeconds ?? 0) / 60) }).toEqual({ isResumable: true, left: 60 });
    expect((await changesOf(service, code)).at(-1)).toMatchObject({ event: 'pause-expire', actor: 'system' });
    expect(await outcomeOf(unpause(code))).toBe('attempt_not_running');
  });

  it('cannot be had before the start or after the end, by an operator’s signal neither', async () => {
    const code = newCode();
    const request = await creationRequest(service, { exam: { proctored: true, backend: 'null' } });
    await service.attempts.create(code, request);
    expect(await outcomeOf(pause(code))).toBe('attempt_not_begun');
    const { code: ended } = await started();
    await service.attempts.tell(ended, 'submit', { actor: { kind: 'learner' } });
    await handleOf(service, ended).signal(eventSignals.pause, {});
    await until(async () => (await ignoredOf(service, ended)).length > 0, 'the trace');
    expect(await ignoredOf(service, ended)).toEqual([
      { event: 'pause', refusal: 'attempt_not_running', actor: 'operator' },
    ]);
  });
});

describe('an end that is corrected', () => {
  it('sooner or later is when the exam ends, at that very millisecond', async () => {
    const { code, startedAt } = await started();
    const correct = (endsAt: number) => service.attempts.tell(code, 'correct-end', { endsAt, actor: staff });
    expect(await outcomeOf(correct(startedAt + 4 * MINUTE))).toBe('end_out_of_range');
    expect(await correct(startedAt + 3 * HOUR + 7)).toMatchObject({ changed: true });
    await env.sleep(HOUR + MINUTE);
    expect(await rowOf(service, code)).toMatchObject({ status: 'started' });
    const endsAt = startedAt + 90 * MINUTE + 3;
    expect(await correct(endsAt)).toMatchObject({ changed: true });
    expect(await correct(endsAt)).toMatchObject({ changed: false });
    await env.sleep(30 * MINUTE);
    expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', completedAt: endsAt });
  });
});
