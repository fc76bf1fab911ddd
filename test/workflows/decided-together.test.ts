// Attempts of one learner on one exam that are decided at the same time: one after the other, so that each sees the other.
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../../dev/until.ts';
import { newCode, rowOf } from '../support/attempt-records.ts';
import { holdPlace } from '../support/held-place.ts';
import { creationRequest, outcomeOf, startServiceOnDevServer } from '../support/service.ts';

it('waits for whoever decides about the learner on the exam', async () => {
  const service = await startServiceOnDevServer();
  onTestFinished(service.close);
  onTestFinished(await service.startWorker());
  const [code, request] = [newCode(), await creationRequest(service, { startClock: true })];
  await service.attempts.create(code, request);

  const decision = await holdPlace(service.config.databaseUrl, request);
  const submission = outcomeOf(service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } }));
  await until(() => decision.isWaitedFor(), 'the submission waits');
  expect(await rowOf(service, code)).toMatchObject({ status: 'started' });
  await decision.release();
  expect(await submission).toBe('submitted');
});
