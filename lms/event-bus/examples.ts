import { toCloudEvent, type CloudEvent } from '../cloud-events.ts';
import { EFFECTS } from '../effects/examples.ts';
import { isForBus, toEntry, TOPIC } from './delivery.ts';
import { EXAM_ATTEMPT, type ExamEventType } from './exam-attempt-avro.ts';

/** What the event bus gets, for the contract: its topic, the Avro schema of `event_data`, and an entry of each type. */
export function busEntries() {
  const events = Object.values(EFFECTS)
    .map(toCloudEvent)
    .filter((event): event is CloudEvent<ExamEventType> => isForBus(event.type));
  return {
    topic: TOPIC,
    event_data: EXAM_ATTEMPT.schema(),
    // A process writes the name of its own host.
    examples: Object.fromEntries(events.map((event) => [event.type, toText(toEntry(event, 'worker-1'))])),
  };
}

/** The fields of an entry, bytes as base64. */
function toText(entry: Record<string, string | Buffer>): Record<string, string> {
  const fields = Object.entries(entry);
  return Object.fromEntries(
    fields.map(([name, value]) => [name, typeof value === 'string' ? value : value.toString('base64')]),
  );
}
