import { describe, expect, it } from 'vitest';
import type { EventPayloads } from '../../../rules/attempt/events.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, ENDS_AT, PROCTORED, someFacts } from '../../support/attempt-builders.ts';

const NOW = ENDS_AT + 60_000;
const kindsOf = (outcome: ReturnType<typeof transition>) =>
  outcome.outcome === 'changed' ? outcome.effects.map(({ kind }) => kind) : [];

describe('a status that staff apply again', () => {
  const reapply = (
    status: EventPayloads['set-status']['status'],
    from = anAttemptIn('submitted', { exam: PROCTORED }),
  ) => transition(from, { name: 'set-status', payload: { status, reapply: true } }, NOW, someFacts());

  it('repeats its consequences and keeps the time of the hand-in', () => {
    const before = anAttemptIn('submitted', { exam: PROCTORED });
    const outcome = reapply('submitted');
    expect(outcome).toMatchObject({
      outcome: 'changed',
      state: { ...before, version: before.version + 1, modifiedAt: NOW },
    });
    expect(kindsOf(outcome)).toEqual([
      'set-credit',
      'publish-exam-event',
      'send-mail',
      'stop-at-vendor',
      'track',
      'announce-status',
    ]);
  });

  it('changes nothing when the attempt has moved on meanwhile', () => {
    const verified = anAttemptIn('verified', { exam: PROCTORED });
    expect(reapply('submitted', verified)).toEqual({ outcome: 'kept', state: verified });
    expect(reapply('started', verified)).toEqual({ outcome: 'kept', state: verified });
  });
});

describe('a review that is sent again', () => {
  const reviewed = anAttemptIn('submitted', { exam: PROCTORED, reviewRevision: 2 });
  const send = (payload: Partial<EventPayloads['review']>, from = reviewed) =>
    transition(from, { name: 'review', payload: { reviewStatus: 'Clean', ...payload } }, NOW, someFacts());

  it('sets a wrong status right, and is not announced as a new review', () => {
    const outcome = send({ revision: 2, reapply: true });
    expect(outcome).toMatchObject({ outcome: 'changed', state: { status: 'verified', reviewRevision: 2 } });
    expect(kindsOf(outcome)).toEqual([
      'set-credit',
      'undo-grade-override',
      'publish-exam-event',
      'send-mail',
      'track',
      'announce-status',
    ]);
  });

  it('changes nothing when the status is what it asks for, when it is outdated, and when it is a mere repeat', () => {
    const verified = { ...reviewed, status: 'verified' } as const;
    expect(send({ revision: 2, reapply: true }, verified)).toEqual({ outcome: 'kept', state: verified });
    expect(send({ revision: 1, reapply: true })).toEqual({ outcome: 'kept', state: reviewed });
    expect(send({ revision: 2 })).toEqual({ outcome: 'kept', state: reviewed });
  });

  it('counts as new when the attempt was never told of it', () => {
    const outcome = send({ revision: 3, reapply: true });
    expect(outcome).toMatchObject({ outcome: 'changed', state: { status: 'verified', reviewRevision: 3 } });
    expect(outcome.outcome === 'changed' && outcome.effects.at(-1)).toMatchObject({ verb: 'attempt.review_received' });
  });
});
