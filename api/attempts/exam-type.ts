import type { AttemptedExam } from '../../db/attempted-exam.ts';
import type { Exam } from '../../db/exams.ts';
import type { ExamFacts, ExamType } from '../../rules/attempt/state.ts';
import type { Vendor, VendorRegistry } from '../ports.ts';

type Kind = Pick<Exam, 'isProctored' | 'isPracticeExam' | 'backend'>;

/** The vendor of an exam or, of an attempt's exam, its own; null without proctoring, and for a back-end that is gone. */
export function vendorOf(vendors: VendorRegistry, exam: Kind): Vendor | null {
  if (!exam.isProctored) return null;
  try {
    return vendors.get(exam.backend);
  } catch (error) {
    if (error instanceof Error && error.name === 'BackendNotConfiguredError') return null;
    throw error;
  }
}

/**
 * rest-api §3.7; a practice exam that is not proctored counts as proctored, as in the original. Of an attempt's exam the
 * type that it was registered with.
 */
export function examTypeOf(vendors: VendorRegistry, exam: Kind & Partial<Pick<AttemptedExam, 'type'>>): ExamType {
  if (exam.type !== undefined) return exam.type;
  if (!exam.isPracticeExam) return exam.isProctored ? 'proctored' : 'timed';
  if (!exam.isProctored) return 'proctored';
  return vendorOf(vendors, exam)?.supportsOnboarding ? 'onboarding' : 'practice';
}

export function examFactsOf(vendors: VendorRegistry, exam: Exam): ExamFacts {
  return {
    id: exam.id,
    courseId: exam.courseId,
    contentId: exam.contentId,
    type: examTypeOf(vendors, exam),
    isProctored: exam.isProctored,
    isPracticeExam: exam.isPracticeExam,
    backend: exam.isProctored ? exam.backend || vendors.defaultName : null,
  };
}
