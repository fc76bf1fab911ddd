import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor, EventName, EventPayloads } from '../../rules/attempt/events.ts';
import { EVENT_NAMES } from '../../rules/attempt/events.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import type { PlannedEffect } from '../../rules/attempt/effects.ts';
import type { Status } from '../../rules/attempt/statuses.ts';

/** Name of the workflow type. */
export const EXAM_ATTEMPT = 'examAttempt';

const ID_PREFIX = 'exam-attempt/';

/** The one place that makes workflow ids of attempts. */
export function workflowIdOf(attemptCode: string): string {
  return ID_PREFIX + attemptCode;
}

/** Inverse of `workflowIdOf`; null for another workflow's id. */
export function attemptCodeOf(workflowId: string): string | null {
  return workflowId.startsWith(ID_PREFIX) ? workflowId.slice(ID_PREFIX.length) : null;
}

/** What a learner (or a cascade) asks for; ids only. */
export interface CreationRequest {
  examId: number;
  userId: number;
  takingAsProctored: boolean;
  /** Start the clock at once. */
  startClock: boolean;
  /** But not while that of another of the learner's attempts runs. */
  isOneAtATime?: boolean;
  /** Decline proctoring right after the creation: a proctored exam taken openly. */
  decline: boolean;
  /** The decline came down from another exam of the course. */
  cascaded?: boolean;
  /** Code of the practice attempt that this one replaces. */
  resetOf?: string;
  /** Until when the caller waits, epoch milliseconds; after that, nothing is started without their knowledge. */
  wantedUntil?: number;
  /** Of the API's request behind it, as the log of requests has it. */
  requestId?: string;
  actor: Actor;
}

/**
 * Which order of commands new runs follow; a run keeps to that with which it was started, so that its history replays.
 * Where every attempt passes, this costs nothing, unlike a patch. 2: a retention that grows keeps its timer.
 * 3: vendor, mail server and LMS are first told in the task
 * of the change. 4: an attempt takes its place with its registration, and
 * search attributes come with the start; changes are planned with the facts that were read last. 5: a settled attempt closes
 * after the days of the setting, not after a year.
 */
export const COMMANDS = 5;

/** An attempt as it goes on in a run that did not begin it. */
export interface StoredAttempt {
  state: AttemptState;
  /** Effects that are not done yet, in order. */
  pending: PlannedEffect[];
  /** Absent in histories of earlier releases. */
  settledAttemptDays?: number;
}

/** How a run begins: with a new attempt, one whose workflow was lost, or the next run of a long one. */
export type ExamAttemptInput = { commands?: number } & (
  | { kind: 'create'; attemptCode: string; request: CreationRequest }
  | { kind: 'restore'; attemptCode: string }
  | ({ kind: 'continue'; attemptCode: string } & StoredAttempt)
);

/** The answer to an update: the attempt after the event, and whether the event changed it. */
export interface AttemptAnswer {
  attemptId: number;
  status: Status;
  changed: boolean;
  /** Why nothing changed, if that affects the caller's answer. */
  note?: 'already-submitted' | 'passthrough';
  /** The change that the event made can be undone under this number until then, epoch milliseconds. */
  undo?: { version: number; until: number };
}

/** Sent together with the start of the workflow; answers once the attempt exists. */
export const createUpdate = defineUpdate<AttemptAnswer>('create');

/** The key of the effect, who asks for it, and why. */
export interface RetryRequest {
  key: string;
  actor?: Actor;
  reason?: string;
  /** Of the note in Postgres that says why. */
  noteId?: string;
  /** Of the API's request behind it. */
  requestId?: string;
}

/** Repeats an effect that was refused for good; returns whether there was such an effect. */
export const retryEffectUpdate = defineUpdate<{ retried: boolean }, [RetryRequest]>('retry-effect');

/** Has the workflow compare what it knows with the stored attempt: its row says that more has happened. */
export const catchUpSignal = defineSignal('catch-up');

/** The attempt as the workflow knows it. */
export const getAttemptQuery = defineQuery<AttemptState | null>('getAttempt');

type Updates = { [N in EventName]: UpdateDefinition<AttemptAnswer, [EventPayloads[N]]> };
type Signals = { [N in EventName]: SignalDefinition<[EventPayloads[N]]> };

/** Updates are for callers that need the answer; the validator refuses with a `Refusal` code as failure type. */
export const eventUpdates = Object.fromEntries(
  EVENT_NAMES.map((name) => [name, defineUpdate<AttemptAnswer, [EventPayloads[EventName]]>(name)]),
) as unknown as Updates;

/** Signals are for operators, the command line and other workflows: an illegal one is recorded and ignored. */
export const eventSignals = Object.fromEntries(
  EVENT_NAMES.map((name) => [name, defineSignal<[EventPayloads[EventName]]>(name)]),
) as unknown as Signals;
