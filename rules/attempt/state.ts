import type { ExamFacts } from '../exam.ts';
import type { Status } from './statuses.ts';

/** What the learner was entitled to when the clock started, before the due date cut it; later grants add to it. */
export interface Entitlement {
  seconds: number;
  /** Extra minutes known at the start; only what exceeds them is new. */
  additionalMins: number;
}

/** A request that changed the attempt, and the answer for its repeats. */
export interface AnsweredWish {
  id: string;
  status: Status;
}

/** The latest change, while it can be undone: its effects wait until then. */
export interface UndoableChange {
  /** Number of the change. */
  version: number;
  event: string;
  /** Id of the person who made it. */
  by: number | null;
  /** When it was made, and until when it can be undone; epoch milliseconds. */
  at: number;
  until: number;
  /** The attempt before it. */
  before: Omit<AttemptState, 'undoable'>;
}

/**
 * The whole state of an attempt, carried through continue-as-new and projected to Postgres with every change.
 * Ids only, no names or addresses. Instants are epoch milliseconds.
 */
export interface AttemptState {
  schema: 1;
  /** Number of recorded changes; the projection keeps the highest. */
  version: number;
  attemptId: number;
  attemptCode: string;
  userId: number;
  exam: ExamFacts;
  status: Status;
  takingAsProctored: boolean;
  isSampleAttempt: boolean;
  /** The vendor's id for the attempt. */
  externalId: string | null;
  reviewPolicyId: number | null;
  createdAt: number;
  modifiedAt: number;
  startedAt: number | null;
  completedAt: number | null;
  /** The time ran out, where that is a separate status and leaves `completedAt` empty. */
  hasTimedOut?: boolean;
  /** A pause has held the clock since then; null or missing while nothing holds it. */
  pausedAt?: number | null;
  /** When that pause, if nobody ends it, turns into an error; fixed when it begins. */
  pauseEndsAt?: number | null;
  /** For how long earlier pauses held the clock, in milliseconds; missing in attempts that were never paused. */
  pausedMs?: number;
  /**
   * Minutes given for incidents, which no due date cuts: on top of the entitlement, until a corrected end takes them up.
   * Missing where none were given.
   */
  incidentMins?: number;
  /** When the clock went on after the latest pause: signs of life are expected from then on. */
  unpausedAt?: number;
  /** A decline, or a block by staff, ended the exam while its clock ran; a later review does not revive it. */
  hasStoppedClock?: boolean;
  /** Exact length of the clock without its pauses, fixed at the first start, then only extended or corrected. */
  allowedSeconds: number | null;
  /** The same in whole minutes, as the wire has it. */
  allowedTimeLimitMins: number | null;
  /** Fixed at the first start, null before. */
  entitlement: Entitlement | null;
  /**
   * Before the start: carried from the attempt that this one resumes. After an error: what the learner was still
   * entitled to, before the due date cut it. Missing in attempts from before it was kept.
   */
  rest?: Entitlement | null;
  /** Missing or null where the latest change cannot be undone. */
  undoable?: UndoableChange | null;
  /** Requests that took effect, the newest last, with their answers. */
  answeredWishes?: readonly AnsweredWish[];
  /** Before the start: carried from the attempt that this one resumes. After an error: what was left. */
  timeRemainingSeconds: number | null;
  isResumable: boolean;
  readyToResume: boolean;
  resumed: boolean;
  isStatusAcknowledged: boolean;
  lastPingAt: number | null;
  /** Revision of the newest review applied; older or equal ones are repeats. */
  reviewRevision: number;
  deletedAt: number | null;
}

/** A superseded attempt: its follow-up exists or may be created (attempt-lifecycle §3.3). */
export function inResumeProcess(state: Pick<AttemptState, 'readyToResume' | 'resumed'>): boolean {
  return state.readyToResume || state.resumed;
}

/** Whether the learner, or the end of the time, has ever ended the exam, in any status. */
export function wasHandedIn(state: Pick<AttemptState, 'status' | 'completedAt' | 'hasTimedOut'>): boolean {
  return state.completedAt !== null || state.hasTimedOut === true || state.status === 'timed_out';
}
