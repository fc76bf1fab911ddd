import type { Effect } from '../../../rules/attempt/effects.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import type { ExamFacts } from '../../../rules/exam.ts';
import type { Kind } from '../../../rules/attempt/transition-table.ts';
import type { Status } from '../../../rules/attempt/statuses.ts';
import {
  ONBOARDING,
  PRACTICE,
  PRACTICE_WITHOUT_PROCTORING,
  PROCTORED,
  PROCTORED_WITHOUT_BACKEND,
  TIMED,
} from '../../support/attempt-builders.ts';

/** Who takes what: the kinds of attempt whose effects differ. */
export interface Variant {
  exam: ExamFacts;
  takingAsProctored: boolean;
  supportsOnboarding: boolean;
  /** The part of the table of moves that it falls under. */
  kind: Kind;
  /** Everything outside that a first move to a status causes, before the closing tracking event and announcement. */
  causes: Partial<Record<Status, Effect[]>>;
}

const unit: Effect = { kind: 'complete-unit' };
const start: Effect = { kind: 'start-at-vendor' };
const stop: Effect = { kind: 'stop-at-vendor' };
const err: Effect = { kind: 'mark-erroneous-at-vendor' };
const siblings: Effect = { kind: 'decline-siblings' };
const zero: Effect[] = [{ kind: 'override-grade', overriderId: null }, { kind: 'invalidate-certificate' }];
const undo: Effect = { kind: 'undo-grade-override' };
const unblock: Effect = { kind: 'clear-blocked-attempts' };
const credit = (status: Extract<Effect, { kind: 'set-credit' }>['status']): Effect => ({ kind: 'set-credit', status });
const mail = (name: Extract<Effect, { kind: 'send-mail' }>['mail']): Effect => ({ kind: 'send-mail', mail: name });
const publish = (event: Extract<Effect, { kind: 'publish-exam-event' }>['event']): Effect => ({
  kind: 'publish-exam-event',
  event,
  requestedBy: null,
});

/** Of an exam that no vendor watches; practice is no exception. */
const WITHOUT_PROCTORING: Variant['causes'] = {
  submitted: [unit, credit('submitted'), publish('submitted')],
  error: [credit('failed'), publish('errored')],
  declined: [credit('declined'), siblings],
  verified: [credit('satisfied'), undo, publish('verified')],
  rejected: [credit('failed'), ...zero, publish('rejected')],
};

export const VARIANTS: Record<string, Variant> = {
  'a proctored attempt': {
    exam: PROCTORED,
    kind: 'proctored',
    takingAsProctored: true,
    supportsOnboarding: false,
    causes: {
      started: [start],
      submitted: [unit, credit('submitted'), publish('submitted'), mail('submitted'), stop],
      error: [credit('failed'), publish('errored'), err],
      declined: [credit('declined'), siblings],
      verified: [credit('satisfied'), undo, publish('verified'), mail('verified')],
      rejected: [credit('failed'), ...zero, publish('rejected'), mail('rejected')],
    },
  },
  'a proctored attempt without a back-end': {
    exam: PROCTORED_WITHOUT_BACKEND,
    kind: 'proctored',
    takingAsProctored: true,
    supportsOnboarding: false,
    causes: {
      submitted: [unit, credit('submitted'), publish('submitted'), mail('submitted')],
      error: [credit('failed'), publish('errored')],
      declined: [credit('declined'), siblings],
      verified: [credit('satisfied'), undo, publish('verified'), mail('verified')],
      rejected: [credit('failed'), ...zero, publish('rejected'), mail('rejected')],
    },
  },
  'a proctored exam taken openly': {
    exam: PROCTORED,
    kind: 'proctored',
    takingAsProctored: false,
    supportsOnboarding: false,
    causes: {
      started: [start],
      submitted: [unit, credit('submitted'), publish('submitted'), stop],
      error: [credit('failed'), publish('errored'), err],
      declined: [credit('declined'), siblings],
      verified: [credit('satisfied'), undo, publish('verified')],
      rejected: [credit('failed'), ...zero, publish('rejected')],
    },
  },
  'a timed attempt': {
    exam: TIMED,
    kind: 'timed',
    takingAsProctored: false,
    supportsOnboarding: false,
    causes: WITHOUT_PROCTORING,
  },
  'a practice attempt without proctoring': {
    exam: PRACTICE_WITHOUT_PROCTORING,
    kind: 'practice without proctoring',
    takingAsProctored: false,
    supportsOnboarding: false,
    causes: WITHOUT_PROCTORING,
  },
  'a practice attempt': {
    exam: PRACTICE,
    kind: 'practice',
    takingAsProctored: true,
    supportsOnboarding: false,
    causes: {
      started: [start],
      submitted: [unit, credit('submitted'), publish('submitted'), stop],
      error: [credit('failed'), publish('errored'), err],
      declined: [credit('declined'), siblings],
      verified: [credit('satisfied'), undo, publish('verified')],
      rejected: [credit('failed'), ...zero, publish('rejected')],
    },
  },
  'an onboarding attempt': {
    exam: ONBOARDING,
    kind: 'onboarding',
    takingAsProctored: true,
    supportsOnboarding: true,
    causes: {
      started: [start],
      submitted: [unit, credit('submitted'), publish('submitted'), unblock, stop],
      error: [credit('failed'), publish('errored'), err],
      declined: [credit('declined'), siblings],
      verified: [credit('satisfied'), undo, publish('verified'), unblock],
      rejected: [credit('failed'), ...zero, publish('rejected')],
    },
  },
};

/** The tracking event and the announcement that end every change of status. */
export function closing(after: AttemptState, at: number, withNames = false): Effect[] {
  const { status, startedAt, completedAt, allowedTimeLimitMins } = after;
  const snapshot = { status, startedAt, completedAt, allowedTimeLimitMins, at };
  return [
    { kind: 'track', verb: `attempt.${status}`, snapshot },
    { kind: 'announce-status', status, withNames },
  ];
}
