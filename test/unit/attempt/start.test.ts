import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../rules/attempt/statuses.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, MINUTE, PROCTORED, someFacts, STARTED_AT, TIMED } from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';

const START = { name: 'start', payload: {} } as const;

describe('a start near the due date', () => {
  it.each([1, 999, 54_000, 59_999, 60_000])('has exactly the %i ms that are left', (left) => {
    const facts = someFacts({ clock: { dueAt: STARTED_AT + left } });
    expect(lastOf(anAttemptIn('created'), START, STARTED_AT, facts)).toMatchObject({
      status: 'started',
      startedAt: STARTED_AT,
      allowedSeconds: left / 1000,
      allowedTimeLimitMins: left < MINUTE ? 0 : 1,
    });
  });

  it.each([0, -1, -24 * 60 * MINUTE])('is refused from %i ms on, and changes nothing', (left) => {
    const facts = someFacts({ clock: { dueAt: STARTED_AT + left } });
    const set = { name: 'set-status', payload: { status: 'started' } } as const;
    for (const exam of [TIMED, PROCTORED]) {
      for (const event of [START, set]) {
        const attempt = anAttemptIn('ready_to_start', { exam });
        expect(transition(attempt, event, STARTED_AT, facts)).toEqual({
          outcome: 'refused',
          refusal: 'start_past_due',
        });
      }
    }
  });

  it('does not concern who goes back into a running exam', () => {
    const facts = someFacts({ clock: { dueAt: STARTED_AT } });
    expect(lastOf(anAttemptIn('ready_to_submit'), START, STARTED_AT + MINUTE, facts).status).toBe('started');
  });
});

describe('a back-end that wants set-ups confirmed', () => {
  const facts = someFacts({ settings: { startRequiresReady: true } });
  const outcomeOf = (attempt: ReturnType<typeof anAttemptIn>) => transition(attempt, START, STARTED_AT, facts);

  it('has a start refused until then, and only then', () => {
    const refused = STATUSES.filter((status) => {
      const outcome = outcomeOf(anAttemptIn(status));
      return outcome.outcome === 'refused' && outcome.refusal === 'set_up_not_confirmed';
    });
    expect(refused).toEqual(['eligible', 'created', 'download_software_clicked']);
    expect(outcomeOf(anAttemptIn('ready_to_start')).outcome).toBe('changed');
  });

  it('is not asked about exams without proctoring, or taken without it', () => {
    expect(outcomeOf(anAttemptIn('created', { exam: TIMED })).outcome).toBe('changed');
    expect(outcomeOf(anAttemptIn('created', { takingAsProctored: false })).outcome).toBe('changed');
  });
});
