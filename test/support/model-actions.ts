import fc from 'fast-check';
import { REVIEW_STATUSES, type AttemptEvent, type EventName, type InternalEvent } from '../../rules/attempt/events.ts';
import { SETTABLE } from '../../rules/attempt/statuses.ts';
import { MINUTE } from './attempt-builders.ts';

/** An event that somebody tells an attempt of. */
export type Told = Exclude<AttemptEvent, InternalEvent>;
/** A told event, milliseconds in which nothing happens, or an end that is corrected to so many milliseconds from then. */
export type Action = { wait: number } | { endIn: number } | Told;

const actor = { kind: 'staff', userId: 1 } as const;
const plain = (
  name: Exclude<
    EventName,
    'heartbeat-lost' | 'review' | 'set-status' | 'extra-time' | 'incident-time' | 'correct-end' | 'undo'
  >,
) => fc.constant({ name, payload: { actor } });
const likely = ['start', 'stop', 'submit', 'error', 'mark-ready-to-resume', 'ping', 'pause', 'unpause'] as const;
const others = [
  'click-download-software',
  'vendor-ready',
  'launch',
  'resumed',
  'decline',
  'reset',
  'acknowledge',
] as const;

/** One action, the likely ones more often. */
export const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...likely).chain(plain) },
  { weight: 4, arbitrary: fc.constantFrom(...others).chain(plain) },
  { weight: 1, arbitrary: plain('delete') },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 45 }).map((minutes) => ({ wait: minutes * MINUTE })) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        reviewStatus: fc.constantFrom(...REVIEW_STATUSES),
        reviewedBy: fc.constantFrom(null, 1),
        revision: fc.integer({ min: 1, max: 3 }),
      })
      .map((payload): Told => ({ name: 'review', payload: { ...payload, actor } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ status: fc.constantFrom(...SETTABLE), reapply: fc.boolean() })
      .map((payload): Told => ({ name: 'set-status', payload: { ...payload, actor } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 60 })
      .map((minutes): Told => ({ name: 'incident-time', payload: { minutes, actor } })),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 90 }).map((minutes) => ({ endIn: minutes * MINUTE })) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 90 })
      .map((additionalMins): Told => ({ name: 'extra-time', payload: { additionalMins, actor } })),
  },
);
