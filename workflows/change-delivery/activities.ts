/** A stored change of an exam, a review policy, an allowance or a person; ids only. */
export type SettingsChange =
  | { id: number; at: number; kind: 'exam-saved'; payload: ExamSaved }
  | { id: number; at: number; kind: 'policy-saved'; payload: { examId: number } }
  | { id: number; at: number; kind: 'allowance-changed'; payload: AllowanceChanged }
  | { id: number; at: number; kind: 'retirement-due'; payload: { userId: number; backend: string | null } };

export interface ExamSaved {
  examId: number;
  created: boolean;
  /** The due date is later than it was, or gone: clocks that it had cut run on. */
  isDueLater?: true;
  /** Back-end that must be told that the exam is no longer its own, with its id of the exam. */
  deproctored?: { backend: string; externalId?: string | null };
}

export interface AllowanceChanged {
  examId: number;
  userId: number;
  key: string;
  verb: 'created' | 'updated' | 'deleted';
}

/** What a delivery does. All are idempotent: the id of the change is part of every key. */
export interface ChangeActivities {
  /** The oldest undelivered change whose id is above `after`. */
  nextChange(input: { subject: string; after: number }): Promise<SettingsChange | null>;
  finishChange(changeId: number): Promise<void>;
  /** Tells the LMS in a tracking event. */
  trackChange(change: SettingsChange): Promise<void>;
  /** Tells the vendor the present state of the exam, and stores the id that it returns. */
  saveExamAtVendor(change: SettingsChange): Promise<void>;
  /** Asks a vendor again to delete a learner's data, if it could not do so the first time. */
  retireAtVendor(change: SettingsChange): Promise<void>;
  /** Moves the ends of running attempts: of the learner's, or of all that the exam's due date had cut. */
  extendRunningAttempt(change: SettingsChange): Promise<void>;
}
