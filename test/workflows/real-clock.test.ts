import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../dev/until.ts';
import { eventSignals } from '../../workflows/exam-attempt/messages.ts';
import { areEffectsFinished, changesOf, handleOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';

const actor = { kind: 'learner' } as const;

let service: Service;

beforeAll(async () => {
  service = await startServiceOnDevServer();
});
afterAll(() => service.close());

/** Runs `work` while a worker is there. */
async function whileWorking<T>(work: () => Promise<T>): Promise<T> {
  const stop = await service.startWorker();
  try {
    return await work();
  } finally {
    await stop();
  }
}

/** A running attempt with `seconds` left, carried over from one that erred. */
async function startedWith(seconds: number): Promise<{ code: string; end: number }> {
  const [first, code] = [newCode(), newCode()];
  const request = await creationRequest(service);
  await service.attempts.create(first, request);
  await service.attempts.tell(first, 'set-status', { actor: { kind: 'staff' }, status: 'error' });
  await service.attempts.tell(first, 'mark-ready-to-resume', { actor: { kind: 'staff' } });
  await service.pool.query(sql.type(z.object({}))`
    update attempt set time_remaining_seconds = ${seconds}, state = jsonb_set(state, '{rest}', 'null')
    where attempt_code = ${first}`);
  await service.attempts.create(code, request);
  await until(() => areEffectsFinished(service, code), 'effects');
  const { startedAt } = await stateOf(service, code);
  return { code, end: (startedAt ?? Number.NaN) + seconds * 1000 };
}

const past = (instant: number) => until(async () => Date.now() > instant, 'that instant', { everyMs: 2 });

describe('an attempt whose worker is stopped', () => {
  it('keeps its state and its timer for the next worker', async () => {
    const { code, end } = await whileWorking(() => startedWith(4));
    await whileWorking(async () => {
      expect(await stateOf(service, code)).toMatchObject({ status: 'started', startedAt: end - 4000 });
      expect(await service.attempts.tell(code, 'stop', { actor })).toMatchObject({ status: 'ready_to_submit' });
    });
    await whileWorking(async () => {
      await until(async () => (await rowOf(service, code))?.status === 'submitted', 'the end');
      expect(await stateOf(service, code)).toMatchObject({ status: 'submitted', completedAt: end });
    });
  });

  it('ends at its exact end although no worker was there then, before whatever arrived since', async () => {
    const { code, end } = await whileWorking(() => startedWith(2));
    await past(end + 100);
    await handleOf(service, code).signal(eventSignals.stop, { actor });
    await handleOf(service, code).signal(eventSignals.error, { actor });
    await whileWorking(async () => {
      const late = await service.attempts.tell(code, 'start', { actor }).catch((error: unknown) => error);
      expect(late).toMatchObject({ refusal: 'illegal_transition' });
      expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', completedAt: end, expiresAt: null });
      expect(await changesOf(service, code)).toEqual([
        { event: 'created', to: 'created', actor: 'learner', reason: null },
        { event: 'start', to: 'started', actor: 'learner', reason: null },
        { event: 'expire', to: 'submitted', actor: 'system', reason: null },
      ]);
    });
  });
});

describe('a hand-in that races the end of the time', () => {
  it('leads to one end, never later than the exact one', async () => {
    const { code, end } = await whileWorking(async () => {
      const started = await startedWith(3);
      const submits = [-20, -10, 0, 10].map(async (offset) => {
        await past(started.end + offset);
        return await service.attempts.tell(started.code, 'submit', { actor });
      });
      const answers = await Promise.all(submits);
      expect(answers.map(({ status }) => status)).toEqual(Array(4).fill('submitted'));
      expect(answers.filter(({ changed }) => changed).length).toBeLessThanOrEqual(1);
      return started;
    });
    expect((await changesOf(service, code)).map(({ to }) => to)).toEqual(['created', 'started', 'submitted']);
    const { completedAt } = { ...(await rowOf(service, code)) };
    expect(completedAt).toBeGreaterThan(end - 25);
    expect(completedAt).toBeLessThanOrEqual(end);
  });
});
