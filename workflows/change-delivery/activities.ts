/** A stored change of an exam, a review policy or an allowance; ids only. */
export type Change =
  | { id: number; at: number; kind: 'exam-saved'; payload: ExamSaved }
  | { id: number; at: number; kind: 'policy-saved'; payload: { examId: number } }
  | { id: number; at: number; kind: 'allowance-changed'; payload: AllowanceChanged };

export interface ExamSaved {
  examId: number;
  created: boolean;
  /** Back-end that must hear that the exam is no longer its own. */
  deproctored?: { backend: string };
}

export interface AllowanceChanged {
  examId: number;
  userId: number;
  key: string;
  verb: 'created' | 'updated' | 'deleted';
}

/** Steps of a delivery. All are idempotent: the id of the change is part of every key. */
export interface ChangeActivities {
  nextChange(subject: string): Promise<Change | null>;
  finishChange(changeId: number): Promise<void>;
  /** Tells the LMS by a tracking event. */
  trackChange(change: Change): Promise<void>;
  /** Tells the vendor how the exam is now, and keeps the id that it answers. */
  saveExamAtVendor(change: Change): Promise<void>;
  /** Moves the end of the learner's running attempt. */
  extendRunningAttempt(change: Change): Promise<void>;
}
