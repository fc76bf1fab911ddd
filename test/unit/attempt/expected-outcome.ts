import type { Effect } from '../../../rules/attempt/effects.ts';
import type { AttemptEvent, AttemptEventName } from '../../../rules/attempt/events.ts';
import { isStatus, RUNNING, type Status } from '../../../rules/attempt/statuses.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import type { Outcome } from '../../../rules/attempt/outcome.ts';
import { clockSince, ENDS_AT, MINUTE, STARTED_AT } from '../../support/attempt-builders.ts';
import { closing, type Variant } from './expected-effects.ts';

/** When the events of the grid arrive: after half an hour of the clock. */
export const NOW = STARTED_AT + 30 * MINUTE;

type Change = { to: AttemptState; effects: Effect[] };

const changed = (before: AttemptState, at: number, fields: Partial<AttemptState>, effects: Effect[] = []): Change => ({
  to: { ...before, version: before.version + 1, modifiedAt: at, ...fields },
  effects,
});

const snapshotAt = ({ status, startedAt, completedAt, allowedTimeLimitMins }: AttemptState, at: number) => ({
  snapshot: { status, startedAt, completedAt, allowedTimeLimitMins, at },
});

const received = (before: AttemptState, at: number): Effect[] => [
  { kind: 'track', verb: 'attempt.review_received', reviewStatus: 'Suspicious', ...snapshotAt(before, at) },
  { kind: 'notify-support', reviewStatus: 'Suspicious' },
];

function removed(before: AttemptState, at: number, had: { credit: boolean; review: boolean }): Change {
  return changed(before, at, { deletedAt: at }, [
    ...(had.review ? [{ kind: 'track', verb: 'attempt.review_received', ...snapshotAt(before, at) } as const] : []),
    { kind: 'erase-answers', requestedBy: 9 },
    { kind: 'undo-grade-override' },
    ...(had.credit ? [{ kind: 'remove-credit' } as const] : []),
    { kind: 'publish-exam-event', event: 'reset', requestedBy: 9 },
    { kind: 'track', verb: 'attempt.deleted', ...snapshotAt(before, at) },
  ]);
}

const resetTrace = (before: AttemptState, at: number): Effect => ({
  kind: 'track',
  verb: 'attempt.reset_practice_exam',
  ...snapshotAt(before, at),
});

/** The cells with `+`, spelled out. */
const CHANGES: Record<string, (before: AttemptState, at: number, variant: Variant) => Change> = {
  announced: (before, at) => changed(before, at, {}, closing(before, at, true)),
  acknowledged: (before, at) => changed(before, at, { isStatusAcknowledged: true }),
  extended: (before, at) => changed(before, at, { allowedSeconds: 6300, allowedTimeLimitMins: 105 }),
  'more now': (before, at) =>
    changed(before, at, { incidentMins: 15, allowedSeconds: 6300, allowedTimeLimitMins: 105 }),
  'more later': (before, at) => changed(before, at, { incidentMins: 15 }),
  'more kept': (before, at) => changed(before, at, { incidentMins: 15, timeRemainingSeconds: 2700 }),
  paused: (before, at) => changed(before, at, { pausedAt: at, pauseEndsAt: at + 24 * 60 * MINUTE }),
  corrected: (before, at) =>
    changed(before, at, {
      allowedSeconds: 6300,
      allowedTimeLimitMins: 105,
      entitlement: { seconds: 6300, additionalMins: 0 },
    }),
  resumable: (before, at) =>
    changed(before, at, { status: 'ready_to_resume', readyToResume: true, isResumable: false }),
  'taken over': (before, at) => changed(before, at, { status: 'resumed', resumed: true }),
  superseded: (before, at) =>
    changed(before, at, { status: 'onboarding_reset' }, [resetTrace({ ...before, status: 'onboarding_reset' }, at)]),
  replaced(before, at) {
    const { to, effects } = removed(before, at, { credit: true, review: false });
    const atVendor = before.exam.backend === null ? [] : [{ kind: 'remove-at-vendor' } as const];
    return { to, effects: [...effects, ...atVendor, resetTrace(before, at)] };
  },
  reviewed: (before, at) => changed(before, at, { reviewRevision: before.reviewRevision + 1 }, received(before, at)),
  'reviewed without trace': (before, at) =>
    changed(before, at, { reviewRevision: 1, modifiedAt: before.modifiedAt }, received(before, at)),
  'passed without mail'(before, at, { causes }) {
    const { to } = changed(before, at, { status: 'verified' });
    return { to, effects: [...(causes.verified ?? []).filter(({ kind }) => kind !== 'send-mail'), ...closing(to, at)] };
  },
  'handed in openly'(before, at, { causes }) {
    const { to } = changed(before, at, { status: 'submitted', completedAt: at });
    const without = (causes.submitted ?? []).filter(({ kind }) => kind !== 'send-mail');
    return { to, effects: [...without, ...closing(to, at)] };
  },
  deleted: (before, at) => removed(before, at, { credit: false, review: false }),
  'deleted with credit': (before, at) => removed(before, at, { credit: true, review: false }),
  'deleted with review': (before, at) => removed(before, at, { credit: false, review: true }),
  'deleted with credit and review': (before, at) => removed(before, at, { credit: true, review: true }),
};

