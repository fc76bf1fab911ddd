import { DEMO_COURSE } from './people.ts';

/** An item of the registration route (rest-api §5.3). */
export type DemoExam = {
  course_id: string;
  content_id: string;
  exam_name: string;
  time_limit_mins: number;
  is_proctored: boolean;
  is_practice_exam: boolean;
  is_active: boolean;
  hide_after_due: boolean;
  due_date: string | null;
  backend?: string;
};

const timed = (block: string, examName: string, minutes: number): DemoExam => ({
  course_id: DEMO_COURSE,
  content_id: contentId(block),
  exam_name: examName,
  time_limit_mins: minutes,
  is_proctored: false,
  is_practice_exam: false,
  is_active: true,
  hide_after_due: false,
  due_date: null,
});

/** Usage key of a subsection of the demo course. */
export function contentId(block: string): string {
  return `${DEMO_COURSE.replace('course-v1:', 'block-v1:')}+type@sequential+block@${block}`;
}

/** The demo exams: timed ones, and, given a vendor's back-end name, a proctored and an onboarding one. */
export function demoExams(backend: string | undefined): DemoExam[] {
  const exams = [timed('timed', 'Timed exam', 30), timed('one-minute', 'Timed exam of one minute', 1)];
  if (backend === undefined) return exams;
  return [
    ...exams,
    { ...timed('proctored', 'Proctored exam', 60), is_proctored: true, backend },
    { ...timed('onboarding', 'Onboarding exam', 10), is_proctored: true, is_practice_exam: true, backend },
  ];
}
