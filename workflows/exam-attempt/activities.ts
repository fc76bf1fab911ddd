import type { Actor, EventName, EventPayloads, ReasonCategory } from '../../rules/attempt/events.ts';
import type { Effect, Lane, PlannedEffect } from '../../rules/attempt/effects.ts';
import type { ActivitiesOf } from './effect-activities.ts';
import type { Hold } from '../../rules/bulk/holds.ts';
import type { Facts, RuleSettings } from '../../rules/attempt/facts.ts';
import type { CreationFacts, CreationPlan } from '../../rules/attempt/creation.ts';
import type { OrRefusal, Refusal } from '../../rules/attempt/refusals.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { ExamFacts, ExamType } from '../../rules/exam.ts';
import type { OnboardingError, Status } from '../../rules/attempt/statuses.ts';
import type { AttemptAnswer, CreationRequest, StoredAttempt } from './messages.ts';

/** Everything that creation has to know, read in one go. */
export interface CreationBasis {
  facts: CreationFacts;
  reviewPolicyId: number | null;
  /** The id that the attempt may take; absent in histories of releases that got it with the place. */
  attemptId?: number;
  /** What was done to its sitting; absent if nothing was. */
  holds?: readonly Hold[];
  /** With which its clock may be started; absent in histories of releases that read them then. */
  settings?: RuleSettings;
}

/** A learner's place that an attempt has. */
export interface Place {
  attemptId: number;
  /** A task that was interrupted took it before, and may have gone on from there. */
  isTakenBefore?: true;
  /** The vendor's id of the attempt, if that task has asked the vendor and heard its answer. */
  registeredAs?: string;
}

/** What a vendor knows of an attempt that came to nothing; both ids are the vendor's. */
export interface UnusedRegistration {
  backend: string | null;
  examExternalId: string | null;
  attemptExternalId: string;
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
  /** What the reason is about. */
  category?: ReasonCategory;
  /** Of the note that says why instead. */
  noteId?: string;
  /** How many minutes the event gave for an incident. */
  minutes?: number;
  /** Number of the change that this one undoes: its effects are not carried out. */
  undoes?: number;
  /** Refused while the clock of another of the learner's attempts runs. */
  isOneAtATime?: true;
  /** Of the API's request that it came from. */
  requestId?: string;
  /** Of the bulk act that it belongs to. */
  bulkId?: string;
  effects: Effect[];
  /** Lanes in which nothing is waiting or running, so that their first effects may be tried at once. */
  tries?: readonly Lane[];
  /** Recorded only if the facts are still these. */
  expects?: Facts;
  /** Instant of the event, epoch milliseconds. */
  at: number;
  /** Recorded only until then, epoch milliseconds. */
  notAfter?: number;
}

/** A new attempt whose creation nobody else had to be told of, with its first changes in order. */
export interface RecordedCreation {
  reservation: Reservation;
  attemptId: number;
  changes: RecordedChange[];
}

export interface Recorded {
  /** To be run now, without those that the learner's other attempts forbid, and those that are done already. */
  effects: PlannedEffect[];
  /** The latest recorded change, when it is this one already or a later one; null when the change was recorded now. */
  earlier: { event: string; state: AttemptState } | null;
  /**
   * The change that was recorded now. A call may be answered by one that the worker had begun before it had to carry the
   * workflow out again, from other times or another message. Missing in answers of earlier releases.
   */
  made?: { event: string; state: AttemptState };
}

export interface RegistrationRequest {
  attemptCode: string;
  examId: number;
  userId: number;
  timeLimitMins: number;
  isSampleAttempt: boolean;
  /** The back-end that the attempt belongs to; absent in requests of earlier releases. */
  backend?: string;
  /** The place that is taken first, if the attempt has none yet. */
  reservation?: Reservation;
}

