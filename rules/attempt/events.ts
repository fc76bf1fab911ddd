import { isBoolean, isCount, isOptional, isStorableText, type Check } from './field-checks.ts';
import { isExtraMinutes } from './minutes.ts';
import { isStatus, type Status } from './statuses.ts';

/** Who caused an event. Ids only: histories hold no names or addresses. */
export interface Actor {
  kind: 'learner' | 'staff' | 'vendor' | 'system' | 'operator';
  userId?: number;
}

interface Caused {
  /** Missing in signals sent by hand; the workflow then records an operator. */
  actor?: Actor;
  /** The reason, in the words of the person who did it; kept in the attempt's history. */
  reason?: string;
  /** Id of the note in Postgres that says why; messages from the API say it in no other way. */
  noteId?: string;
  /** Identifies the request behind a message, so that it takes effect once, however often it is sent. */
  wishId?: string;
  /** Id of the API request behind a message, as in the request log. */
  requestId?: string;
  /** When the API accepted the request, epoch milliseconds; if missing, when the message arrived. */
  acceptedAt?: number;
  /** Until when the caller waits, epoch milliseconds; after that the request no longer holds. If missing, for ever. */
  wantedUntil?: number;
}

/** Review result in the stored vocabulary (attempt-lifecycle §1.4). */
export const REVIEW_STATUSES = ['Clean', 'Rules Violation', 'Suspicious', 'Not Reviewed'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/** What comes with each event of the table below. Instants are epoch milliseconds, durations seconds unless named otherwise. */
export interface EventPayloads {
  'click-download-software': Caused;
  'vendor-ready': Caused;
  launch: Caused;
  start: Caused;
  stop: Caused;
  /** The learner's page sent a sign of life at `at`; without it, now. */
  ping: Caused & { at?: number };
  error: Caused & { detail?: string };
  /** The heartbeat watch heard nothing since `lastPingAt`. */
  'heartbeat-lost': Caused & { lastPingAt: number };
  'mark-ready-to-resume': Caused;
  /** Sent by the follow-up attempt that took over the remaining time. */
  resumed: Caused & { by?: string };
  submit: Caused;
  /** `cascaded`: the learner declined another exam of the course; such a decline goes no further. */
  decline: Caused & { cascaded?: boolean };
  reset: Caused;
  /**
   * `revision` counts the posts of one stored review, so that a repeat can be told from a change; with `reapply` the
   * latest one decides the status again.
   */
  review: Caused & { reviewStatus: ReviewStatus; reviewedBy?: number | null; revision?: number; reapply?: boolean };
  /** `reapply` runs the side effects of the status again, unless the attempt has another one by now. */
  'set-status': Caused & { status: Status; reapply?: boolean };
  acknowledge: Caused;
  /** The learner's extra time for this exam is now `additionalMins` in all. */
  'extra-time': Caused & { additionalMins: number };
  /** `quiet`: cleared by the system (onboarding done), so answers, grade and credit are left alone. */
  delete: Caused & { quiet?: boolean };
}

export type EventName = keyof EventPayloads;

interface EventEntry<Name extends EventName> {
  /** What the Temporal UI says beside the signal and the update. */
  description: string;
  /** Reads the clock or the settings, so that the workflow loads them afresh. */
  needsFacts?: true;
  /** What its own fields must be in a message. */
  fields?: Readonly<Partial<Record<Exclude<keyof EventPayloads[Name], keyof Caused>, Check>>>;
}

/**
 * The one table of what can happen to an attempt: from its keys the workflow registers a signal and an update of the same
 * name.
 */
export const EVENTS: { readonly [Name in EventName]: EventEntry<Name> } = {
  'click-download-software': { description: "The learner opened the vendor's setup", needsFacts: true },
  'vendor-ready': { description: 'The vendor says that the setup is done' },
  launch: { description: "The vendor's browser opened the exam", needsFacts: true },
  start: { description: 'Start the clock, or go back into the exam', needsFacts: true },
  stop: { description: 'The learner pressed "end" and is asked to confirm' },
  ping: { description: "The learner's page sent a sign of life", fields: { at: isOptional(isCount) } },
  error: {
    description: "The learner's page lost the proctoring software",
    needsFacts: true,
    fields: { detail: isOptional(isStorableText) },
  },
  'heartbeat-lost': {
    description: "The learner's page has sent no sign of life",
    needsFacts: true,
    fields: { lastPingAt: isCount },
  },
  'mark-ready-to-resume': { description: 'Staff let the learner resume an errored attempt' },
  resumed: { description: 'A follow-up attempt took over the remaining time' },
  submit: { description: 'Hand the exam in', needsFacts: true },
  decline: { description: 'Take the exam without proctoring', fields: { cascaded: isOptional(isBoolean) } },
  reset: { description: 'A new practice attempt replaces this one' },
  review: {
    description: 'A review result: {reviewStatus: Clean | Rules Violation | Suspicious | Not Reviewed}',
    needsFacts: true,
    fields: {
      reviewStatus: (value) => REVIEW_STATUSES.some((status) => status === value),
      reviewedBy: isOptional((value) => value === null || isCount(value)),
      revision: isOptional(isCount),
      reapply: isOptional(isBoolean),
    },
  },
  'set-status': {
    description: 'Staff set a status: {status, reason, reapply?}',
    needsFacts: true,
    fields: { status: (value) => typeof value === 'string' && isStatus(value), reapply: isOptional(isBoolean) },
  },
  acknowledge: { description: 'The learner has seen the result' },
  'extra-time': {
    description: "The learner's extra time is now {additionalMins} in all",
    needsFacts: true,
    fields: { additionalMins: isExtraMinutes },
  },
  delete: {
    description: 'Remove the attempt so that the learner can start again',
    fields: { quiet: isOptional(isBoolean) },
  },
};

export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];

/** Whether the result of an event depends on the clock or the settings, as the end of the time does. */
export function needsFacts(name: AttemptEventName): boolean {
  if (name === 'created') return false;
  return name === 'expire' || EVENTS[name].needsFacts === true;
}

/** Events caused by the machine itself, not by messages: the first record of an attempt, and the end of its time. */
export type InternalEvent = { name: 'created'; payload: Caused } | { name: 'expire'; payload: Caused };

export type AttemptEvent = { [N in EventName]: { name: N; payload: EventPayloads[N] } }[EventName] | InternalEvent;
export type AttemptEventName = AttemptEvent['name'];
