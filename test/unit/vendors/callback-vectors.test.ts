import { describe, expect, it } from 'vitest';
import type { AttemptEvent } from '../../../rules/attempt/events.ts';
import { STATUSES, type Status } from '../../../rules/attempt/statuses.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import restVectors from './vectors/rest-backend.json' with { type: 'json' };
import softwareSecureVectors from './vectors/software-secure.json' with { type: 'json' };

/** The status after a vendor's callback ten minutes into the exam, and the number of emails it causes. */
function after(before: string, event: AttemptEvent): { after: Status | 'refused'; mails: number } {
  const status = STATUSES.find((known) => known === before) ?? 'created';
  const outcome = transition(anAttemptIn(status), event, STARTED_AT + 10 * MINUTE, someFacts());
  if (outcome.outcome === 'refused') return { after: 'refused', mails: 0 };
  const effects = outcome.outcome === 'changed' ? outcome.effects : [];
  return { after: outcome.state.status, mails: effects.filter(({ kind }) => kind === 'send-mail').length };
}

describe('a callback of a vendor', () => {
  it.each(softwareSecureVectors.startExamCallback)('that launches an attempt in $before leaves it $after', (vector) => {
    const launch: AttemptEvent = { name: 'launch', payload: {} };
    expect(after(vector.before, launch)).toEqual({ after: vector.after, mails: vector.mails });
  });

  it.each(restVectors.readyCallback)('that reports an attempt in $before ready leaves it $after', (vector) => {
    const ready: AttemptEvent = { name: 'vendor-ready', payload: {} };
    expect(after(vector.before, ready)).toEqual({ after: vector.after, mails: 0 });
  });
});
