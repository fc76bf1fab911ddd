import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { z } from 'zod';

/** An event of a history. */
export type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

const marker = z.object({ activity_type: z.string() });

/** The name of the activity that was carried out within a workflow task, if the event tells of one. */
export function localActivityIn({ markerRecordedEventAttributes }: HistoryEvent): string | undefined {
  const [data] = markerRecordedEventAttributes?.details?.['data']?.payloads ?? [];
  return data ? marker.parse(defaultPayloadConverter.fromPayload(data)).activity_type : undefined;
}

/** The name of the activity that an event tells of, wherever it is carried out. */
export function activityIn(event: HistoryEvent): string | undefined {
  return event.activityTaskScheduledEventAttributes?.activityType?.name ?? localActivityIn(event);
}
