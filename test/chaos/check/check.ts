import { checkEffects } from './effects.ts';
import { checkEnds } from './ends.ts';
import type { Evidence, Violation } from './evidence.ts';
import { checkProjection, checkSettled } from './projection.ts';
import { checkRegistrations } from './registrations.ts';
import { checkReviews } from './reviews.ts';
import { checkWaits } from './waits.ts';
import { checkAnswers, checkWishes } from './wishes.ts';

const CHECKS: readonly ((evidence: Evidence) => Violation[])[] = [
  checkWishes,
  checkReviews,
  checkAnswers,
  checkEnds,
  checkProjection,
  checkSettled,
  checkEffects,
  checkRegistrations,
  checkWaits,
];

/** Everything in a log that must not be. */
export function check(evidence: Evidence): Violation[] {
  return CHECKS.flatMap((each) => each(evidence));
}
