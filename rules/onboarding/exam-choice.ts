/** An onboarding exam of the course with its place in the learner's outline, instants in epoch milliseconds. */
export interface OnboardingExam {
  /** Whether the outline opens it to the learner now, regardless of dates; null: the dates decide. */
  isAccessible: boolean | null;
  /** When it opens to the learner; null: always open. */
  startAt: number | null;
  dueAt: number | null;
  courseEndAt: number | null;
}

export type Availability = 'available' | 'future' | 'past_due';

/**
 * Past due is strict here, unlike for attempts: at the very due date the exam is still open (attempt-lifecycle §6.4).
 * Null if the outline withholds the exam from the learner for another reason than its dates.
 */
export function availabilityOf(exam: OnboardingExam, now: number): Availability | null {
  if (exam.isAccessible) return 'available';
  if (exam.startAt !== null && now < exam.startAt) return 'future';
  const due = exam.dueAt ?? exam.courseEndAt;
  if (due !== null && now > due) return 'past_due';
  return exam.isAccessible === null ? 'available' : null;
}

/**
 * The onboarding exam to show: of the learner's, newest first, the first that is open now, else the first that will be,
 * else the first past its due date. Null if the outline withholds all of them from the learner.
 */
export function chooseOnboardingExam<E extends OnboardingExam>(
  exams: readonly E[],
  now: number,
): { exam: E; availability: Availability } | null {
  const first = (availability: Availability) => {
    const exam = exams.find((candidate) => availabilityOf(candidate, now) === availability);
    return exam && { exam, availability };
  };
  return first('available') ?? first('future') ?? first('past_due') ?? null;
}
