import { expect, it } from 'vitest';
import { step } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, ENDS_AT, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';

const running = anAttemptIn('started', { version: 7 });
const pause = (ifVersion: number) => ({ name: 'pause', payload: { ifVersion } }) as const;

it('an act on an attempt that has changed since its sender saw it changes nothing', () => {
  const refused = { outcome: 'refused', refusal: 'attempt_changed' };
  expect(step(running, pause(7), STARTED_AT, someFacts())).toMatchObject([{ outcome: { outcome: 'changed' } }]);
  expect(step(running, pause(6), STARTED_AT, someFacts())).toMatchObject([{ outcome: refused }]);
  expect(step(running, pause(6), ENDS_AT + 1, someFacts())).toMatchObject([{ outcome: refused }]);
});
