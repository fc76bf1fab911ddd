import type { Status } from './statuses.ts';

/** Who caused an event. Ids only: histories hold no names or addresses. */
export interface Actor {
  kind: 'learner' | 'staff' | 'vendor' | 'system' | 'operator';
  userId?: number;
}

interface Caused {
  /** Left out by a signal sent by hand; the workflow then records an operator. */
  actor?: Actor;
  /** Why, in the words of whoever did it; kept in the attempt's history. */
  reason?: string;
  /** Of the note in Postgres that says why; what comes through the API says it in no other way. */
  noteId?: string;
  /** Names the wish behind a message, so that it takes effect once however often it is sent. */
  wishId?: string;
  /** Of the API's request behind a message, as the log of requests has it. */
  requestId?: string;
  /** When the API accepted the wish, epoch milliseconds; without it, when the message arrived. */
  acceptedAt?: number;
  /** Until when whoever asked waits, epoch milliseconds; afterwards the wish is none any more. Without it, for ever. */
  wantedUntil?: number;
}

/** Review result in the stored vocabulary (attempt-lifecycle §1.4). */
export const REVIEW_STATUSES = ['Clean', 'Rules Violation', 'Suspicious', 'Not Reviewed'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/**
 * The one table of what can happen to an attempt, with the payload of each event. From its keys the workflow registers
 * a signal and an update of the same name. Instants are epoch milliseconds, durations seconds unless named otherwise.
 */
export interface EventPayloads {
  'click-download-software': Caused;
  'vendor-ready': Caused;
  launch: Caused;
  start: Caused;
  stop: Caused;
  /** The learner's page was heard of at `at`; without it, now. */
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
   * `revision` counts the posts of one stored review, so a repeat is told from a change; with `reapply` the latest one
   * decides the status again.
   */
  review: Caused & { reviewStatus: ReviewStatus; reviewedBy?: number | null; revision?: number; reapply?: boolean };
  /** `reapply` runs the side effects of the status again, unless the attempt has another one by now. */
  'set-status': Caused & { status: Status; reapply?: boolean };
  acknowledge: Caused;
  /** The learner's extra time for this exam is now `additionalMins` in all. */
  'extra-time': Caused & { additionalMins: number };
  /** `quiet`: cleared by the system (onboarding done), so answers, grade and credit are left alone. */
  delete: Caused & { quiet?: boolean };
  'exam-changed': Caused & { examName?: string; externalId?: string | null; timeLimitMins?: number };
}

export type EventName = keyof EventPayloads;

export const EVENT_NAMES = [
  'click-download-software',
  'vendor-ready',
  'launch',
  'start',
  'stop',
  'ping',
  'error',
  'heartbeat-lost',
  'mark-ready-to-resume',
  'resumed',
  'submit',
  'decline',
  'reset',
  'review',
  'set-status',
  'acknowledge',
  'extra-time',
  'delete',
  'exam-changed',
] as const satisfies readonly EventName[];

/** What the machine itself causes beside the messages: the first record of an attempt, and the end of its time. */
export type InternalEvent = { name: 'created'; payload: Caused } | { name: 'expire'; payload: Caused };

export type AttemptEvent = { [N in EventName]: { name: N; payload: EventPayloads[N] } }[EventName] | InternalEvent;
export type AttemptEventName = AttemptEvent['name'];
