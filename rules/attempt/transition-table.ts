import { keep, keepAs, oneOf, record, refuse, restore, to, when, type Guarded } from './cells.ts';
import type { Facts } from './facts.ts';
import { row, type Table } from './rows.ts';
import { rowOfOnboardingReviews, rowOfReviews, rowOfSetting } from './rows-by-target.ts';
import type { AttemptState } from './state.ts';
import { AWAITING_SETUP, COMPLETED, FLAGS, INCOMPLETE, PRE_START, RUNNING, type Status } from './statuses.ts';

const illegal = refuse('illegal_transition');
const past = when('the due date has passed', refuse('start_past_due'));
const unresumable = when('it is not resumable', refuse('attempt_not_resumable'));
const takenOver = when('it was taken over before', keep);
const unmarked = when('it is not marked', refuse('attempt_not_resumable'));
const notBegun = when('the clock does not run', refuse('attempt_not_begun'));
const notRunning = when('the clock does not run', refuse('attempt_not_running'));
const tooMuch = when('that is more than they may give', refuse('extra_time_exceeded'));
const passed = when('the back-end lets lost proctoring pass', keepAs('passthrough'));

const undoing = oneOf(
  [
    when('something has happened since', refuse('undo_overtaken')),
    when('it cannot be undone', refuse('undo_not_possible')),
    when('its time is over', refuse('undo_too_late')),
  ],
  restore,
);

/**
 * What staff do with a clock: recorded where it runs, unless `guarded` says otherwise; elsewhere they are told why there is
 * none.
 */
function rowOfClock<Condition extends string>(...guarded: readonly Guarded<Condition>[]) {
  return row(
    refuse('attempt_not_running'),
    [INCOMPLETE, oneOf<Condition | 'the clock does not run', true>([notBegun, ...guarded], record)],
    [FLAGS, oneOf<Condition | 'the clock does not run', true>([notRunning, ...guarded], record)],
  );
}

/** Statuses from which an exam that was not submitted can still be submitted. */
const NOT_HANDED_IN = COMPLETED.filter(
  (status) => !['submitted', 'timed_out', 'ready_to_resume', 'resumed'].includes(status),
);

/**
 * The transition grid (attempt-lifecycle §3.2 with the changes of differences §1.1 to §1.4 and §3.1): from-status ×
 * event. A submitted exam accepts a learner's late `submit`, `error` and `decline` without any change, because two tabs
 * may both send them. A learner who goes back to the setup of a running exam submits it.
 */
const PROCTORED: Table = {
  created: row(record),
  expire: row(keep, [
    [...INCOMPLETE, ...FLAGS],
    oneOf([when('the time is not up', keep), when('that is stored as `timed_out`', to('timed_out'))], to('submitted')),
  ]),
  'pause-expire': row(keep, [[...INCOMPLETE, ...FLAGS], oneOf([when('no pause is over', keep)], to('error'))]),
  'click-download-software': row(
    illegal,
    [['eligible', 'created', 'ready_to_start'], to('download_software_clicked')],
    [['download_software_clicked'], keep],
    [RUNNING, to('submitted')],
  ),
  'vendor-ready': row(keep, [AWAITING_SETUP, to('ready_to_start')]),
  launch: row(keep, [AWAITING_SETUP, to('ready_to_start')], [RUNNING, to('submitted')]),
  start: row(
    illegal,
    [
      ['eligible', ...AWAITING_SETUP],
      oneOf([past, when('the vendor must confirm the setup first', refuse('set_up_not_confirmed'))], to('started')),
    ],
    [['ready_to_start', 'ready_to_submit'], oneOf([past], to('started'))],
    [['started'], refuse('attempt_already_started')],
  ),
  stop: row(illegal, [INCOMPLETE, to('ready_to_submit')], [['ready_to_submit'], keep]),
  ping: row(record),
  error: row(
    oneOf([passed], keep),
    [INCOMPLETE, oneOf([passed], to('error'))],
    [['ready_to_submit'], oneOf([passed], keep)],
    [FLAGS, oneOf([passed, when('the clock runs', to('error'))], keep)],
    [['submitted'], keepAs('already-submitted')],
  ),
  'heartbeat-lost': row(keep, [
    ['started'],
    oneOf(
      [when('there is no back-end, or a later sign of life', keep), when('the clock is paused', keep), passed],
      to('error'),
    ),
  ]),
  'mark-ready-to-resume': row(oneOf([unresumable], record), [['error'], oneOf([unresumable], to('ready_to_resume'))]),
  resumed: row(oneOf([takenOver, unmarked], record), [
    ['ready_to_resume'],
    oneOf([takenOver, unmarked], to('resumed')),
  ]),
  submit: row(
    keep,
    [INCOMPLETE, to('submitted')],
    [['started'], oneOf([when('a page that missed a pause does it', refuse('pause_missed'))], to('submitted'))],
    [NOT_HANDED_IN, oneOf([when('it was handed in, or is to be resumed', keep)], to('submitted'))],
  ),
  decline: row(keep, [INCOMPLETE, to('declined')]),
  reset: row(refuse('exam_not_practice')),
  review: rowOfReviews,
  'set-status': rowOfSetting,
  acknowledge: row(oneOf([when('it was acknowledged before', keep)], record)),
  'extra-time': row(keep, [[...INCOMPLETE, ...FLAGS], oneOf([when('the clock would not run longer', keep)], record)]),
  'incident-time': row(
    oneOf([when('its clock has stopped for good', refuse('attempt_not_running')), tooMuch], record),
    [INCOMPLETE, oneOf([tooMuch], record)],
  ),
  pause: rowOfClock(when('it is paused already', keep)),
  unpause: rowOfClock(when('it is not paused', keep)),
  'correct-end': rowOfClock(
    when('it is paused', refuse('attempt_paused')),
    when('it ends then already', keep),
    when('the end is too soon or too far away', refuse('end_out_of_range')),
  ),
  undo: row(undoing, [['deleted'], undoing]),
  delete: row(record),
};

