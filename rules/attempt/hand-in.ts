import { findCompletion, endOf, isClockRunning, mayPageHaveMissedPause } from './clock.ts';
import type { Rule, Situation } from './rule.ts';
import { inResumeProcess, wasHandedIn } from './state.ts';

/** The exam ends now, or when its time was up (attempt-lifecycle §5.3). */
const end = ({ state, now }: Pick<Situation, 'state' | 'now'>) => ({ completedAt: findCompletion(state, now) });

/**
 * The learner submits the exam. That counts until it has been submitted or is returned for a resume, even after an error
 * or a flag set by a review (differences §1.3).
 */
export const SUBMIT = {
  conditions: {
    // Pages hand in by themselves when their own clock has run out; learners end the exam first, and then hand it in.
    'a page that missed a pause does it': ({ state, payload, now }) =>
      payload.actor?.kind === 'learner' && mayPageHaveMissedPause(state, now),
    'it was handed in, or is to be resumed': ({ state }) => wasHandedIn(state) || inResumeProcess(state),
  },
  move: end,
} satisfies Rule<'submit'>;

/** The end of the time; the clock may have stopped, or been extended, since it was set. */
export const EXPIRE = {
  conditions: {
    'the time is not up': ({ state, now }) => !isClockRunning(state) || now < (endOf(state) ?? Infinity),
    'that is stored as `timed_out`': ({ facts }) => facts.settings.allowTimedOutState,
  },
  move: end,
} satisfies Rule<'expire'>;
