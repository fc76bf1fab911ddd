import type { RecordedChange } from './activities.ts';
import type { AttemptEvent } from '../../rules/attempt/events.ts';
import type { Changed } from '../../rules/attempt/outcome.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';

/** What is recorded of a change as of `at`, epoch milliseconds. */
export function toRecordedChange(
  event: AttemptEvent,
  before: AttemptState,
  { state, effects }: Changed,
  at: number,
): RecordedChange {
  const { actor = { kind: 'operator' }, category, noteId, requestId, bulkId } = event.payload;
  return {
    state,
    event: event.name,
    fromStatus: event.name === 'created' ? null : before.status,
    actor,
    reason: reasonOf(event),
    ...(category !== undefined && { category }),
    ...(noteId !== undefined && { noteId }),
    ...(event.name === 'incident-time' && { minutes: event.payload.minutes }),
    ...(event.name === 'undo' && { undoes: event.payload.version }),
    ...(event.name === 'start' && event.payload.isOneAtATime && { isOneAtATime: true }),
    ...(requestId !== undefined && { requestId }),
    ...(bulkId !== undefined && { bulkId }),
    effects,
    at,
  };
}

/** The reason, in the words of the person who caused it; for an error, the message of the learner's page. */
function reasonOf(event: AttemptEvent): string | null {
  const { reason } = event.payload;
  return reason ?? (event.name === 'error' ? (event.payload.detail ?? null) : null);
}
