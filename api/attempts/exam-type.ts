import type { AttemptedExam } from '../../db/attempted-exam.ts';
import type { Exam } from '../../db/exams.ts';
import { backendOf, examTypeOf as typeByFlags, type ExamFacts, type ExamType } from '../../rules/exam.ts';
import { findVendor } from '../../vendors/find-vendor.ts';
import type { Vendor, VendorRegistry } from '../../vendors/port.ts';

type Kind = Pick<Exam, 'isProctored' | 'isPracticeExam' | 'backend'>;

/**
 * The vendor of an exam or, for an attempt's exam, of the attempt; null without proctoring, or if the back-end is gone.
 */
export function vendorOf(vendors: VendorRegistry, exam: Kind): Vendor | null {
  return exam.isProctored ? findVendor(vendors, exam.backend) : null;
}

/** Type of an exam; for an attempt's exam, the one with which it was registered. */
export function examTypeOf(vendors: VendorRegistry, exam: Kind & Partial<Pick<AttemptedExam, 'type'>>): ExamType {
  return exam.type ?? typeByFlags(exam, vendorOf(vendors, exam)?.supportsOnboarding ?? false);
}

export function examFactsOf(vendors: VendorRegistry, exam: Exam): ExamFacts {
  return {
    id: exam.id,
    courseId: exam.courseId,
    contentId: exam.contentId,
    type: examTypeOf(vendors, exam),
    isProctored: exam.isProctored,
    isPracticeExam: exam.isPracticeExam,
    backend: backendOf(exam, vendors.defaultName),
  };
}
