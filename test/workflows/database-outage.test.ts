import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../dev/until.ts';
import { eventSignals } from '../../workflows/exam-attempt/messages.ts';
import { MINUTE } from '../support/attempt-builders.ts';
import { areEffectsFinished, handleOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { creationRequest, outcomeOf, startServiceOnDevServer, type Service } from '../support/service.ts';

const learner = { kind: 'learner' } as const;
const none = z.object({});

let service: Service;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  service = await startServiceOnDevServer();
  stopWorker = await service.startWorker();
});
afterAll(async () => {
  await stopWorker();
  await service.close();
});

async function created(startClock: boolean): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { startClock }));
  await until(() => areEffectsFinished(service, code), 'the effects');
  return code;
}

describe('while Postgres fails', () => {
  it('a hand-in waits without filling the history, and no clock is started', async () => {
    const [running, waiting] = [await created(true), await created(false)];
    const request = await creationRequest(service);
    const handle = handleOf(service, running);
    const { historyLength } = await handle.describe();
    const { startedAt } = await stateOf(service, running);

    await service.pool.query(sql.type(none)`alter table attempt_transition rename to attempt_transition_gone`);
    await handle.signal(eventSignals.submit, { actor: learner });
    const outcomes = await Promise.all([
      outcomeOf(service.attempts.tell(waiting, 'start', { actor: learner })),
      outcomeOf(service.attempts.create(newCode(), request)),
    ]);
    expect(outcomes).toEqual(['service_unavailable', 'service_unavailable']);
    const isPatient = async () =>
      (await handle.describe()).raw.pendingActivities?.[0]?.activityType?.name === 'recordChange';
    await until(isPatient, 'the patient try');
    expect((await handle.describe()).historyLength).toBeLessThan(historyLength + 20);
    await service.pool.query(sql.type(none)`alter table attempt_transition_gone rename to attempt_transition`);

    await until(async () => (await rowOf(service, running))?.status === 'submitted', 'the hand-in');
    const { completedAt } = { ...(await rowOf(service, running)) };
    expect(completedAt).toBeLessThan((startedAt ?? 0) + MINUTE);
    expect(await stateOf(service, waiting)).toMatchObject({ status: 'created', startedAt: null });
    expect(await outcomeOf(service.attempts.tell(waiting, 'start', { actor: learner }))).toBe('started');
  });
});
