import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'slonik';
import { z } from 'zod';
import { recordHeartbeats } from '../../db/heartbeat.ts';
import { until } from '../../dev/until.ts';
import { HEARTBEAT_WATCH, watchIdOf } from '../../workflows/heartbeat-watch/workflow.ts';
import { changesOf, rowOf, stateOf } from '../support/attempt-records.ts';
import { openProcessStand, sitWatched, watchedVendorSettings, type ProcessStand } from '../support/process-stand.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { Service } from '../support/service.ts';

const WINDOW_MS = 3_000;

/** A number of `temporal.api.enums.v1.PendingActivityState`. */
const STARTED = 2;
/** A number of `temporal.api.enums.v1.TimeoutType`. */
const HEARTBEAT = 4;

let stand: ProcessStand;
let service: Service;
let worker: ServiceProcess;

beforeAll(async () => {
  stand = await openProcessStand(watchedVendorSettings(WINDOW_MS));
  ({ service } = stand);
  worker = await stand.worker();
});
afterAll(() => stand.close());

const watch = (taskQueue = service.config.temporal.taskQueue) =>
  service.client.workflow.getHandle(watchIdOf(taskQueue));

/** The try of the watch's activity that is under way. */
async function lookingTry(): Promise<{ attempt: number; worker: string } | null> {
  const { raw } = await watch().describe();
  const [activity] = raw.pendingActivities ?? [];
  const isUnderWay = Number(activity?.state) === STARTED;
  return isUnderWay ? { attempt: activity?.attempt ?? 0, worker: activity?.lastWorkerIdentity ?? '' } : null;
}

/** The run of a watch and the worker that has it, whichever try that is: on a busy machine a look may be late and begin anew. */
async function whoLooks(taskQueue?: string) {
  const { runId, raw } = await watch(taskQueue).describe();
  return { runId, worker: raw.pendingActivities?.[0]?.lastWorkerIdentity };
}

/** How the try before that one ended. */
async function lastFailure() {
  const { raw } = await watch().describe();
  return raw.pendingActivities?.[0]?.lastFailure;
}

/** The learners' pages: those of `healthy` are heard of as often as an API notes pings, the others never again. */
class Pages {
  readonly healthy: number[] = [];
  private readonly timer: NodeJS.Timeout;
  private noting: Promise<void> = Promise.resolve();

  constructor() {
    this.timer = setInterval(() => {
      this.noting = this.noting.then(() => this.note());
    }, 200);
  }

  private async note(): Promise<void> {
    const at = Date.now();
    const beats = this.healthy.map((attemptId) => ({ attemptId, at }));
    await recordHeartbeats(service.pool, beats, at);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.noting;
  }
}

type Sitting = Awaited<ReturnType<typeof sitWatched>>;

const statusOf = async ({ code }: Sitting) => (await rowOf(service, code))?.status;
const silentFor = (ms: number, since: number) => until(async () => Date.now() > since + ms, 'a longer silence');

describe('the heartbeat watch, killed and started again', () => {
  let pages: Pages;
  let healthy: Sitting;
  let silent: Sitting;

  beforeEach(async () => {
    await worker.start();
    pages = new Pages();
    healthy = await sitWatched(service);
    pages.healthy.push(healthy.attemptId);
    silent = await sitWatched(service);
    await recordHeartbeats(service.pool, [{ attemptId: silent.attemptId, at: silent.startedAt + 1_000 }], Date.now());
  });
  afterEach(async () => {
    await pages.close();
    await worker.kill();
  });

  /** The silent learner is put out once, with the time left at the last ping; the healthy one goes on. */
  async function expectOneLost(): Promise<void> {
    await until(async () => (await statusOf(silent)) === 'error', 'the silent learner is found');
    expect(await stateOf(service, silent.code)).toMatchObject({
      timeRemainingSeconds: 180 * 60 - 1,
      isResumable: true,
    });
    await silentFor(2_500, Date.now());
    const told = (await changesOf(service, silent.code)).filter(({ event }) => event === 'heartbeat-lost');
    expect(told).toHaveLength(1);
    expect(await statusOf(healthy)).toBe('started');
  }

  it('finds who went silent while it was dead', async () => {
    await worker.kill();
    await silentFor(WINDOW_MS, silent.startedAt + 1_000);
    expect(await statusOf(silent)).toBe('started');
    await worker.start();
    await expectOneLost();
  });

  it('finds who is silent when it was killed in the middle of a look', async () => {
    await service.pool.transaction(async (db) => {
      await db.query(sql.type(z.object({}))`lock table exam in access exclusive mode`);
      await silentFor(WINDOW_MS, silent.startedAt + 1_000);
      await worker.kill();
    });
    await worker.start();
    await expectOneLost();
  });
});

