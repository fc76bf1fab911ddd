import type { BulkPlan, ExamName, PartName, Wish } from '../plan/types.ts';

/** One sending of a request. All instants are epoch milliseconds. */
export interface Try {
  number: number;
  sentAt: number;
  endedAt: number;
  /** 0: no answer came, or it was thrown away. */
  status: number;
  /** Code of an error of ours. */
  code: string | null;
}

/** What somebody asked for, and what they were told. */
export interface WishRecord {
  /** The `X-Request-Id` of every try is this id, a full stop and the number of the try. */
  id: string;
  wish: Wish | ({ by: 'staff'; what: 'bulk' } & BulkPlan['act']);
  exam: ExamName;
  userId: number;
  /** The attempt that it is about; null for a creation and for an act on many. */
  attemptId: number | null;
  /** The attempt that it made. */
  madeId: number | null;
  /** Id of the wish that an undo takes back. */
  undoes: string | null;
  /** The end that is asked for. */
  endsAt: number | null;
  /** Id of an act on many, and the attempts to which it was done, as it reports. */
  bulkId: string | null;
  doneTo: number[];
  tries: Try[];
  /** The first answer that says whether it was accepted; null if none ever came. */
  answer: { status: number; code: string | null; at: number } | null;
}

export interface FaultRecord {
  part: PartName;
  how: 'kill' | 'pause' | 'clock';
  from: number;
  /** When the part served again. */
  to: number;
}

export interface LmsArrival {
  id: string;
  type: string;
  /** Code of the attempt. */
  subject: string;
  at: number;
  /** How often it came again under the same id. */
  repeats: number;
}

/** An entry of the event bus, whose id is made from the key of its effect. */
export interface BusArrival {
  id: string;
  type: string;
}

/** How much time the processes of the run had lost by then, in milliseconds, because no processor was free for them. */
export interface ScarcitySample {
  at: number;
  lostMs: number;
}

export interface MailArrival {
  messageId: string;
  at: number;
}

export interface VendorCall {
  what: 'registration' | 'started' | 'submitted' | 'error' | 'removal';
  externalId: string;
  at: number;
}

/** A change of an attempt, as its timeline has it. */
export interface StepRead {
  version: number;
  at: number;
  event: string;
  from: string | null;
  to: string;
  requestId: string | null;
  bulkId: string | null;
  secondsLeft: number | null;
}

export interface EffectRead {
  key: string;
  version: number;
  kind: string;
  outcome: 'pending' | 'done' | 'refused' | 'withheld';
}

/** What the service says of an attempt in the end; `workflow` is what its workflow answers. */
export interface AttemptRead {
  id: number;
  code: string;
  exam: ExamName;
  userId: number;
  externalId: string | null;
  status: string;
  startedAt: number | null;
  completedAt: number | null;
  endsAt: number | null;
  steps: StepRead[];
  effects: EffectRead[];
  workflow: {
    version: number;
    status: string;
    startedAt: number | null;
    completedAt: number | null;
    isDeleted: boolean;
    externalId: string | null;
  } | null;
}

/** The whole log of a run: what clients were told, what the outside received and what the service says in the end. */
export interface Evidence {
  wishes: WishRecord[];
  faults: FaultRecord[];
  lms: LmsArrival[];
  bus: BusArrival[];
  mails: MailArrival[];
  vendor: VendorCall[];
  attempts: AttemptRead[];
  scarcity: ScarcitySample[];
  /** When the exam `due` was due. */
  dueAt: number;
  /** When the service was asked for the last time. */
  readAt: number;
}

/** What must not be. `rule` names the promise that was broken. */
export interface Violation {
  rule: 'wish' | 'answer' | 'end' | 'projection' | 'effect' | 'wait' | 'registration' | 'settled';
  what: string;
}
