import { NativeConnection, Worker } from '@temporalio/worker';
import { expect, it, onTestFinished } from 'vitest';
import { PAYLOAD_CONVERTER } from '../../activities/compile-workflows.ts';
import { createActivities } from '../../activities/index.ts';
import { registerSearchAttributes } from '../../activities/temporal-setup.ts';
import type { RecordedChange } from '../../workflows/exam-attempt/activities.ts';
import { newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { learner } from '../support/rest-service.ts';
import { creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { workflowBundle } from '../support/stack.ts';

/**
 * A worker that had begun to record `begun` instead of the change of the event `name`, when it had to carry the workflow out
 * again: the SDK does not begin a local activity that still runs, and takes its answer for that of the new call.
 */
async function startWorkerThatHadBegun(
  service: Service,
  name: string,
  begun: (change: RecordedChange) => RecordedChange,
): Promise<void> {
  const { address, taskQueue } = service.config.temporal;
  const connection = await NativeConnection.connect({ address });
  await registerSearchAttributes(service.client);
  const stopping = new AbortController();
  const activities = createActivities(service.context, stopping.signal);
  let isBegun = false;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: { codePath: workflowBundle().codePath },
    dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
    activities: {
      ...activities,
      recordChange(change: RecordedChange) {
        const isIts = change.event === name && !isBegun;
        if (isIts) isBegun = true;
        return activities.recordChange(isIts ? begun(change) : change);
      },
    },
  });
  const stopped = worker.run();
  onTestFinished(async () => {
    stopping.abort();
    worker.shutdown();
    await stopped;
    await connection.close();
  });
}

async function createAttempt(service: Service): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { startClock: false }));
  return code;
}

async function startTestService(): Promise<Service> {
  const service = await startServiceOnDevServer();
  onTestFinished(() => service.close());
  return service;
}

const EARLIER_MS = 219;

it('an attempt knows the instants that were recorded, and no later ones', async () => {
  const service = await startTestService();
  await startWorkerThatHadBegun(service, 'start', ({ state, at, ...change }) => {
    const earlier = at - EARLIER_MS;
    return { ...change, at: earlier, state: { ...state, startedAt: earlier, modifiedAt: earlier } };
  });
  const code = await createAttempt(service);
  await service.attempts.tell(code, 'start', { actor: learner });
  const { startedAt, modifiedAt } = await stateOf(service, code);
  const row = await rowOf(service, code);
  expect(row).toMatchObject({ status: 'started', startedAt });
  expect(modifiedAt).toBe(startedAt);
});

it('a change that another message made first is not taken for its own', async () => {
  const service = await startTestService();
  await startWorkerThatHadBegun(service, 'stop', ({ state, at, ...change }) => ({
    ...change,
    event: 'submit',
    at,
    state: { ...state, status: 'submitted', completedAt: at },
  }));
  const code = await createAttempt(service);
  await service.attempts.tell(code, 'start', { actor: learner });
  const stopped = service.attempts.tell(code, 'stop', { actor: learner });
  await expect(stopped).rejects.toMatchObject({ refusal: 'illegal_transition' });
  expect(await rowOf(service, code)).toMatchObject({ status: 'submitted' });
  expect(await stateOf(service, code)).toMatchObject({ status: 'submitted' });
});
