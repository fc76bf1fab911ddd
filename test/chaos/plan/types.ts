import type { PART_NAMES } from './parts.ts';

/** The exams that are taken; `due` ends at its due date, `minute` and `proctored-minute` by their limit. */
export const EXAMS = {
  long: { minutes: 90, proctored: false, practice: false },
  due: { minutes: 60, proctored: false, practice: false },
  minute: { minutes: 1, proctored: false, practice: false },
  proctored: { minutes: 90, proctored: true, practice: false, backend: 'watchful' },
  'proctored-minute': { minutes: 1, proctored: true, practice: false, backend: 'watchful' },
  practice: { minutes: 30, proctored: true, practice: true, backend: 'plain' },
  onboarding: { minutes: 30, proctored: true, practice: true, backend: 'watchful' },
} as const satisfies Record<string, { minutes: number; proctored: boolean; practice: boolean; backend?: string }>;
export type ExamName = keyof typeof EXAMS;
export const EXAM_NAMES = Object.keys(EXAMS) as ExamName[];

export type LearnerAction = 'start' | 'stop' | 'submit' | 'error' | 'ping' | 'reset_attempt';
export type StaffAct =
  | { act: 'extra-time'; minutes: number }
  /** So many milliseconds from when it is sent. */
  | { act: 'correct-end'; endsInMs: number }
  | { act: 'set-status'; status: 'verified' | 'rejected' }
  | { act: 'pause' | 'unpause' | 'submit' | 'reset' | 'mark-ready-to-resume' };
export type ReviewResult = 'passed' | 'suspicious' | 'violation';

/** What somebody wants. */
export type Wish =
  | { by: 'learner'; what: 'create'; startsClock: boolean }
  | { by: 'learner'; what: LearnerAction }
  | ({ by: 'staff'; what: 'act' } & StaffAct)
  /** Of the act before it. */
  | { by: 'staff'; what: 'undo' }
  | { by: 'staff'; what: 'allowance'; minutes: number }
  | { by: 'vendor'; what: 'ready' }
  | { by: 'vendor'; what: 'review'; result: ReviewResult };

/**
 * How it travels. `cut`: the connection breaks before the first answer, and the request is repeated; `lost`: the same, but
 * the first answer is thrown away; `twice`: two copies at once; `late`: a copy of it arrives long after it was answered.
 */
export const DELIVERIES = ['plain', 'cut', 'lost', 'twice', 'late'] as const;
export type Delivery = (typeof DELIVERIES)[number];

export interface Step {
  wish: Wish;
  /** Milliseconds after the step before it. */
  afterMs: number;
  delivery: Delivery;
  /** Sent without waiting for the answer to the one before, which it may overtake. */
  isBeside: boolean;
}

/** One learner in one exam, with what others do to the attempt. */
export interface Sitting {
  learner: number;
  exam: ExamName;
  beginsMs: number;
  steps: readonly Step[];
}

/** An act on everybody whose clock of the exam runs at that moment. */
export interface BulkPlan {
  exam: ExamName;
  atMs: number;
  act: { act: 'extra-time'; minutes: number } | { act: 'pause' } | { act: 'unpause' };
  delivery: Delivery;
}

export type PartName = (typeof PART_NAMES)[number];

export interface Fault {
  part: PartName;
  /** `kill`: SIGKILL, and started again; `pause`: SIGSTOP, SIGCONT after `forMs`; `clock`: moved by `shiftMs` from then on. */
  how: 'kill' | 'pause' | 'clock';
  atMs: number;
  forMs: number;
  shiftMs: number;
}

/** Everything that will be asked for and everything that will break; each list of faults is carried out one by one. */
export interface Plan {
  seed: number;
  sittings: readonly Sitting[];
  bulks: readonly BulkPlan[];
  faults: readonly (readonly Fault[])[];
}
