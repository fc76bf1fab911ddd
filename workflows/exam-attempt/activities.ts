import type { Actor, EventName, EventPayloads } from '../../rules/attempt/events.ts';
import type { Effect, Lane, PlannedEffect } from '../../rules/attempt/effects.ts';
import type { ActivitiesOf } from './effect-activities.ts';
import type { Facts } from '../../rules/attempt/facts.ts';
import type { CreationFacts, CreationPlan } from '../../rules/attempt/creation.ts';
import type { OrRefusal, Refusal } from '../../rules/attempt/refusals.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { ExamFacts, ExamType } from '../../rules/exam.ts';
import type { OnboardingError, Status } from '../../rules/attempt/statuses.ts';
import type { AttemptAnswer, CreationRequest } from './messages.ts';

/** Everything that creation has to know, read in one go. */
export interface CreationBasis {
  facts: CreationFacts;
  reviewPolicyId: number | null;
}

export interface Reservation {
  attemptCode: string;
  request: CreationRequest;
  exam: ExamFacts;
  plan: CreationPlan;
  reviewPolicyId: number | null;
  /** Epoch milliseconds. */
  at: number;
}

/** One recorded change of an attempt, with the effects it asks for. */
export interface RecordedChange {
  state: AttemptState;
  event: string;
  fromStatus: Status | null;
  actor: Actor;
  reason: string | null;
  /** Of the note that says why instead. */
  noteId?: string;
  /** Of the API's request that it came from. */
  requestId?: string;
  effects: Effect[];
  /** Instant of the event, epoch milliseconds. */
  at: number;
  /** Recorded only until then, epoch milliseconds. */
  notAfter?: number;
}

export interface Recorded {
  /** To be run now, without those that the learner's other attempts forbid. */
  effects: PlannedEffect[];
  /** The latest recorded change, when it is this one already or a later one; null when the change was recorded now. */
  earlier: { event: string; state: AttemptState } | null;
}

export interface RegistrationRequest {
  attemptCode: string;
  examId: number;
  userId: number;
  timeLimitMins: number;
  isSampleAttempt: boolean;
  /** The back-end that the attempt belongs to; absent in requests of earlier releases. */
  backend?: string;
}

export type RegistrationAnswer =
  | { externalId: string | null; readyInSeconds?: number }
  | { onboarding: OnboardingError };

/** Requests carry instants of the database's clock, which may differ from the one that workflows see. */
export interface Reading {
  /** The time by the database's clock, in epoch milliseconds; missing in histories of the first release. */
  readAt?: number;
}

/**
 * Short calls of Postgres, run as local activities so that they cost one history event each. All are idempotent.
 */
export interface StoreActivities {
  /** Facts for the creation of `attemptCode`; refuses when the exam or the learner does not exist. */
  loadCreationBasis(input: {
    examId: number;
    userId: number;
    attemptCode: string;
    takingAsProctored: boolean;
  }): Promise<OrRefusal<CreationBasis & Reading>>;
  /**
   * Takes the learner's place for the exam. A unique index decides races: the loser is told "already exists", or that
   * another attempt is being created, which may still fail.
   */
  reserveAttempt(input: Reservation): Promise<OrRefusal<{ attemptId: number } | { isBeingMade: true }>>;
  /** Gives the place back after the vendor said no. */
  dropReservation(input: { attemptCode: string }): Promise<void>;
  /**
   * Projects a change: row, history, intended effects, in one transaction. A repeat or a late write changes nothing.
   * After `notAfter` nothing is recorded, and the answer is what the clock says (`late`, epoch milliseconds).
   */
  recordChange(input: RecordedChange): Promise<Recorded | { late: number }>;
  /** Fresh settings and clock facts for an event. */
  loadFacts(input: {
    examId: number;
    userId: number;
    backend: string | null;
    type: ExamType;
  }): Promise<Facts & Reading>;
  /** State and unfinished effects of an attempt whose workflow is gone; null when there is no such attempt. */
  loadAttempt(input: { attemptCode: string }): Promise<{ state: AttemptState; pending: PlannedEffect[] } | null>;
  /** Records that a message was refused or ignored, so that it can be found in the history and the log. */
  recordIgnored(input: {
    attemptCode: string;
    event: string;
    refusal: Refusal;
    actor: Actor;
    at: number;
  }): Promise<void>;
  /** Tells the heartbeat watch of a ping at `at` (epoch milliseconds) that it does not know of. */
  notePing(input: { attemptId: number; at: number }): Promise<void>;
  /**
   * Makes a refused effect pending again, with a record of who asked, and returns a pending one as it is; null if the
   * attempt has neither of that key.
   */
  reopenEffect(input: Reopening): Promise<ReopenedEffect | null>;
  /** Delivers announcements of a change: exam events, tracking events and status announcements. */
  announce(input: EffectInput[]): Promise<void>;
}

export interface Reopening {
  attemptCode: string;
  key: string;
  actor: Actor;
  reason: string | null;
  /** Of the note that says why instead. */
  noteId?: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface ReopenedEffect {
  planned: PlannedEffect;
  wasRefused: boolean;
}

/** An effect with the ids that its activity needs to look up everything else. */
export interface EffectInput extends PlannedEffect {
  attemptId: number;
  attemptCode: string;
}

/**
 * Calls that leave the service, named for the Temporal UI: one for each kind of effect, and what somebody waits for.
 * `removeAtVendorLater` is the same as `removeAtVendor`, where nobody waits for the vendor's answer.
 */
export interface EffectActivities extends ActivitiesOf<Lane, EffectInput> {
  registerAttempt(input: RegistrationRequest): Promise<RegistrationAnswer>;
  removeAtVendor(input: { attemptId: number }): Promise<void>;
  /** What could not be announced at once, in order; returns how many are finished: all, unless it is cancelled. */
  announceLater(inputs: EffectInput[]): Promise<number>;
  /** Sends an event to another attempt and waits for its answer. */
  tellAttempt(input: TellAttempt): Promise<AttemptAnswer>;
}

export type TellAttempt = {
  [N in EventName]: { attemptCode: string; event: N; payload: EventPayloads[N] };
}[EventName];
