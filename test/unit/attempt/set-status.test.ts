import { expect, it } from 'vitest';
import { transition } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { NOW } from './expected-outcome.ts';

it('setting timed_out hands in as of the end of the time, and never later than now', () => {
  const event = { name: 'set-status', payload: { status: 'timed_out' } } as const;
  const over = anAttemptIn('started', { allowedSeconds: 600 });
  const completedAt = [over, anAttemptIn('started')].map((attempt) => {
    const found = transition(attempt, event, NOW, someFacts());
    return found.outcome === 'changed' ? found.state.completedAt : null;
  });
  expect(completedAt).toEqual([STARTED_AT + 10 * MINUTE, NOW]);
});