/**
 * Rows of an exam without a vendor: there is nothing to set up, no proctoring to lose or to decline, and a timed exam
 * must never show its content without its clock (differences §1.4).
 */
const WITHOUT_VENDOR = {
  'click-download-software': row(illegal, [INCOMPLETE, keep]),
  'vendor-ready': row(keep),
  launch: row(keep),
  start: row(
    illegal,
    [['eligible', ...PRE_START, 'ready_to_submit'], oneOf([past], to('started'))],
    [['started'], refuse('attempt_already_started')],
  ),
  error: row(oneOf([passed], keep), [['submitted'], keepAs('already-submitted')]),
  'heartbeat-lost': row(keep),
  decline: row(keep),
} satisfies Partial<Table>;

/** A practice attempt can be replaced by a new one; a submitted one is removed by that. */
const OF_PRACTICE = {
  reset: row(
    to('onboarding_reset'),
    [[...INCOMPLETE, 'verified'], refuse('reset_not_allowed')],
    [['submitted'], record],
    [['onboarding_reset'], keep],
  ),
} satisfies Partial<Table>;

/** What the table distinguishes; a practice exam without proctoring is of no type of its own. */
export const KINDS = ['proctored', 'timed', 'practice', 'onboarding', 'practice without proctoring'] as const;
export type Kind = (typeof KINDS)[number];
export type Tables = Readonly<Record<Kind, Table>>;

export const TABLES: Tables = {
  proctored: PROCTORED,
  timed: { ...PROCTORED, ...WITHOUT_VENDOR },
  practice: { ...PROCTORED, ...OF_PRACTICE },
  onboarding: { ...PROCTORED, ...OF_PRACTICE, review: rowOfOnboardingReviews },
  'practice without proctoring': { ...PROCTORED, ...WITHOUT_VENDOR, ...OF_PRACTICE },
};

export function kindOf(
  { exam, isSampleAttempt }: Pick<AttemptState, 'exam' | 'isSampleAttempt'>,
  { settings }: Pick<Facts, 'settings'>,
): Kind {
  if (!exam.isProctored) return exam.isPracticeExam ? 'practice without proctoring' : 'timed';
  if (!exam.isPracticeExam) return 'proctored';
  return settings.supportsOnboarding && isSampleAttempt ? 'onboarding' : 'practice';
}

/** Whether a new practice attempt may take the place of one in this status. */
export function mayBeReset(status: Status): boolean {
  return !('refuse' in TABLES.practice.reset[status]);
}

/** A submitted practice attempt is removed by its reset; any other stays as superseded. */
export function isRemovedByReset(status: Status): boolean {
  return 'record' in TABLES.practice.reset[status];
}
