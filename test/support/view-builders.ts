import type { ViewedAttempt, ViewFacts } from '../../rules/views/view-facts.ts';
import type { ExamType } from '../../rules/exam.ts';
import type { Status } from '../../rules/attempt/statuses.ts';
import { anAttemptIn, DAY, STARTED_AT } from './attempt-builders.ts';

/** When the views of these builders are looked at. */
export const LOOKED_AT = STARTED_AT + DAY;

type Overrides = {
  [P in 'viewer' | 'exam' | 'dates']?: Partial<ViewFacts[P]>;
} & Partial<Omit<ViewFacts, 'viewer' | 'exam' | 'dates'>>;

/** An ordinary learner before an open exam of `type`, without an attempt. */
export function viewFacts(type: ExamType, overrides: Overrides = {}): ViewFacts {
  const { viewer, exam, dates, ...others } = overrides;
  return {
    viewer: { isStudent: true, isActive: true, mayTakeProctored: true, ...viewer },
    exam: { type, isProctored: type !== 'timed', isActive: true, hideAfterDue: false, ...exam },
    attempt: null,
    dates: { dueAt: null, courseDueAt: null, courseEndAt: null, graceSeconds: null, ...dates },
    prerequisites: 'satisfied',
    isBrowserBlocked: false,
    isViewablePastDue: false,
    ...others,
  };
}

/** An attempt in `status`; one that resumes are about has the flags that go with it. */
export function viewed(status: Status, fields: Partial<ViewedAttempt> = {}): ViewedAttempt {
  return anAttemptIn(status, fields);
}