/** The fields that change with an ordinary move, beside status, version and modification time. */
function fieldsOfMove(before: AttemptState, to: Status, event: AttemptEventName): Partial<AttemptState> {
  switch (to) {
    case 'started':
      return before.startedAt === null ? { ...clockSince(NOW), lastPingAt: NOW } : { lastPingAt: NOW };
    case 'submitted':
      return { completedAt: event === 'expire' ? ENDS_AT : NOW, isResumable: false };
    case 'error': {
      const left = event === 'heartbeat-lost' ? 75 * 60 : 60 * 60;
      const rest = { seconds: left, additionalMins: 0 };
      return { isResumable: true, ...(before.startedAt === null ? {} : { timeRemainingSeconds: left, rest }) };
    }
    case 'declined':
      return {
        takingAsProctored: false,
        externalId: null,
        ...(before.startedAt !== null && { hasStoppedClock: true }),
      };
    case 'second_review_required':
    case 'rejected':
      return { reviewRevision: before.reviewRevision + 1 };
    default:
      return {};
  }
}

/** What a drawn cell says in full. */
export function expected(
  before: AttemptState,
  cell: string,
  event: AttemptEvent,
  at: number,
  variant: Variant,
): Outcome {
  const [sign = '', ...words] = cell.split(' ');
  const rest = words.join(' ');
  if (sign === '=') return { outcome: 'kept', state: before, ...(rest && { note: rest as 'already-submitted' }) };
  if (sign === 'x') return { outcome: 'refused', refusal: rest as 'illegal_transition' };
  if (cell === '+ heard') return { outcome: 'kept', state: { ...before, lastPingAt: NOW } };
  if (sign === '+') {
    const change = CHANGES[rest]?.(before, at, variant);
    if (!change) throw new Error(`nothing is written about "${rest}"`);
    return { outcome: 'changed', state: change.to, effects: change.effects };
  }
  if (!isStatus(cell)) throw new Error(`what is ${cell}?`);
  const { to } = changed(before, at, { status: cell, ...fieldsOfMove(before, cell, event.name) });
  const isDeclinedInMidExam = cell === 'declined' && RUNNING.some((status) => status === before.status);
  const atVendor: Effect[] = isDeclinedInMidExam && before.exam.backend !== null ? [{ kind: 'stop-at-vendor' }] : [];
  const closed = [...(variant.causes[cell] ?? []), ...atVendor, ...closing(to, at)];
  const again = before.status === 'ready_to_submit' && cell === 'started';
  const effects = again ? closing(to, at) : closed;
  return {
    outcome: 'changed',
    state: to,
    effects: event.name === 'review' ? [...effects, ...received(before, at)] : effects,
  };
}
