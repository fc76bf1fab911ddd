import { z } from 'zod';
import { definitionOf, LMS_EFFECTS, type EventSchemas, type LmsEffect } from './effects/index.ts';
import type { EffectSubject } from './effects/definition.ts';
import { instant } from './effects/fields.ts';

export type EventType = keyof EventSchemas;
export type EventData<Type extends EventType> = z.output<EventSchemas[Type]>;

/** Payload of every event type that the LMS receives. */
export const EVENT_DATA = Object.fromEntries(
  Object.values(LMS_EFFECTS).flatMap(({ events, schema }) =>
    Object.entries<string>(events).map(([type, meaning]) => [type, schema.describe(meaning)]),
  ),
) as unknown as EventSchemas;

export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];

/** The CloudEvents 1.0 envelope, structured JSON, of one event type. */
export function cloudEventSchema<Type extends EventType>(type: Type) {
  return z.strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('Idempotency key: the same on every try and never reused for anything else'),
    source: z.literal('/durable-proctoring'),
    type: z.literal(type),
    subject: z.string().describe('Attempt code, or the usage key of the exam if the event is not about an attempt'),
    time: instant.describe('When it happened, in UTC'),
    datacontenttype: z.literal('application/json'),
    data: EVENT_DATA[type],
  });
}

/** One event as the LMS receives it. */
export type CloudEvent<Type extends EventType = EventType> = {
  [Each in Type]: {
    specversion: '1.0';
    id: string;
    source: '/durable-proctoring';
    type: Each;
    subject: string;
    time: string;
    datacontenttype: 'application/json';
    data: EventData<Each>;
  };
}[Type];

/**
 * The CloudEvent that tells the LMS of an effect. It identifies people by id and user name; only the `org.openedx` events
 * add email address and name.
 */
export function toCloudEvent(effect: LmsEffect): CloudEvent {
  const { events, pickEvent, pickSubject, toData } = definitionOf(effect.kind);
  const told = effect as EffectSubject;
  return {
    specversion: '1.0',
    id: effect.key,
    source: '/durable-proctoring',
    type: pickEvent?.(told) ?? Object.keys(events)[0],
    subject: pickSubject?.(told) ?? attemptCodeOf(effect.key),
    time: new Date(effect.at).toISOString(),
    datacontenttype: 'application/json',
    data: toData(told),
  } as CloudEvent;
}

/** The key of an attempt's effect begins with the attempt code. */
function attemptCodeOf(key: string): string {
  return key.split('/', 1)[0] ?? key;
}
