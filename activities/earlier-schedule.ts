import { ScheduleNotFoundError, type Client } from '@temporalio/client';

/** Earlier releases started every check of the watch from this Schedule, one for all deployments in a namespace. */
const EARLIER_SCHEDULE = 'heartbeat-watch';

/** Removes the Schedule of an earlier release if it is this deployment's; returns whether it did. */
export async function removeEarlierSchedule(client: Client, taskQueue: string): Promise<boolean> {
  const handle = client.schedule.getHandle(EARLIER_SCHEDULE);
  try {
    const { action } = await handle.describe();
    if (action.taskQueue !== taskQueue) return false;
    await handle.delete();
    return true;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return false;
    throw error;
  }
}
