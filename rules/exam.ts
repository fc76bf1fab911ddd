export const EXAM_TYPES = ['timed', 'proctored', 'practice', 'onboarding'] as const;
export type ExamType = (typeof EXAM_TYPES)[number];

/** Whether it is one of our words for a type, which others may not have. */
export function isExamType(word: unknown): word is ExamType {
  return EXAM_TYPES.some((type) => type === word);
}

/** What an attempt needs to know about its exam; refreshed when the exam is saved, except what the start has fixed. */
export interface ExamFacts {
  id: number;
  courseId: string;
  contentId: string;
  type: ExamType;
  isProctored: boolean;
  isPracticeExam: boolean;
  /** Resolved back-end name; null for an exam without proctoring. */
  backend: string | null;
}

type Kind = Pick<ExamFacts, 'isProctored' | 'isPracticeExam'>;

/** How an exam that is registered by its type is flagged (edx-exams §1.5); the two kinds of practice are flagged alike. */
export const FLAGS_OF_TYPE: Readonly<Record<ExamType, Kind>> = {
  timed: { isProctored: false, isPracticeExam: false },
  proctored: { isProctored: true, isPracticeExam: false },
  practice: { isProctored: true, isPracticeExam: true },
  onboarding: { isProctored: true, isPracticeExam: true },
};

/**
 * Type of an exam by its flags and its vendor (attempt-lifecycle §1.1, rest-api §3.7). A practice exam that is not
 * proctored counts as proctored, as in the original.
 */
export function examTypeOf({ isProctored, isPracticeExam }: Kind, supportsOnboarding: boolean): ExamType {
  if (!isProctored && !isPracticeExam) return 'timed';
  if (isProctored && isPracticeExam) return supportsOnboarding ? 'onboarding' : 'practice';
  return 'proctored';
}

/** Middle part of a tracking event's name, which has no onboarding (attempt-lifecycle §4.6). */
export function trackedTypeOf({ isProctored, isPracticeExam }: Kind): Exclude<ExamType, 'onboarding'> {
  if (!isProctored) return 'timed';
  return isPracticeExam ? 'practice' : 'proctored';
}

/** Name of the back-end that proctors an exam: its own, else the service's; null for an exam without proctoring. */
export function backendOf(
  { isProctored, backend }: { isProctored: boolean; backend: string | null },
  defaultBackend: string,
): string | null {
  return isProctored ? backend || defaultBackend : null;
}

/** The date of the exam for one learner: their own, else the exam's (rest-api §3.6). Epoch milliseconds. */
export function dueAtFor(ownDueAt: number | null, examDueAt: number | null): number | null {
  return ownDueAt ?? examDueAt;
}

/** Whether the end of the course counts: for timed exams without a due date (attempt-lifecycle §5.4). */
export function isBoundByCourseEnd({ type }: Pick<ExamFacts, 'type'>, dueAt: number | null): boolean {
  return type === 'timed' && dueAt === null;
}

/** Due date that counts for a learner whose own date for the exam is `dueAt`. */
export function effectiveDueAt(
  exam: Pick<ExamFacts, 'type'>,
  { dueAt, courseEndAt }: { dueAt: number | null; courseEndAt: number | null },
): number | null {
  return isBoundByCourseEnd(exam, dueAt) ? courseEndAt : dueAt;
}
