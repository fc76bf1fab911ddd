import type { Effect, ExamEventName } from './effects.ts';
import { wasHandedIn, type AttemptState } from './state.ts';
import { isRunning, isStatus, type Status } from './statuses.ts';

const CREDIT: Partial<Record<Status, 'satisfied' | 'failed' | 'declined' | 'submitted'>> = {
  verified: 'satisfied',
  rejected: 'failed',
  declined: 'declined',
  submitted: 'submitted',
  error: 'failed',
};

const EXAM_EVENT: Partial<Record<Status, ExamEventName>> = {
  submitted: 'submitted',
  verified: 'verified',
  rejected: 'rejected',
  error: 'errored',
};

/** Statuses whose credit requirement is taken back on deletion (attempt-lifecycle §3.9); a resume comes from an error. */
const CREDITED: readonly Status[] = [
  'verified',
  'rejected',
  'declined',
  'submitted',
  'error',
  'ready_to_resume',
  'resumed',
];

export function snapshotOf(state: AttemptState, at: number) {
  const { status, startedAt, completedAt, allowedTimeLimitMins } = state;
  return { status, startedAt, completedAt, allowedTimeLimitMins, at };
}

/** The tracking event and the status announcement that end every recorded change. */
export function planAnnouncements(state: AttemptState, now: number, withNames = false): Effect[] {
  return [
    { kind: 'track', verb: `attempt.${state.status}`, snapshot: snapshotOf(state, now) },
    { kind: 'announce-status', status: state.status, withNames },
  ];
}

interface Change {
  before: AttemptState;
  after: AttemptState;
  now: number;
  /** A decline passed on from another exam goes no further. */
  cascaded?: boolean;
  /** Who decided, for the grade override. */
  decidedBy?: number | null;
  supportsOnboarding: boolean;
}

function planMail(state: AttemptState): Effect[] {
  const { status } = state;
  if (!state.takingAsProctored || state.isSampleAttempt) return [];
  return status === 'submitted' || status === 'verified' || status === 'rejected'
    ? [{ kind: 'send-mail', mail: status }]
    : [];
}

function planGrade({ after, decidedBy }: Change): Effect[] {
  if (after.status === 'rejected')
    return [{ kind: 'override-grade', overriderId: decidedBy ?? null }, { kind: 'invalidate-certificate' }];
  return after.status === 'verified' ? [{ kind: 'undo-grade-override' }] : [];
}

/** The vendor is still watching: the clock has started, and the vendor has not been told of an end. */
function isBeingWatched(state: AttemptState): boolean {
  const { status, startedAt } = state;
  if (startedAt === null || wasHandedIn(state)) return false;
  return isRunning(status) || status === 'second_review_required';
}

function planVendorCall({ before, after }: Change): Effect[] {
  if (after.exam.backend === null) return [];
  if (after.status === 'declined' && isBeingWatched(before)) return [{ kind: 'stop-at-vendor' }];
  if (after.status === 'submitted') return [{ kind: 'stop-at-vendor' }];
  if (after.status === 'error') return [{ kind: 'mark-erroneous-at-vendor' }];
  return after.status === 'started' && before.startedAt === null ? [{ kind: 'start-at-vendor' }] : [];
}

/**
 * All external effects of a change of status, in the order of attempt-lifecycle §4.1, if the learner's other attempts
 * permit them; `applyGuard` decides that.
 */
export function planEffects(change: Change): Effect[] {
  const { before, after, now, cascaded, supportsOnboarding } = change;
  const { status } = after;
  const credit = CREDIT[status];
  const examEvent = EXAM_EVENT[status];
  const onboarded = supportsOnboarding && after.isSampleAttempt && (status === 'submitted' || status === 'verified');
  return [
    ...(before.completedAt === null && after.completedAt !== null ? [{ kind: 'complete-unit' } as const] : []),
    ...(credit ? [{ kind: 'set-credit', status: credit } as const] : []),
    ...(status === 'declined' && !cascaded ? [{ kind: 'decline-siblings' } as const] : []),
    ...planGrade(change),
    ...(examEvent ? [{ kind: 'publish-exam-event', event: examEvent, requestedBy: null } as const] : []),
    ...planMail(after),
    ...(onboarded ? [{ kind: 'clear-blocked-attempts' } as const] : []),
    ...planVendorCall(change),
    ...planAnnouncements(after, now),
  ];
}

/**
 * Effects of removing an attempt (attempt-lifecycle §3.9). A quiet removal is only recorded. What the
 * vendor is told is not among them.
 */
export function planEffectsOfDeletion(
  state: AttemptState,
  options: { quiet: boolean; hasReview: boolean; requestedBy: number | null; now: number },
): Effect[] {
  const snapshot = snapshotOf(state, options.now);
  const review: Effect[] = options.hasReview ? [{ kind: 'track', verb: 'attempt.review_received', snapshot }] : [];
  if (options.quiet) return review;
  return [
    ...review,
    { kind: 'erase-answers', requestedBy: options.requestedBy },
    { kind: 'undo-grade-override' },
    ...(isStatus(state.status) && CREDITED.includes(state.status) ? [{ kind: 'remove-credit' } as const] : []),
    { kind: 'publish-exam-event', event: 'reset', requestedBy: options.requestedBy },
    { kind: 'track', verb: 'attempt.deleted', snapshot },
  ];
}
