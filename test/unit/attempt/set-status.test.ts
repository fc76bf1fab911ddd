import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../rules/attempt/statuses.ts';
import { transition } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { readGrid } from './grid.ts';

/**
 * What staff get who set a status (columns, some shortened, in the order of the rows). `>`: that status. `s`: submitted
 * instead. `=`: nothing changes. `x`: refused.
 */
const SET = `
                          | eligible | created | clicked | ready | started | stopped | declined | timed_out | submitted | 2nd review | verified | rejected | error | marked | resumed | missing | pending | failed | ob. expired | expired | reset
eligible                  | =        | >       | >       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
created                   | >        | =       | >       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
download_software_clicked | >        | >       | =       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
ready_to_start            | >        | >       | >       | =     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
started                   | >        | s       | s       | s     | =       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
ready_to_submit           | >        | s       | s       | s     | >       | =       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
declined                  | x        | x       | x       | x     | x       | x       | =        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
timed_out                 | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
submitted                 | x        | x       | x       | x     | x       | x       | >        | =         | =         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
second_review_required    | x        | x       | x       | x     | x       | x       | >        | s         | >         | =          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
verified                  | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | =        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
rejected                  | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | =        | >     | x      | x       | >       | >       | >      | >           | x       | x
error                     | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | =     | x      | x       | >       | >       | >      | >           | x       | x
ready_to_resume           | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
resumed                   | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
onboarding_missing        | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | =       | >       | >      | >           | x       | x
onboarding_pending        | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | =       | >      | >           | x       | x
onboarding_failed         | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | =      | >           | x       | x
onboarding_expired        | x        | x       | x       | x     | x       | x       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | =           | x       | x
expired                   | >        | >       | >       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
onboarding_reset          | >        | >       | >       | >     | >       | >       | >        | s         | >         | >          | >        | >        | >     | x      | x       | >       | >       | >      | >           | x       | x
`;

const NOW = STARTED_AT + 30 * MINUTE;
const CELLS = readGrid(SET).map((cell, index) => ({
  ...cell,
  target: STATUSES[index % STATUSES.length] ?? 'eligible',
}));

/** The status afterwards, and whether anything was recorded. */
function set(status: (typeof STATUSES)[number], target: (typeof STATUSES)[number], allowTimedOutState = false) {
  const facts = someFacts({ settings: { allowTimedOutState } });
  const before = anAttemptIn(status);
  const found = transition(before, { name: 'set-status', payload: { status: target } }, NOW, facts);
  if (found.outcome === 'refused') return found.refusal;
  expect(found.state.version).toBe(found.outcome === 'changed' ? before.version + 1 : before.version);
  return { outcome: found.outcome, status: found.state.status };
}

describe('setting a status by hand', () => {
  it.each(CELLS)('$status to $target: $cell', ({ status, target, cell }) => {
    const answers: Record<string, ReturnType<typeof set>> = {
      '>': { outcome: 'changed', status: target },
      s: { outcome: 'changed', status: 'submitted' },
      '=': { outcome: 'kept', status },
      x: 'illegal_transition',
    };
    expect(set(status, target)).toEqual(answers[cell]);
  });

  it('stores timed_out where that is wanted', () => {
    expect(set('started', 'timed_out', true)).toEqual({ outcome: 'changed', status: 'timed_out' });
    expect(set('timed_out', 'timed_out', true)).toEqual({ outcome: 'kept', status: 'timed_out' });
  });

  it('to timed_out hands in as of the end of the time, and never later than now', () => {
    const event = { name: 'set-status', payload: { status: 'timed_out' } } as const;
    const over = anAttemptIn('started', { allowedSeconds: 600 });
    const completedAt = [over, anAttemptIn('started')].map((attempt) => {
      const found = transition(attempt, event, NOW, someFacts());
      return found.outcome === 'changed' ? found.state.completedAt : null;
    });
    expect(completedAt).toEqual([STARTED_AT + 10 * MINUTE, NOW]);
  });
});
