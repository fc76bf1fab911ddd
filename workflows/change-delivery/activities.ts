/**
 * A stored change of an exam, a review policy, an allowance or a person, or a wish to have effects tried again; ids only.
 * Which allowances one request set for many learners, and which effects it is about, is stored beside it.
 */
export type SettingsChange =
  | { id: number; at: number; kind: 'exam-saved'; payload: ExamSaved }
  | { id: number; at: number; kind: 'policy-saved'; payload: { examId: number } }
  | { id: number; at: number; kind: 'allowance-changed'; payload: AllowanceChanged }
  | { id: number; at: number; kind: 'allowances-changed'; payload: { by?: number } }
  | { id: number; at: number; kind: 'effects-to-retry'; payload: object }
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
  /** Id of who changed it; missing in changes of earlier releases. */
  by?: number;
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
  /** Moves the ends of all running attempts that do not have their extra time yet, a few at a time. */
  extendRunningAttempts(change: SettingsChange): Promise<void>;
  /** Tells the LMS of every allowance in a tracking event of its own; goes on where an earlier try ended. */
  trackAllowances(change: SettingsChange): Promise<void>;
  /** Has the attempts of the effects run them again; goes on where an earlier try ended. */
  retryEffects(change: SettingsChange): Promise<void>;
}
