import type { Facts } from '../../rules/attempt/facts.ts';
import { DEFAULT_SETTINGS, type ClockFacts, type RuleSettings } from '../../rules/attempt/facts.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { ExamFacts } from '../../rules/exam.ts';
import type { Status } from '../../rules/attempt/statuses.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When attempts of these builders are created, and when running ones were started. */
export const CREATED_AT = Date.UTC(2030, 0, 7, 9, 0);
export const STARTED_AT = CREATED_AT + 10 * MINUTE;
/** End of a running attempt's 90 minutes. */
export const ENDS_AT = STARTED_AT + 90 * MINUTE;

const EXAM = {
  id: 7,
  courseId: 'course-v1:Ref+C101+2030',
  contentId: 'block-v1:Ref+C101+2030+type@sequential+block@e',
};

export const TIMED: ExamFacts = { ...EXAM, type: 'timed', isProctored: false, isPracticeExam: false, backend: null };
export const PROCTORED: ExamFacts = {
  ...EXAM,
  type: 'proctored',
  isProctored: true,
  isPracticeExam: false,
  backend: 'stubrest',
};
/** A proctored exam whose back-end is no longer configured. */
export const PROCTORED_WITHOUT_BACKEND: ExamFacts = { ...PROCTORED, backend: null };
export const PRACTICE: ExamFacts = { ...PROCTORED, type: 'practice', isPracticeExam: true };
/** Of no type of its own; it counts as proctored. */
export const PRACTICE_WITHOUT_PROCTORING: ExamFacts = { ...TIMED, type: 'proctored', isPracticeExam: true };
export const ONBOARDING: ExamFacts = { ...PROCTORED, type: 'onboarding', isPracticeExam: true };

/** An attempt that was just created; what follows from the exam's type is filled in. */
export function anAttempt(fields: Partial<AttemptState> = {}): AttemptState {
  const exam = fields.exam ?? PROCTORED;
  return {
    schema: 1,
    version: 1,
    attemptId: 41,
    attemptCode: '069DE5ED-B07F-4573-8123-AF9C2C07AD4A',
    userId: 5,
    exam,
    status: 'created',
    takingAsProctored: exam.isProctored,
    isSampleAttempt: exam.isPracticeExam,
    externalId: exam.isProctored ? 'vendor-attempt-1' : null,
    reviewPolicyId: null,
    createdAt: CREATED_AT,
    modifiedAt: CREATED_AT,
    startedAt: null,
    completedAt: null,
    allowedSeconds: null,
    allowedTimeLimitMins: null,
    entitlement: null,
    timeRemainingSeconds: null,
    isResumable: false,
    readyToResume: false,
    resumed: false,
    isStatusAcknowledged: false,
    lastPingAt: null,
    reviewRevision: 0,
    deletedAt: null,
    ...fields,
  };
}

/** The clock of an exam of 90 minutes that was started at `startedAt`. */
export const clockSince = (startedAt: number) =>
  ({
    startedAt,
    allowedSeconds: 5400,
    allowedTimeLimitMins: 90,
    entitlement: { seconds: 5400, additionalMins: 0 },
  }) satisfies Partial<AttemptState>;

const CLOCK = { ...clockSince(STARTED_AT), lastPingAt: STARTED_AT };
const HANDED_IN = { ...CLOCK, completedAt: STARTED_AT + 50 * MINUTE };
const ERRED = { ...CLOCK, timeRemainingSeconds: 1800 };
const UNREGISTERED = { externalId: null };

/** The fields that an attempt in a status ordinarily has. */
const FIELDS_OF: Record<Status, Partial<AttemptState>> = {
  eligible: {},
  created: {},
  download_software_clicked: {},
  ready_to_start: {},
  started: CLOCK,
  ready_to_submit: CLOCK,
  declined: { takingAsProctored: false, externalId: null },
  timed_out: { ...CLOCK, hasTimedOut: true },
  submitted: HANDED_IN,
  second_review_required: { ...HANDED_IN, reviewRevision: 1 },
  verified: { ...HANDED_IN, reviewRevision: 1 },
  rejected: { ...HANDED_IN, reviewRevision: 1 },
  error: { ...ERRED, isResumable: true },
  ready_to_resume: { ...ERRED, readyToResume: true },
  resumed: { ...ERRED, readyToResume: true, resumed: true },
  onboarding_missing: UNREGISTERED,
  onboarding_pending: UNREGISTERED,
  onboarding_failed: UNREGISTERED,
  onboarding_expired: UNREGISTERED,
  expired: {},
  onboarding_reset: ERRED,
};

/** An attempt as it ordinarily looks in `status`. */
export function anAttemptIn(status: Status, fields: Partial<AttemptState> = {}): AttemptState {
  return anAttempt({ status, ...FIELDS_OF[status], ...fields });
}

/** A clock of 90 minutes without extra time or due date. */
export function clockFacts(fields: Partial<ClockFacts> = {}): ClockFacts {
  return { timeLimitMins: 90, additionalMins: 0, dueAt: null, ...fields };
}

/** Facts of a 90-minute exam under the default settings. */
export function someFacts(fields: { clock?: Partial<ClockFacts>; settings?: Partial<RuleSettings> } = {}): Facts {
  return { clock: clockFacts(fields.clock), settings: { ...DEFAULT_SETTINGS, ...fields.settings } };
}
