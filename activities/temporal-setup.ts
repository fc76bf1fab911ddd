import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/exam-attempt/visibility.ts';
import { HEARTBEAT_WATCH, HEARTBEAT_WATCH_SCHEDULE } from '../workflows/heartbeat-watch/workflow.ts';

/** Numbers of `temporal.api.enums.v1.IndexedValueType`. */
const INDEXED_VALUE_TYPE = { KEYWORD: 2, INT: 3 } as const;

/** gRPC's word for what is there already. */
const ALREADY_EXISTS = 6;

function isAlreadyThere(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === ALREADY_EXISTS;
}

/**
 * Makes the attempts' search attributes known to the server. One that is not registered makes workflow tasks fail for
 * ever, so every worker sees to it before its first task; those that exist are left alone.
 */
export async function registerSearchAttributes({ connection, options }: Client): Promise<void> {
  const { namespace } = options;
  for (const { name, type } of SEARCH_ATTRIBUTES) {
    try {
      const searchAttributes = { [name]: INDEXED_VALUE_TYPE[type] };
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    } catch (error) {
      if (!isAlreadyThere(error)) throw error;
    }
  }
}

/** Starts the heartbeat watch, or adjusts it to the configured interval. */
export async function scheduleHeartbeatWatch(client: Client, taskQueue: string, everySeconds: number): Promise<void> {
  const spec = { intervals: [{ every: everySeconds * 1000 }] };
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10 seconds' } as const;
  const action = {
    type: 'startWorkflow',
    workflowType: HEARTBEAT_WATCH,
    workflowId: HEARTBEAT_WATCH_SCHEDULE,
    taskQueue,
    args: [],
    workflowRunTimeout: '2 minutes',
  } as const;
  const handle = client.schedule.getHandle(HEARTBEAT_WATCH_SCHEDULE);
  try {
    await handle.update((previous) => ({ ...previous, spec, policies, action }));
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    await createUnlessRacing(client, { spec, policies, action });
  }
}

type WatchSchedule = Pick<Parameters<Client['schedule']['create']>[0], 'spec' | 'policies' | 'action'>;

async function createUnlessRacing(client: Client, schedule: WatchSchedule): Promise<void> {
  try {
    await client.schedule.create({ scheduleId: HEARTBEAT_WATCH_SCHEDULE, ...schedule });
  } catch (error) {
    // Another worker that started at the same moment made the same schedule.
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
