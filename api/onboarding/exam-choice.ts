import { activePracticeExams, type Exam } from '../../db/exams.ts';
import { vendorOf } from '../attempts/exam-type.ts';
import type { AppDeps, CourseOutline, LearnerRef, Vendor } from '../ports.ts';
import { jumpPath, mfeAddress } from '../wire/addresses.ts';

/** The course's onboarding exams, the newest first, with the vendor that decides for the course; null: none. */
export async function onboardingExams(
  deps: AppDeps,
  courseId: string,
): Promise<{ exams: readonly Exam[]; newest: Exam; vendor: Vendor } | null> {
  const exams = await activePracticeExams(deps.pool, courseId);
  const [newest] = exams;
  const vendor = newest && vendorOf(deps.vendors, newest);
  return newest && vendor?.supportsOnboarding ? { exams, newest, vendor } : null;
}

export interface ChosenExam {
  exam: Exam;
  when: 'now' | 'later' | 'past';
  /** Effective start in epoch milliseconds. */
  start: number;
}

function whenOf(outline: CourseOutline, exam: Exam, now: number): ChosenExam | null {
  const schedule = outline.sequences?.get(exam.contentId);
  if (outline.sequences !== null && !schedule) return null;
  const start = schedule?.start ?? 0;
  const due = schedule?.due ?? exam.dueDate ?? outline.courseEnd;
  if (now < start) return { exam, when: 'later', start };
  return { exam, when: due !== null && now > due ? 'past' : 'now', start };
}

/**
 * The onboarding exam a learner is sent to: the newest that is open, else the newest to come, else the newest past one;
 * exams hidden for other than date reasons do not count (attempt-lifecycle §6.4).
 */
export function chooseExam(exams: readonly Exam[], outline: CourseOutline, now: number): ChosenExam | null {
  const open = exams.filter(({ contentId }) => outline.accessible === null || outline.accessible.has(contentId));
  const dated = open.flatMap((exam) => whenOf(outline, exam, now) ?? []);
  const newest = (when: ChosenExam['when']) => dated.find((candidate) => candidate.when === when);
  return newest('now') ?? newest('later') ?? newest('past') ?? null;
}

export function examAddress(deps: Pick<AppDeps, 'config'>, exam: Exam, mfe: boolean): string {
  return mfe ? mfeAddress(deps.config.site.learningMfeUrl, exam) : jumpPath(exam);
}

/** Address of the newest onboarding exam the learner can open; '' when there is none. */
export async function onboardingLink(
  deps: AppDeps,
  { learner, exam, mfe }: { learner: LearnerRef; exam: Exam; mfe: boolean },
): Promise<string> {
  const exams = await activePracticeExams(deps.pool, exam.courseId);
  const chosen = chooseExam(exams, await deps.lms.outline(learner, exam.courseId), deps.clock());
  return chosen?.when === 'now' ? examAddress(deps, chosen.exam, mfe) : '';
}
