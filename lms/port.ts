/**
 * The LMS (docs/lms.md): what it is asked, and how it fails. What it is told is in effects/. Both directions have a
 * stand-in when no LMS is configured.
 */

export interface LearnerRef {
  id: number;
  username: string;
}

/** A person with the personal data that the Open edX exam events require. */
export interface Person extends LearnerRef {
  email: string;
  fullName: string;
  isActive: boolean;
}

/** The LMS's own record, passed through to the wire. */
export type CreditRequirement = {
  namespace: string;
  name: string;
  order?: number;
  status?: string | null;
  display_name?: string;
};

export interface CreditState {
  enrollmentMode: string | null;
  /** Without it no page of a proctored exam is shown. */
  mayTakeProctoredExams: boolean;
  courseName: string | null;
  /** Epoch milliseconds. */
  courseEnd: number | null;
  fullName: string | null;
  email: string | null;
  /** Language tag of the learner's account; null: not known. */
  language: string | null;
  requirements: CreditRequirement[];
}

export interface CourseOutline {
  /** Usage keys that the learner can open now; null: the dates decide. */
  accessible: ReadonlySet<string> | null;
  /**
   * Effective start and due date of sequences, epoch milliseconds; a sequence that is not listed has no schedule.
   * Null: every sequence started on 2020-01-01T00:00:00Z and has no due date.
   */
  sequences: ReadonlyMap<string, { start: number | null; due: number | null }> | null;
  courseEnd: number | null;
}

export interface Enrollment {
  username: string;
  mode: string;
}

/**
 * What the service asks the LMS; a method returns its fallback if the LMS is not configured, does not know the
 * person or course, or fails.
 */
export interface LmsLookups {
  creditState(learner: LearnerRef, course: string): Promise<CreditState | null>;
  isCourseStaff(person: LearnerRef, course: string): Promise<boolean>;
  escalationEmail(course: string): Promise<string | null>;
  /** The learner's own due date for a block, in epoch milliseconds; null: the exam's applies. */
  dueDate(learner: LearnerRef, course: string, contentId: string): Promise<number | null>;
  courseEnd(course: string): Promise<number | null>;
  /** Seconds after a due date in which work still counts; null: none. */
  gracePeriod(course: string): Promise<number | null>;
  /** Enrolments that may take proctored exams, in the LMS's order. */
  proctoredEnrollments(course: string, textSearch: string | null): Promise<Enrollment[]>;
  outline(learner: LearnerRef, course: string): Promise<CourseOutline>;
  verifiedName(learner: LearnerRef): Promise<string | null>;
  /**
   * Whether a rejection zeroes the grade. It decides what is done, not what is shown, so it is never guessed: throws
   * `LmsUnavailableError` if the LMS fails.
   */
  overridesGradeOnRejected(course: string): Promise<boolean>;
}

/** The LMS cannot accept the effect now: it is retried. */
export class LmsUnavailableError extends Error {
  override name = 'LmsUnavailableError';
}

/** No answer arrived: the LMS may have accepted the effect, which is sent again under the same key. */
export class LmsUnansweredError extends LmsUnavailableError {
  override name = 'LmsUnansweredError';
}

/** The LMS will never accept this effect: it is recorded and shown, not retried. */
export class LmsRefusedError extends Error {
  override name = 'LmsRefusedError';
}
