import { listActivePracticeExams, type Exam } from '../../db/exams.ts';
import { chooseOnboardingExam, type Availability, type OnboardingExam } from '../../rules/onboarding/exam-choice.ts';
import { vendorOf } from '../../vendors/exam-facts.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Vendor } from '../../vendors/port.ts';
import type { CourseOutline, LearnerRef } from '../../lms/port.ts';
import { jumpPath, mfeAddress } from '../wire/addresses.ts';

/** Start of sequences that the LMS gives no date for. */
const DEFAULT_START = Date.UTC(2020, 0, 1);

/** The course's onboarding exams, the newest first, and the vendor of the newest, which decides for the course. */
export interface OnboardingCourse {
  exams: readonly Exam[];
  newest: Exam;
  vendor: Vendor;
}

/** Null when the course has no onboarding exam. */
export async function onboardingCourse(deps: AppDeps, courseId: string): Promise<OnboardingCourse | null> {
  const exams = await listActivePracticeExams(deps.pool, courseId);
  const [newest] = exams;
  const vendor = newest && vendorOf(deps.vendors, newest);
  return newest && vendor?.supportsOnboarding ? { exams, newest, vendor } : null;
}

type Placed = OnboardingExam & { exam: Exam; startAt: number };

/** Null for an exam that the outline has no schedule of: the learner has no such sequence. */
function placed(exam: Exam, { accessible, sequences, courseEnd }: CourseOutline): Placed | null {
  const schedule = sequences?.get(exam.contentId);
  if (sequences !== null && schedule === undefined) return null;
  return {
    exam,
    isAccessible: accessible?.has(exam.contentId) ?? null,
    startAt: schedule?.start ?? DEFAULT_START,
    dueAt: schedule?.due ?? null,
    courseEndAt: courseEnd,
  };
}

export interface ChosenExam {
  exam: Exam;
  availability: Availability;
  /** Epoch milliseconds. */
  startAt: number;
}

/** The onboarding exam that the learner is sent to; null when they can see none. */
export function chooseExam(exams: readonly Exam[], outline: CourseOutline, now: number): ChosenExam | null {
  const choice = chooseOnboardingExam(
    exams.map((exam) => placed(exam, outline)).filter((exam) => exam !== null),
    now,
  );
  return choice && { exam: choice.exam.exam, availability: choice.availability, startAt: choice.exam.startAt };
}

/** Where an exam is opened: in the learning front end, or by the LMS's jump path. */
export function examAddress(deps: Pick<AppDeps, 'config'>, exam: Exam, mfe: boolean): string {
  return mfe ? mfeAddress(deps.config.site.learningMfeUrl, exam) : jumpPath(exam);
}

/** Address of the newest onboarding exam the learner can open; '' when there is none. */
export async function onboardingLink(
  deps: AppDeps,
  { learner, exam, mfe }: { learner: LearnerRef; exam: Exam; mfe: boolean },
): Promise<string> {
  const course = await onboardingCourse(deps, exam.courseId);
  if (!course) return '';
  const chosen = chooseExam(course.exams, await deps.lookups.outline(learner, exam.courseId), deps.clock());
  return chosen?.availability === 'available' ? examAddress(deps, chosen.exam, mfe) : '';
}
