/** An onboarding exam of the course with its place in the learner's outline, instants in epoch milliseconds. */
export interface OnboardingExam {
  /** The outline opens it to the learner now; dates are not asked then. */
  isAccessible: boolean;
  /** The outline keeps it from the learner for another reason than dates, or does not know it. */
  isWithheld: boolean;
  /** When it opens to the learner; null: always open. */
  startAt: number | null;
  dueAt: number | null;
  courseEndAt: number | null;
}

export type Availability = 'available' | 'future' | 'past_due';

/** Past due is strict here, unlike for attempts: at the very due date the exam is still open (attempt-lifecycle §6.4). */
export function availabilityOf(exam: OnboardingExam, now: number): Availability {
  if (exam.isAccessible) return 'available';
  if (exam.startAt !== null && now < exam.startAt) return 'future';
  const due = exam.dueAt ?? exam.courseEndAt;
  return due !== null && now > due ? 'past_due' : 'available';
}

/**
 * The onboarding exam to show: of the learner's, newest first, the first that is open now, else the first that will be,
 * else the first past its due date. Null when the outline keeps all of them from the learner.
 */
export function chooseOnboardingExam<E extends OnboardingExam>(
  exams: readonly E[],
  now: number,
): { exam: E; availability: Availability } | null {
  const candidates = exams
    .filter(({ isAccessible, isWithheld }) => isAccessible || !isWithheld)
    .map((exam) => ({ exam, availability: availabilityOf(exam, now) }));
  const first = (wanted: Availability) => candidates.find(({ availability }) => availability === wanted);
  return first('available') ?? first('future') ?? first('past_due') ?? null;
}
