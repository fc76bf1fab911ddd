import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { ExamFacts } from '../../rules/exam.ts';

const COURSE = defineSearchAttributeKey('ProctoringCourse', 'KEYWORD');
const EXAM = defineSearchAttributeKey('ProctoringExamId', 'INT');
const LEARNER = defineSearchAttributeKey('ProctoringLearnerId', 'INT');
export const STATUS = defineSearchAttributeKey('ProctoringStatus', 'KEYWORD');
const EXAM_TYPE = defineSearchAttributeKey('ProctoringExamType', 'KEYWORD');
const BACKEND = defineSearchAttributeKey('ProctoringBackend', 'KEYWORD');

/** Attributes by which attempts can be found in the Temporal UI; a server must know them before the first attempt. */
export const SEARCH_ATTRIBUTES = [COURSE, EXAM, LEARNER, STATUS, EXAM_TYPE, BACKEND] as const;

/** Of an attempt: its exam, its learner by id, and the status to be shown. */
export function toSearchAttributes({
  exam,
  userId,
  status,
}: {
  exam: Pick<ExamFacts, 'courseId' | 'id' | 'type' | 'backend'>;
  userId: number;
  status: string;
}): SearchAttributePair[] {
  return [
    { key: COURSE, value: exam.courseId },
    { key: EXAM, value: exam.id },
    { key: LEARNER, value: userId },
    { key: STATUS, value: status },
    { key: EXAM_TYPE, value: exam.type },
    { key: BACKEND, value: exam.backend ?? 'none' },
  ];
}
