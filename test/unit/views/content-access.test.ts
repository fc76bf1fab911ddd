import { describe, expect, it } from 'vitest';
import { countAccessSeconds } from '../../../rules/views/content-access.ts';

const NOW = 1_000_000_000;
const MOST = 60;

/** A clock of so many seconds that is about to be read. */
const attemptWith = (status: string, seconds = 1800) => ({
  status,
  startedAt: NOW,
  allowedSeconds: seconds,
  pausedAt: null,
  pausedMs: 0,
});
const ATTEMPTS = {
  'no attempt': null,
  created: { ...attemptWith('created'), startedAt: null },
  started: attemptWith('started'),
  'time over': attemptWith('started', 0),
  ready_to_submit: attemptWith('ready_to_submit'),
  submitted: attemptWith('submitted'),
  verified: attemptWith('verified'),
  rejected: attemptWith('rejected'),
  error: attemptWith('error'),
};

const OPEN_LATER = ['no attempt', 'submitted', 'verified'];
const CASES = Object.keys(ATTEMPTS).flatMap((attempt) => {
  const running = attempt === 'started' ? MOST : 0;
  return [
    { when: 'before the due date', hidden: 'shown', attempt, seconds: running },
    { when: 'after the due date', hidden: 'shown', attempt, seconds: OPEN_LATER.includes(attempt) ? MOST : running },
    { when: 'after the due date', hidden: 'hidden', attempt, seconds: running },
  ];
});

describe('the content of an exam is open', () => {
  it.each(CASES.filter(({ when }) => when === 'after the due date'))(
    'after the due date, $hidden, with $attempt: $seconds',
    ({ hidden, attempt, seconds }) => {
      const facts = {
        isPastDue: true,
        hideAfterDue: hidden === 'hidden',
        attempt: ATTEMPTS[attempt as keyof typeof ATTEMPTS],
      };
      expect(countAccessSeconds(facts, NOW, MOST)).toBe(seconds);
    },
  );

  it.each(CASES.filter(({ when }) => when === 'before the due date'))(
    'before it, with $attempt: $seconds',
    ({ attempt, seconds }) => {
      const facts = { isPastDue: false, hideAfterDue: false, attempt: ATTEMPTS[attempt as keyof typeof ATTEMPTS] };
      expect(countAccessSeconds(facts, NOW, MOST)).toBe(seconds);
    },
  );

  it('in whole seconds, and no longer than the exam', () => {
    const facts = { isPastDue: false, hideAfterDue: false, attempt: attemptWith('started', 39.98) };
    expect(countAccessSeconds(facts, NOW, MOST)).toBe(40);
  });
});
