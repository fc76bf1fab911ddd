import { isBoolean, isCount, isOptional, isStorableText, type Check } from './field-checks.ts';
import { isExtraMinutes } from './minutes.ts';
import { isStatus, type Status } from './statuses.ts';

/** As what somebody acts on attempts in a course. */
export const STAFF_ROLES = ['invigilator', 'reviewer', 'course_staff', 'global_staff'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Who caused an event. Ids only: histories hold no names or addresses. */
export interface Actor {
  kind: 'learner' | 'staff' | 'vendor' | 'system' | 'operator';
  userId?: number;
  /** Of staff who act through a console. */
  role?: StaffRole;
}

/** What a reason that staff give is about. */
export const REASON_CATEGORIES = [
  'power',
  'network',
  'vendor-software',
  'fire-alarm',
  'medical',
  'illness',
  'misconduct',
  'staff-error',
  'other',
] as const;
export type ReasonCategory = (typeof REASON_CATEGORIES)[number];

interface Caused {
  /** Missing in signals sent by hand; the workflow then records an operator. */
  actor?: Actor;
  /** The reason, in the words of the person who did it; kept in the attempt's history. */
  reason?: string;
  /** What the reason is about. */
  category?: ReasonCategory;
  /** Id of the note in Postgres that says why; messages from the API say it in no other way. */
  noteId?: string;
  /** Identifies the request behind a message, so that it takes effect once, however often it is sent. */
  wishId?: string;
  /** The version of the attempt that its sender has seen: the event is refused once there is another. */
  ifVersion?: number;
  /** The version of the stored attempt: a workflow that knows only an earlier one reads it first. */
  storedVersion?: number;
  /** For how long the change can be undone, in milliseconds; its effects wait for so long. */
  undoMs?: number;
  /** Id of the API request behind a message, as in the request log. */
  requestId?: string;
  /** Id of the bulk act that the message belongs to. */
  bulkId?: string;
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
  /** `isOneAtATime`: refused while the clock of another of the learner's attempts runs. */
  start: Caused & { isOneAtATime?: boolean };
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
  /** `minutes` more for an incident; refused if that makes more than `mostMins` in all. */
  'incident-time': Caused & { minutes: number; mostMins?: number };
  pause: Caused;
  unpause: Caused;
  /** `endsAt`: the new end of the clock. */
  'correct-end': Caused & { endsAt: number };
  /** Takes back the change of that number, if it is the latest and its time is not over. */
  undo: Caused & { version: number };
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
  start: {
    description: 'Start the clock, or go back into the exam',
    needsFacts: true,
    fields: { isOneAtATime: isOptional(isBoolean) },
  },
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
  'incident-time': {
    description: 'Staff give {minutes} more for an incident, past the due date too',
    needsFacts: true,
    fields: { minutes: (value) => isExtraMinutes(value) && value > 0, mostMins: isOptional(isCount) },
  },
  pause: { description: 'Staff hold the clock; the learner keeps the seconds that are left', needsFacts: true },
  unpause: { description: 'The clock goes on after a pause' },
  'correct-end': {
    description: 'Staff set the end of the running clock: {endsAt}, in epoch milliseconds',
    needsFacts: true,
    fields: { endsAt: isCount },
  },
  undo: { description: 'Staff take back the latest change: {version}', fields: { version: isCount } },
  delete: {
    description: 'Remove the attempt so that the learner can start again',
    fields: { quiet: isOptional(isBoolean) },
  },
};

export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];

/** Whether the result of an event depends on the clock or the settings, as the end of the time does. */
export function needsFacts(name: AttemptEventName): boolean {
  if (name === 'created') return false;
  return isOfTime(name) || EVENTS[name].needsFacts === true;
}

/** Events that no message brings: the first record of an attempt, and what happens to it as time passes. */
export const INTERNAL_EVENTS = {
  created: { description: 'The first record of an attempt' },
  expire: { description: 'The time is up' },
  'pause-expire': { description: 'The pause has lasted too long' },
} as const;
export type InternalEventName = keyof typeof INTERNAL_EVENTS;
export const INTERNAL_EVENT_NAMES = Object.keys(INTERNAL_EVENTS) as InternalEventName[];
export type InternalEvent = { [Name in InternalEventName]: { name: Name; payload: Caused } }[InternalEventName];

/** Whether nothing but the passing of time causes the event. */
export function isOfTime(name: AttemptEventName): name is 'expire' | 'pause-expire' {
  return name === 'expire' || name === 'pause-expire';
}

/** An event that a message brings. */
export type SentEvent = { [N in EventName]: { name: N; payload: EventPayloads[N] } }[EventName];
export type AttemptEvent = SentEvent | InternalEvent;
export type AttemptEventName = AttemptEvent['name'];
