import { describe, expect, it } from 'vitest';
import { chooseExam } from '../../../api/onboarding/exam-choice.ts';
import type { CourseOutline } from '../../../lms/port.ts';
import type { Exam } from '../../../db/exams.ts';

const NOW = Date.UTC(2030, 0, 1);
const EXAM: Exam = {
  id: 1,
  courseId: 'course-v1:Demo+Outline+1',
  contentId: 'onboarding',
  externalId: null,
  examName: 'Onboarding',
  timeLimitMins: 60,
  isProctored: true,
  isPracticeExam: true,
  isActive: true,
  dueDate: null,
  hideAfterDue: false,
  backend: null,
  type: null,
};
const open = new Set([EXAM.contentId]);
const closed = new Set<string>();
const dated = (start: number, due: number | null = null) => new Map([[EXAM.contentId, { start, due }]]);

const choice = (outline: Partial<CourseOutline>) =>
  chooseExam([EXAM], { accessible: null, sequences: null, courseEnd: null, ...outline }, NOW)?.availability ?? null;

describe('an onboarding exam', () => {
  it('is available when the outline opens it, whatever its dates', () => {
    expect(choice({ accessible: open, sequences: dated(NOW + 1) })).toBe('available');
    expect(choice({ accessible: open, sequences: dated(NOW - 2, NOW - 1) })).toBe('available');
  });

  it('that the outline keeps closed is shown as future or past due when its dates are the reason', () => {
    expect(choice({ accessible: closed, sequences: dated(NOW + 1) })).toBe('future');
    expect(choice({ accessible: closed, sequences: dated(NOW - 2, NOW - 1) })).toBe('past_due');
    expect(choice({ accessible: closed, sequences: dated(NOW - 1), courseEnd: NOW - 1 })).toBe('past_due');
  });

  it('that the outline keeps closed for another reason is not shown, nor one without a schedule', () => {
    expect(choice({ accessible: closed, sequences: dated(NOW - 1) })).toBeNull();
    expect(choice({ accessible: open, sequences: new Map() })).toBeNull();
  });

  it('follows its dates alone when the outline does not say what is open', () => {
    expect(choice({})).toBe('available');
    expect(choice({ sequences: dated(NOW + 1) })).toBe('future');
  });
});
