import { keep, oneOf, record, refuse, to, when } from './cells.ts';
import { row } from './rows.ts';
import { isCompleted, isIncomplete, isPreStart, isRunning, SETTABLE, STATUSES, type Status } from './statuses.ts';

const illegal = refuse('illegal_transition');

/** Where staff may move an attempt: anywhere, except from completed back to incomplete (attempt-lifecycle §3.1). */
export function mayBeSet(from: Status, target: Status): boolean {
  return SETTABLE.includes(target) && !(isCompleted(from) && isIncomplete(target));
}

/** A running exam cannot go back to its setup: asking for that submits it (attempt-lifecycle §3.1). */
function cellOfSetting(from: Status) {
  const targets = SETTABLE.filter((target) => mayBeSet(from, target) && !(isRunning(from) && isPreStart(target)));
  return oneOf(
    [
      when('the effects of another status are to run again', keep),
      ...(targets.includes('started')
        ? [when('`started` is asked for, and the due date has passed', refuse('start_past_due'))]
        : []),
      ...(targets.includes(from) ? [when('the attempt has that status', keep)] : []),
      ...targets.map((target) => when('that status is asked for', to(target))),
      ...(isRunning(from) ? [when('a step of the setup is asked for', to('submitted'))] : []),
    ],
    illegal,
  );
}

/** Staff set a status; every status is a target of its own. */
export const rowOfSetting = row(illegal, ...STATUSES.map((status) => [[status], cellOfSetting(status)] as const));

/**
 * A review (attempt-lifecycle §3.6) moves to one of its results, and is only recorded where the attempt has that status.
 * Nobody looks a second time at an onboarding attempt.
 */
function rowOfReviewsWith(results: readonly Status[], last: Status) {
  const known = when('the review is an old one', keep);
  const repeated = when('the review is an old one, and is not to decide again', keep);
  const decide = (others: readonly Status[]) => others.map((result) => when('the review decides on it', to(result)));
  const reviewed = [...results, last].map((status) => {
    const others = [...results, last].filter((result) => result !== status);
    return [[status], oneOf([repeated, ...decide(others), known], record)] as const;
  });
  return row(oneOf([repeated, ...decide(results)], to(last)), ...reviewed, [
    ['onboarding_reset', 'deleted'],
    oneOf([known], record),
  ]);
}

export const rowOfReviews = rowOfReviewsWith(['verified', 'error', 'rejected'], 'second_review_required');
export const rowOfOnboardingReviews = rowOfReviewsWith(['verified', 'error'], 'rejected');
