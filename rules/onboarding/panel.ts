import { EXPIRY_NOTICE_MS, type LearnerOnboarding, type OnboardingStatus } from './learner-onboarding.ts';

/** The text of the learner's panel: the status itself if there is no text for it. */
export type PanelText = 'not_started' | 'started' | 'expiring_soon' | OnboardingStatus;

export type PanelButton =
  | { kind: 'complete' }
  | { kind: 'view' }
  | { kind: 'past_due' }
  | { kind: 'opens'; at: number };

export interface OnboardingPanel {
  text: PanelText;
  colour: 'green' | 'blue' | 'red';
  /** Asks the learner to get onboarded. */
  hasReminder: boolean;
  /** Leads to the onboarding exam; null when nothing is left to do. */
  button: PanelButton | null;
}

const WORDS: Readonly<Partial<Record<OnboardingStatus, PanelText>>> = {
  created: 'not_started',
  download_software_clicked: 'not_started',
  ready_to_start: 'not_started',
  started: 'started',
  ready_to_submit: 'started',
  second_review_required: 'submitted',
};

const GREEN: readonly PanelText[] = ['verified', 'other_course_approved'];
const BLUE: readonly PanelText[] = ['submitted', 'expiring_soon'];
const APPROVED: readonly (OnboardingStatus | null)[] = ['verified', 'other_course_approved'];
const SETTLED: readonly (OnboardingStatus | null)[] = ['submitted', 'second_review_required', 'verified'];

function textOf({ status, expiresAt }: LearnerOnboarding, now: number): PanelText {
  if (expiresAt !== null && now >= expiresAt) return 'expired';
  if (expiresAt !== null && now > expiresAt - EXPIRY_NOTICE_MS) return 'expiring_soon';
  return status === null ? 'not_started' : (WORDS[status] ?? status);
}

function colourOf(text: PanelText): OnboardingPanel['colour'] {
  if (GREEN.includes(text)) return 'green';
  return BLUE.includes(text) ? 'blue' : 'red';
}

/**
 * A learner's onboarding panel (attempt-lifecycle §6.4). The button follows the status and not its expiry: an approval
 * that is about to end offers none, as in the original.
 */
export function onboardingPanel(
  onboarding: LearnerOnboarding,
  exam: { isPastDue: boolean; releaseAt: number | null },
  now: number,
): OnboardingPanel {
  const { status } = onboarding;
  const text = textOf(onboarding, now);
  return {
    text,
    colour: colourOf(text),
    hasReminder: !APPROVED.includes(status),
    button: buttonFor(status, exam, now),
  };
}

function buttonFor(
  status: OnboardingStatus | null,
  exam: { isPastDue: boolean; releaseAt: number | null },
  now: number,
): PanelButton | null {
  if (SETTLED.includes(status)) return null;
  if (exam.isPastDue) return { kind: 'past_due' };
  if (exam.releaseAt !== null && exam.releaseAt > now) return { kind: 'opens', at: exam.releaseAt };
  return status === 'other_course_approved' ? { kind: 'view' } : { kind: 'complete' };
}
