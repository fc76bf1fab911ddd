import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { sql } from 'slonik';
import { z } from 'zod';
import { scheduleHeartbeatWatch } from '../../activities/temporal-setup.ts';
import { noteHeartbeats } from '../../db/heartbeat.ts';
import { until } from '../../dev/until.ts';
import { HEARTBEAT_WATCH, HEARTBEAT_WATCH_SCHEDULE } from '../../workflows/heartbeat-watch/workflow.ts';
import { changesOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { addExam, creationRequest, startServiceOnDevServer, type Service } from '../support/service.ts';
import { devServerAddress } from '../support/stack.ts';
import { serviceProcess, type ServiceProcess } from '../support/service-process.ts';

const WINDOW_MS = 3_000;
const PROCTORING_BACKENDS = JSON.stringify({
  DEFAULT: 'watched',
  watched: { type: 'mock', heartbeat_window_seconds: WINDOW_MS / 1000 },
});

let service: Service;
let worker: ServiceProcess;

beforeAll(async () => {
  service = await startServiceOnDevServer({ env: { PROCTORING_BACKENDS } });
  worker = await serviceProcess('worker', {
    DATABASE_URL: service.config.databaseUrl,
    TEMPORAL_ADDRESS: devServerAddress(),
    TEMPORAL_TASK_QUEUE: service.config.temporal.taskQueue,
    HEARTBEAT_WATCH_SECONDS: '1',
    LOG_LEVEL: 'info',
    PROCTORING_BACKENDS,
  });
});
afterAll(async () => {
  await worker.close();
  await service.close();
});

const schedule = () => service.client.schedule.getHandle(HEARTBEAT_WATCH_SCHEDULE);

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
    await noteHeartbeats(service.pool, beats, at);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.noting;
  }
}

interface Sitting {
  code: string;
  attemptId: number;
  startedAt: number;
}

async function sit(examId: number): Promise<Sitting> {
  const code = newCode();
  await service.attempts.create(
    code,
    await creationRequest(service, { examId, takingAsProctored: true, startClock: true }),
  );
  const { attemptId, startedAt } = await stateOf(service, code);
  return { code, attemptId, startedAt: startedAt ?? Number.NaN };
}

const statusOf = async ({ code }: Sitting) => (await rowOf(service, code))?.status;
const silentFor = (ms: number, since: number) => until(async () => Date.now() > since + ms, 'a longer silence');

describe('the heartbeat watch, killed and started again', () => {
  let pages: Pages;
  let healthy: Sitting;
  let silent: Sitting;

  beforeEach(async () => {
    await worker.start();
    pages = new Pages();
    const examId = await addExam(service, { proctored: true, backend: 'watched' });
    healthy = await sit(examId);
    pages.healthy.push(healthy.attemptId);
    silent = await sit(examId);
    await noteHeartbeats(service.pool, [{ attemptId: silent.attemptId, at: silent.startedAt + 1_000 }], Date.now());
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
    const looks = (await schedule().describe()).info.numActionsTaken;
    await until(async () => (await schedule().describe()).info.numActionsTaken > looks + 1, 'two more looks');
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
      await until(isLooking, 'a look that does not end');
      await worker.kill();
    });
    await worker.start();
    await expectOneLost();
  });

  /** Whether a look has been under way for longer than any takes. */
  async function isLooking(): Promise<boolean> {
    const { runningActions } = (await schedule().describe()).info;
    const [look] = runningActions;
    if (look?.type !== 'startWorkflow') return false;
    const { raw } = await service.client.workflow.getHandle(look.workflow.workflowId).describe();
    return raw.pendingActivities?.[0]?.lastStartedTime !== undefined;
  }
});

describe('the schedule of the heartbeat watch', () => {
  const every = async () => (await schedule().describe()).spec.intervals?.map((interval) => interval.every);
  const begin = (seconds: number) => scheduleHeartbeatWatch(service.client, service.config.temporal.taskQueue, seconds);

  beforeEach(async () => {
    await schedule()
      .delete()
      .catch(() => undefined);
  });
  afterAll(() => schedule().delete());

  it('is one, whichever of two workers comes first, and never looks twice at a time', async () => {
    await Promise.all([begin(60), begin(60)]);
    const { action, policies } = await schedule().describe();
    expect(action).toMatchObject({ type: 'startWorkflow', workflowType: HEARTBEAT_WATCH });
    expect(policies.overlap).toBe(ScheduleOverlapPolicy.SKIP);
    expect(await every()).toEqual([60_000]);
  });

  it('takes another interval over when a worker starts with one', async () => {
    await begin(60);
    await begin(5);
    expect(await every()).toEqual([5_000]);
  });

  it('stays paused where an operator paused it', async () => {
    await begin(60);
    await schedule().pause('maintenance');
    await begin(60);
    expect((await schedule().describe()).state).toMatchObject({ paused: true, note: 'maintenance' });
  });

  it('does not make up for looks that were missed long ago', async () => {
    await begin(60);
    expect((await schedule().describe()).policies.catchupWindow).toBe(10_000);
  });
});