export type RegistrationAnswer = (
  | { externalId: string | null; readyInSeconds?: number }
  | { onboarding: OnboardingError }
) & {
  /** Of the attempt whose place was taken first. */
  attemptId?: number;
};

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
  reserveAttempt(input: Reservation): Promise<OrRefusal<Place | { isBeingMade: true }>>;
  /**
   * Gives the place of a creation back that came to nothing. Answers what is left of it at the vendor: null if that knows
   * of nothing. `externalId` is the vendor's answer, which may not be noted yet.
   */
  dropReservation(input: { attemptCode: string; externalId?: string | null }): Promise<UnusedRegistration | null>;
  /**
   * Projects a change: row, history, intended effects and the beginning of their first tries, in one transaction, and then announces it to the LMS if that takes
   * no time. A repeat or a late write changes nothing.
   * After `notAfter` nothing is recorded, and the answer is what the clock says (`late`, epoch milliseconds); nor if the
   * facts are others than expected, and then these are the answer.
   */
  recordChange(input: RecordedChange): Promise<Recorded | { late: number } | { facts: Facts & Reading }>;
  /**
   * Takes the place and records the first changes at once, and announces them likewise. Null if that cannot be done
   * before the earliest `notAfter`, or if the place is taken; then nothing is recorded. A repeat changes nothing.
   */
  recordCreation(input: RecordedCreation): Promise<Recorded | null>;
  /** Fresh settings and clock facts for an event. */
  loadFacts(input: {
    examId: number;
    userId: number;
    backend: string | null;
    type: ExamType;
  }): Promise<Facts & Reading>;
  /** State and unfinished effects of an attempt whose workflow is gone; null when there is no such attempt. */
  loadAttempt(input: { attemptCode: string }): Promise<StoredAttempt | null>;
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
  /** Delivers announcements that waited for something else on its way to the LMS. */
  announce(inputs: readonly EffectInput[]): Promise<void>;
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

/** Failure type of what its target refused for good. */
export const EFFECT_REFUSED = 'effect_refused';
/** Failure type of a first try that was not made. */
export const EFFECT_POSTPONED = 'effect_postponed';
/** Failure type of a first try that goes on; its detail is the process in which it does. */
export const FIRST_TRY_LASTS = 'first_try_lasts';
/** Failure type of tries that succeeded, but could not be recorded; its detail is these tries. */
export const SUCCESS_UNRECORDED = 'success_unrecorded';

/** A try of an effect, by its number from 1. */
export interface EffectTry {
  key: string;
  number: number;
}

/** What a first try within the task of the change has left to those after it. */
export interface AfterFirstTry {
  /** It may go on there until then (epoch milliseconds), and only that process can join it. */
  lasting?: { worker: string; until: number };
  /** It succeeded, and only has to be recorded. */
  succeeded?: EffectTry[];
}

/** An effect with the ids that its activity needs to look up everything else. */
export interface EffectInput extends PlannedEffect {
  attemptId: number;
  attemptCode: string;
  afterFirstTry?: AfterFirstTry;
}

/**
 * Calls that leave the service, named for the Temporal UI: one for each kind of effect, and what somebody waits for.
 * `removeAtVendorLater` is the same as `removeAtVendor`, where nobody waits for the vendor's answer.
 */
export interface EffectActivities extends ActivitiesOf<Lane, EffectInput> {
  registerAttempt(input: RegistrationRequest): Promise<RegistrationAnswer>;
  removeAtVendor(input: { attemptId: number }): Promise<void>;
  /** Takes back what a vendor was told of an attempt that came to nothing. */
  removeUnusedRegistration(input: UnusedRegistration): Promise<void>;
  /** What could not be announced at once, in order; returns how many are finished: all, unless it is cancelled. */
  announceLater(inputs: readonly EffectInput[]): Promise<number>;
  /** Sends an event to another attempt and waits for its answer. */
  tellAttempt(input: TellAttempt): Promise<AttemptAnswer>;
}

export type TellAttempt = {
  [N in EventName]: { attemptCode: string; event: N; payload: EventPayloads[N] };
}[EventName];
