import { expect, it } from 'vitest';
import { readClock } from '../../../rules/attempt/clock.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { anAttempt, MINUTE, STARTED_AT } from '../../support/attempt-builders.ts';

const at = (minutes: number) => STARTED_AT + minutes * MINUTE;
const running = { startedAt: STARTED_AT, allowedSeconds: 3600 };
const erred = { ...running, timeRemainingSeconds: 1800 };

it.each<[what: string, state: Partial<AttemptState>, seconds: number | null]>([
  ['nothing before the start', { status: 'ready_to_start' }, null],
  ['nothing before the start, though time is carried', { status: 'created', timeRemainingSeconds: 600 }, null],
  ['what is left while it runs', { ...running, status: 'started' }, 600],
  ['what is left while the learner is asked', { ...running, status: 'ready_to_submit' }, 600],
  ['what is left of carried time', { ...running, status: 'started', timeRemainingSeconds: 3600 }, 600],
  ['what was left when a pause began', { ...running, status: 'started', pausedAt: at(20) }, 2400],
  ['nothing of an earlier pause', { ...running, status: 'started', pausedMs: 5 * MINUTE }, 900],
  ['what was left when it was handed in', { ...running, status: 'submitted', completedAt: at(10) }, 3000],
  ['the same after its review', { ...running, status: 'rejected', completedAt: at(10) }, 3000],
  ['nothing left after the end', { ...running, status: 'submitted', completedAt: at(60) }, 0],
  ['what is kept after an error', { ...erred, status: 'error', isResumable: true }, 1800],
  ['the same once staff have marked it', { ...erred, status: 'ready_to_resume', readyToResume: true }, 1800],
  ['the same once it was resumed', { ...erred, status: 'resumed', readyToResume: true, resumed: true }, 1800],
  ['what is left when an error kept nothing', { ...running, status: 'error', isResumable: true }, 600],
  ['what is left at a decline, not what was carried', { ...erred, status: 'declined' }, 600],
])('the clock says %s', (_, state, seconds) => {
  expect(readClock(anAttempt(state), at(50))).toBe(seconds);
});
