import { hostname } from 'node:os';
import { v5 as uuidOf } from 'uuid';
import { toCloudEvent, type CloudEvent } from '../cloud-events.ts';
import type { LmsEffect, LmsEffects } from '../effects/index.ts';
import { isSubscribed, withheldAs, type Subscription } from '../subscription.ts';
import { encodeExamEvent, type ExamEventType } from './exam-attempt-avro.ts';
import type { StreamWriter } from './redis-stream.ts';
import { toStream } from './topics.ts';

/** The topic from which the platform takes the events of exams (edx-exams §7). */
export const TOPIC = 'learning-exam-attempt-lifecycle';
/** Release of `openedx-events` whose schemas the events have. */
const SOURCE_LIBRARY = '10.5.0';
/** Namespace of the ids, made up once. */
const IDS = '3d6f2f5e-52f6-4f4b-9a1e-8f5b6d0c7a21';

export interface EventBusOptions {
  writer: StreamWriter;
  /** `EVENT_BUS_TOPIC_PREFIX` of the platform. */
  topicPrefix: string;
  /** Without one, to all types that the bus has. */
  subscription?: Subscription | undefined;
  /** What takes everything else that the LMS is told. */
  others: LmsEffects;
}

/** The stream of Redis to which the events of exams go. */
export const streamOf = (topicPrefix: string): string => toStream(TOPIC, topicPrefix);

/** The id of the entry of an event, by the event's own. */
export const entryIdOf = (eventId: string): string => uuidOf(eventId, IDS);

/** Whether events of the type go to the bus. */
export const isForBus = (type: string): type is ExamEventType => type.startsWith('org.openedx.');

const isExamEvent = (event: CloudEvent): event is CloudEvent<ExamEventType> => isForBus(event.type);

/** The header fields and the payload of one entry, as the platform's own producer writes them (edx-exams §7). */
export function toEntry(
  { id, type, time, source, data }: CloudEvent<ExamEventType>,
  host = hostname(),
): Record<string, string | Buffer> {
  return {
    type,
    id: entryIdOf(id),
    source,
    time: time.replace(/Z$/, '+00:00'),
    minorversion: '0',
    sourcehost: host,
    sourcelib: SOURCE_LIBRARY,
    event_data: encodeExamEvent(data),
  };
}

/**
 * What Open edX is told of an effect, in order. A reset of its own keeps the zero grade of a rejection (edx-exams §7), and
 * a pass is the one event that takes it back; the reset then takes back the pass.
 */
function toEvents(effect: LmsEffect): CloudEvent[] {
  const event = toCloudEvent(effect);
  if (effect.kind !== 'publish-exam-event' || !effect.undoesOverride) return [event];
  const pass = { ...effect, event: 'verified', requestedBy: null, key: `${effect.key}.verified` } as const;
  return [toCloudEvent(pass), event];
}

/**
 * Tells Open edX of exams over its event bus, and `others` of everything else. Delivery is at least once; the id of an
 * event is made from the key of its effect, and so is the same on every try.
 */
export function createEventBusDelivery({ writer, topicPrefix, subscription, others }: EventBusOptions): LmsEffects {
  const stream = streamOf(topicPrefix);
  return {
    async deliver(effect) {
      const events = toEvents(effect).filter(isExamEvent);
      const last = events.at(-1);
      if (last === undefined) return await others.deliver(effect);
      if (!isSubscribed(subscription, last.type)) return withheldAs(last.type, subscription);
      for (const event of events)
        if (isSubscribed(subscription, event.type)) await writer.append(stream, toEntry(event));
    },
    async close() {
      await Promise.all([writer.close(), others.close?.()]);
    },
  };
}
