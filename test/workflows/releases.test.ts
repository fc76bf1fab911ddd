import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { eventSignals } from '../../workflows/exam-attempt/messages.ts';
import { changesOf, handleOf, newCode, rowOf } from '../support/attempt-records.ts';
import { learner } from '../support/rest-service.ts';
import { creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { hasMark, startWorkerWith, workflowsOf } from '../support/workflow-releases.ts';

const { EventType, WorkflowTaskFailedCause } = temporal.api.enums.v1;

let service: Service;
let folder: string;
/** File of a newer release, which differs from the present one by a patch that every message passes. */
let newer: string;
const running = new Set<() => Promise<void>>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-releases-'));
  newer = join(folder, 'newer.js');
  await writeFile(newer, (await workflowsOf('patched')).code);
});
afterEach(async () => {
  await Promise.all([...running].map((stop) => stop()));
  await service.close();
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts a worker of a release; the answer stops it. */
async function start(settings: Parameters<typeof startWorkerWith>[1]): Promise<() => Promise<void>> {
  const end = await startWorkerWith(service, settings);
  const stop = async () => {
    if (running.delete(stop)) await end();
  };
  running.add(stop);
  return stop;
}

async function started(): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service));
  return code;
}

const stop = (code: string) => service.attempts.tell(code, 'stop', { actor: learner });
const submit = (code: string) => service.attempts.tell(code, 'submit', { actor: learner });
const eventsOf = async (code: string) => (await changesOf(service, code)).map(({ event }) => event);

const isMarked = async (code: string) => hasMark(await handleOf(service, code).fetchHistory());

/** Whether a worker has met a history that it cannot go on with. */
async function isStuck(code: string): Promise<boolean> {
  const { events } = await handleOf(service, code).fetchHistory();
  return (events ?? []).some(
    ({ workflowTaskFailedEventAttributes }) =>
      workflowTaskFailedEventAttributes?.cause ===
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR,
  );
}

describe('a newer release whose workers replace those of the older one', () => {
  it('goes on with exams in flight, and the older one stops with those that it has touched until it is back', async () => {
    service = await startServiceOnDevServer();
    const stopOlder = await start({});
    const [touched, untouched] = [await started(), await started()];
    await stopOlder();
    const stopNewer = await start({ workflowBundle: newer });
    expect(await stop(touched)).toMatchObject({ status: 'ready_to_submit' });
    expect(await isMarked(touched)).toBe(true);
    await stopNewer();

    const stopOldAgain = await start({});
    expect(await submit(untouched)).toMatchObject({ status: 'submitted' });
    await handleOf(service, touched).signal(eventSignals.submit, { actor: learner });
    await until(() => isStuck(touched), 'a history that the older release cannot go on with');
    expect(await rowOf(service, touched)).toMatchObject({ status: 'ready_to_submit' });
    await stopOldAgain();

    await start({ workflowBundle: newer });
    await until(async () => (await rowOf(service, touched))?.status === 'submitted', 'the hand-in that waited');
    expect(await eventsOf(touched)).toEqual(['created', 'start', 'stop', 'submit']);
  });

  it('runs beside it, and can be taken back, while its patches are held', async () => {
    service = await startServiceOnDevServer();
    await start({});
    const stopNewer = await start({ workflowBundle: newer, holdsPatches: true });
    const codes = await Promise.all(Array.from({ length: 3 }, started));
    await Promise.all(codes.map(stop));
    await stopNewer();
    await Promise.all(codes.map(submit));
    for (const code of codes) {
      expect(await isMarked(code)).toBe(false);
      expect(await isStuck(code)).toBe(false);
      expect(await eventsOf(code)).toEqual(['created', 'start', 'stop', 'submit']);
    }
  });
});

describe('releases as versions of a worker deployment', () => {
  const deploymentName = `exams-${crypto.randomUUID()}`;
  const older = { deployment: { deploymentName, buildId: 'older' } };
  const next = { deployment: { deploymentName, buildId: 'newer' } };

  async function setCurrent(buildId: string): Promise<void> {
    const { workflowService, options } = service.client;
    const { namespace } = options;
    const isSet = async () => {
      try {
        await workflowService.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId });
        return true;
      } catch {
        // The server hears of a version by the first poll of its workers.
        return false;
      }
    };
    await until(isSet, `version ${buildId}`);
  }

  /** The version that has carried out the latest task of an attempt. */
  async function versionOf(code: string): Promise<string | undefined> {
    const { events } = await handleOf(service, code).fetchHistory();
    const done = events?.findLast(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    return done?.workflowTaskCompletedEventAttributes?.deploymentVersion?.buildId ?? undefined;
  }

  /** Every task queue hears of the current version a little later. */
  async function movesTo(code: string, buildId: string): Promise<void> {
    const hasMoved = async () => {
      await service.attempts.tell(code, 'ping', { actor: learner });
      return (await versionOf(code)) === buildId;
    };
    await until(hasMoved, `a task of ${buildId}`);
  }

  it('take turns at once: exams in flight move to the current one, and what it has touched can be kept with it', async () => {
    service = await startServiceOnDevServer();
    await start(older);
    await setCurrent('older');
    const [touched, untouched] = [await started(), await started()];
    await movesTo(untouched, 'older');

    await start({ ...next, workflowBundle: newer });
    expect(await stop(touched)).toMatchObject({ status: 'ready_to_submit' });
    expect(await versionOf(touched)).toBe('older');
    await setCurrent('newer');
    await movesTo(touched, 'newer');
    expect(await isMarked(touched)).toBe(true);

    await setCurrent('older');
    await until(async () => (await versionOf(await started())) === 'older', 'an attempt that the older one begins');
    expect(await submit(untouched)).toMatchObject({ status: 'submitted' });
    await service.client.workflowService.updateWorkflowExecutionOptions({
      namespace: service.client.options.namespace,
      workflowExecution: { workflowId: handleOf(service, touched).workflowId },
      workflowExecutionOptions: {
        versioningOverride: {
          pinned: {
            behavior:
              temporal.api.workflow.v1.VersioningOverride.PinnedOverrideBehavior.PINNED_OVERRIDE_BEHAVIOR_PINNED,
            version: next.deployment,
          },
        },
      },
      updateMask: { paths: ['versioning_override'] },
    });
    expect(await submit(touched)).toMatchObject({ status: 'submitted' });
    expect(await versionOf(touched)).toBe('newer');
    expect(await eventsOf(touched)).toEqual(['created', 'start', 'stop', 'submit']);
  });
});
