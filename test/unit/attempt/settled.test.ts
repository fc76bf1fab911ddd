import { expect, it } from 'vitest';
import { projectionOf } from '../../../db/attempt-projection.ts';
import { deadlineOf } from '../../../rules/attempt/deadline.ts';
import { anAttemptIn, ENDS_AT, HOUR } from '../../support/attempt-builders.ts';

const DAY = 24 * HOUR;
const over = anAttemptIn('submitted', { completedAt: ENDS_AT, modifiedAt: ENDS_AT });

it('an attempt that is over does without a workflow so many days after its last change, 30 unless told otherwise', () => {
  expect(deadlineOf(over)).toMatchObject({ at: ENDS_AT + 30 * DAY, kind: 'retention' });
  expect(deadlineOf({ ...over, modifiedAt: ENDS_AT + DAY }, 7)).toMatchObject({ at: ENDS_AT + 8 * DAY });
});

it('an attempt that is not over has no such end, however many days there are', () => {
  expect(deadlineOf(anAttemptIn('started'), 1)).toMatchObject({ at: ENDS_AT, kind: 'end' });
  expect(deadlineOf(anAttemptIn('created'), 1)).toBeNull();
});

it('its row tells nothing of it: what ends there is a clock', () => {
  expect(projectionOf(over)).toMatchObject({ expiresAt: null });
});
