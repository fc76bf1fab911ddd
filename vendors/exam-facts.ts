import { backendOf, examTypeOf as typeByFlags, type ExamFacts, type ExamType } from '../rules/exam.ts';
import { findVendor } from './find-vendor.ts';
import type { Vendor, VendorRegistry } from './port.ts';

type Kind = Pick<ExamFacts, 'isProctored' | 'isPracticeExam' | 'backend'>;

/**
 * The vendor of an exam or, for an attempt's exam, of the attempt; null without proctoring, or if the back-end is gone.
 */
export function vendorOf(vendors: VendorRegistry, exam: Pick<Kind, 'isProctored' | 'backend'>): Vendor | null {
  return exam.isProctored ? findVendor(vendors, exam.backend) : null;
}

/** An exam as far as its type goes, which it may have been registered under. */
type Typed = Kind & { type?: ExamType | null };

/** Type of an exam; for an attempt's exam, the one with which it was registered. */
export function examTypeOf(vendors: VendorRegistry, exam: Typed): ExamType {
  return exam.type ?? typeByFlags(exam, vendorOf(vendors, exam)?.supportsOnboarding ?? false);
}

/** What an attempt that is made now needs to know about its exam, which is as it is stored. */
export function examFactsOf(vendors: VendorRegistry, exam: Omit<ExamFacts, 'type'> & Typed): ExamFacts {
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