describe('the workflow of the heartbeat watch', () => {
  const workers: ServiceProcess[] = [];
  const started = async (settings: Record<string, string> = {}) => {
    const process = await stand.worker(settings);
    await process.start();
    workers.push(process);
    return process;
  };
  const isHandedOver = (from: string) => async () => {
    const now = await lookingTry();
    return now !== null && now.worker !== from;
  };
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((process) => process.close()));
  });

  it('is one that needs no history while it looks, and no Schedule', async () => {
    await Promise.all([started(), started()]);
    await until(async () => (await lookingTry()) !== null, 'looks');
    const { historyLength, type } = await watch().describe();
    expect(type).toBe(HEARTBEAT_WATCH);
    await silentFor(5_000, Date.now());
    expect((await watch().describe()).historyLength).toBe(historyLength);
    const id = `WorkflowType = '${HEARTBEAT_WATCH}' and TaskQueue = '${service.config.temporal.taskQueue}'`;
    expect((await service.client.workflow.count(`${id} and ExecutionStatus = 'Running'`)).count).toBe(1);
  });

  it('is handed over at once by a worker that ends in good order', async () => {
    const first = await started();
    await until(async () => (await lookingTry()) !== null, 'looks');
    const { worker: before = '' } = (await lookingTry()) ?? {};
    await started();
    await first.close();
    await until(isHandedOver(before), 'the other worker');
    expect(await lastFailure()).toMatchObject({ applicationFailureInfo: { type: 'HandedOver' } });
  });

  it('is taken over after the heartbeat time-out from a worker that is killed', async () => {
    const first = await started();
    await until(async () => (await lookingTry()) !== null, 'looks');
    const { worker: before = '' } = (await lookingTry()) ?? {};
    await started();
    await first.kill();
    await until(isHandedOver(before), 'the other worker');
    expect(await lastFailure()).toMatchObject({ timeoutFailureInfo: { timeoutType: HEARTBEAT } });
  });

  it('goes on when it is cancelled, and comes back when it is terminated', async () => {
    await started();
    await until(async () => (await lookingTry()) !== null, 'looks');
    const { runId } = await watch().describe();
    await watch().cancel();
    await silentFor(3_000, Date.now());
    expect(await watch().describe()).toMatchObject({ runId, status: { name: 'RUNNING' } });
    await watch().terminate();
    await until(async () => (await watch().describe()).status.name === 'RUNNING', 'the next watch');
    expect((await watch().describe()).runId).not.toBe(runId);
  });

  it('is not touched by a worker of another deployment in the same namespace', async () => {
    const other = `other-${crypto.randomUUID()}`;
    await started();
    await until(async () => (await lookingTry()) !== null, 'looks');
    const { runId } = await whoLooks();
    const second = await started({ TEMPORAL_TASK_QUEUE: other });
    await until(async () => (await watch(other).describe()).status.name === 'RUNNING', 'the other watch');
    await until(async () => Boolean((await whoLooks(other)).worker), 'who keeps the other watch');
    const { worker: stranger } = await whoLooks(other);
    await second.close();
    const now = await whoLooks();
    expect(now.runId).toBe(runId);
    expect(now.worker).not.toBe(stranger);
    await watch(other).terminate();
  });

  it('replaces the Schedule of an earlier release, but not that of another deployment', async () => {
    const schedules = service.client.schedule;
    const scheduled = (taskQueue: string) =>
      schedules.create({
        scheduleId: 'heartbeat-watch',
        spec: { intervals: [{ every: '1 hour' }] },
        action: { type: 'startWorkflow', workflowType: HEARTBEAT_WATCH, workflowId: 'heartbeat-watch', taskQueue },
      });
    const others = await scheduled('of-another-deployment');
    await started();
    await others.describe();
    await others.delete();
    const ours = await scheduled(service.config.temporal.taskQueue);
    await started();
    await expect(ours.describe()).rejects.toThrow(/not found/i);
  });
});
