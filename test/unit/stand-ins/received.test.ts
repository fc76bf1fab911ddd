import { expect, it } from 'vitest';
import { createReceived } from '../../../dev/stand-ins/mock-lms/received.ts';
import type { CloudEvent } from '../../../lms/cloud-events.ts';

const event = (id: string) => ({ id }) as CloudEvent;

it('the mock LMS shows the latest events, each once, and forgets the oldest when there are too many', () => {
  const received = createReceived(() => 0, 2);
  for (const id of ['first', 'second', 'second', 'third']) received.take(event(id));
  const shown = received.all().map((delivery) => [delivery.event.id, delivery.repeats]);
  expect(shown).toEqual([
    ['second', 1],
    ['third', 0],
  ]);
});
