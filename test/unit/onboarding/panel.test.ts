import { describe, expect, it } from 'vitest';
import type { OnboardingStatus } from '../../../rules/onboarding/learner-onboarding.ts';
import { onboardingPanel, type OnboardingPanel } from '../../../rules/onboarding/panel.ts';
import { CREATED_AT, DAY } from '../../support/attempt-builders.ts';

const NOW = CREATED_AT;
const OPEN = { isPastDue: false, releaseAt: null };
const complete = { kind: 'complete' } as const;

function row(
  text: OnboardingPanel['text'],
  colour: OnboardingPanel['colour'],
  hasReminder: boolean,
  button: OnboardingPanel['button'],
): OnboardingPanel {
  return { text, colour, hasReminder, button };
}

const PANELS: Record<OnboardingStatus | 'none', OnboardingPanel> = {
  none: row('not_started', 'red', true, complete),
  eligible: row('eligible', 'red', true, complete),
  created: row('not_started', 'red', true, complete),
  download_software_clicked: row('not_started', 'red', true, complete),
  ready_to_start: row('not_started', 'red', true, complete),
  started: row('started', 'red', true, complete),
  ready_to_submit: row('started', 'red', true, complete),
  declined: row('declined', 'red', true, complete),
  timed_out: row('timed_out', 'red', true, complete),
  submitted: row('submitted', 'blue', true, null),
  second_review_required: row('submitted', 'blue', true, null),
  verified: row('verified', 'green', false, null),
  rejected: row('rejected', 'red', true, complete),
  error: row('error', 'red', true, complete),
  ready_to_resume: row('ready_to_resume', 'red', true, complete),
  resumed: row('resumed', 'red', true, complete),
  onboarding_missing: row('onboarding_missing', 'red', true, complete),
  onboarding_pending: row('onboarding_pending', 'red', true, complete),
  onboarding_failed: row('onboarding_failed', 'red', true, complete),
  onboarding_expired: row('onboarding_expired', 'red', true, complete),
  expired: row('expired', 'red', true, complete),
  onboarding_reset: row('onboarding_reset', 'red', true, complete),
  other_course_approved: row('other_course_approved', 'green', false, { kind: 'view' }),
};

it.each(Object.entries(PANELS))('the panel of %s', (word, panel) => {
  const status = word === 'none' ? null : (word as OnboardingStatus);
  expect(onboardingPanel({ status, expiresAt: null }, OPEN, NOW)).toEqual(panel);
});

describe('an approval', () => {
  it.each([
    { left: 28 * DAY, text: 'verified', colour: 'green' },
    { left: 28 * DAY - 1, text: 'expiring_soon', colour: 'blue' },
    { left: 1, text: 'expiring_soon', colour: 'blue' },
    { left: 0, text: 'expired', colour: 'red' },
  ])('with $left ms left is $text', ({ left, text, colour }) => {
    expect(onboardingPanel({ status: 'verified', expiresAt: NOW + left }, OPEN, NOW)).toEqual({
      text,
      colour,
      hasReminder: false,
      button: null,
    });
  });
});

describe('the button', () => {
  it.each([
    { exam: { isPastDue: true, releaseAt: NOW + 1 }, button: { kind: 'past_due' } },
    { exam: { isPastDue: false, releaseAt: NOW + 1 }, button: { kind: 'opens', at: NOW + 1 } },
    { exam: { isPastDue: false, releaseAt: NOW }, button: { kind: 'complete' } },
  ])('is $button.kind', ({ exam, button }) => {
    expect(onboardingPanel({ status: 'rejected', expiresAt: null }, exam, NOW).button).toEqual(button);
  });

  it('is left out once the exam is handed in, even past its due date', () => {
    const exam = { isPastDue: true, releaseAt: null };
    expect(onboardingPanel({ status: 'submitted', expiresAt: null }, exam, NOW).button).toBeNull();
  });
});
