import { z } from 'zod';
import { definitionOf, LMS_EFFECTS, type EventSchemas, type LmsEffect } from './effects/index.ts';
import type { EffectSubject } from './effects/definition.ts';
import { instant, toUser } from './effects/fields.ts';
import type { LearnerRef } from './port.ts';
import { TEST_TYPE, testData } from './test-event.ts';

/** An event type that tells of an effect. */
export type EffectEventType = keyof EventSchemas;
type Schemas = EventSchemas & { [TEST_TYPE]: typeof testData };
export type EventType = keyof Schemas;
export type EventData<Type extends EventType> = z.output<Schemas[Type]>;

const effectData = Object.fromEntries(
  Object.values(LMS_EFFECTS).flatMap(({ events, schema }) =>
    Object.entries<string>(events).map(([type, meaning]) => [type, schema.describe(meaning)]),
  ),
) as unknown as EventSchemas;

/** The types to which an LMS can be subscribed. */
export const EFFECT_EVENT_TYPES = Object.keys(effectData) as EffectEventType[];

/** Payload of every event type that the LMS receives. */
export const EVENT_DATA: Schemas = {
  ...effectData,
  [TEST_TYPE]: testData.describe('A test of the way to the LMS; nothing is to be done'),
};

export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];

/** The CloudEvents 1.0 envelope, structured JSON, of one event type. */
export function cloudEventSchema<Type extends EventType>(type: Type) {
  return z.strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('Idempotency key: the same on every try and never reused for anything else'),
    source: z.literal('/durable-proctoring'),
    type: z.literal(type),
    subject: z
      .string()
      .describe('Attempt code, the usage key of the exam if the event is not about an attempt, or `test`'),
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

/** The event that tries the way to the LMS, under an id that begins with `test/`; `at` in epoch milliseconds. */
export function toTestEvent({ id, at, requestedBy }: { id: string; at: number; requestedBy: LearnerRef | null }) {
  return {
    specversion: '1.0',
    id,
    source: '/durable-proctoring',
    type: TEST_TYPE,
    subject: 'test',
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    data: {
      message: testData.shape.message.value,
      requested_by: requestedBy && toUser(requestedBy),
    },
  } as const satisfies CloudEvent<typeof TEST_TYPE>;
}

/** The key of an attempt's effect begins with the attempt code. */
function attemptCodeOf(key: string): string {
  return key.split('/', 1)[0] ?? key;
}
