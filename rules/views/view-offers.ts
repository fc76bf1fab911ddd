import { endOf } from '../attempt/clock.ts';
import { awaitsResults, hasTimeLeft, type ViewFacts } from './view-facts.ts';
import type { ViewKey } from './view-keys.ts';

/** What a page offers or notes besides its text (attempt-lifecycle §5.6, §6.2). */
export interface ViewOffers {
  /** Download of the vendor's software and the check that follows it. */
  systemCheck: boolean;
  /** Another try at a practice or onboarding exam (`reset_attempt`). */
  retry: boolean;
  /** Back to the running exam (`start`). */
  continueWorking: boolean;
  /** The result may still change: the due date with its grace period is yet to come. */
  resultPending: boolean;
  /** The time ran out less than a minute ago. */
  timeExpired: boolean;
}

const RETRIED: readonly (ViewKey | null)[] = [
  'practice_exam/submitted',
  'practice_exam/error',
  'onboarding_exam/submitted',
  'onboarding_exam/rejected',
  'onboarding_exam/error',
];

const CONFIRMING: readonly (ViewKey | null)[] = [
  'timed_exam/ready_to_submit',
  'proctored_exam/ready_to_submit',
  'onboarding_exam/ready_to_submit',
];

const EXPIRY_NOTE_MS = 60_000;

function hasJustRunOut({ attempt }: ViewFacts, now: number): boolean {
  const completedAt = attempt?.completedAt ?? null;
  const end = attempt && endOf(attempt);
  return end !== null && completedAt !== null && completedAt >= end && now < completedAt + EXPIRY_NOTE_MS;
}

/** `view` is what `viewOf` answered for the same facts and instant; `hasDownloadLink` that the back-end gave one. */
export function offersOf(view: ViewKey | null, facts: ViewFacts, hasDownloadLink: boolean, now: number): ViewOffers {
  const runs = facts.attempt !== null && hasTimeLeft(facts.attempt, now);
  const browserServes = facts.exam.type === 'timed' || !facts.isBrowserBlocked;
  return {
    systemCheck: view === 'proctored_exam/instructions' && hasDownloadLink,
    retry: RETRIED.includes(view),
    continueWorking: CONFIRMING.includes(view) && runs && browserServes,
    resultPending: view === 'proctored_exam/verified' && awaitsResults(facts.dates, now),
    timeExpired: view === 'timed_exam/submitted' && hasJustRunOut(facts, now),
  };
}
