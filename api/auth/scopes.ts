import type { ErrorCode } from '../errors/catalogue.ts';

interface ScopeFacts {
  /** Who may call. */
  who: string;
  /** What the request is checked against besides. */
  object: string;
  /** Error codes that tell a caller outside the scope that they may not. */
  refusals: readonly ErrorCode[];
  /** Served without signing in. */
  isOpen?: true;
  /** Checked by the route itself, because what it is about is in the body or decides what is done. */
  isCheckedByRoute?: true;
}

/** Who may call a route: the one list that routes are registered with and docs/permissions.md is made from. */
export const SCOPES = {
  anyone: { who: 'Anyone', object: '', refusals: [], isOpen: true },
  clientSecret: {
    who: 'A vendor with its client id and secret',
    object: 'The secret is that of the client id',
    refusals: ['client_invalid'],
    isOpen: true,
    isCheckedByRoute: true,
  },
  attemptCode: {
    who: 'Whoever knows the code of an attempt, by GET, POST, PUT, PATCH or DELETE',
    object: 'The attempt exists and was not deleted; 404 as text otherwise',
    refusals: [],
    isOpen: true,
    isCheckedByRoute: true,
  },
  recordLocator: {
    who: "Whoever knows an attempt's code and record locator",
    object: "The attempt's vendor sends reviews without credentials, and the locator is that of the attempt",
    refusals: ['review_unmatched'],
    isOpen: true,
    isCheckedByRoute: true,
  },
  signedIn: { who: 'Anyone signed in', object: 'What is about a learner is about the caller', refusals: [] },
  selfOrGlobalStaff: {
    who: 'The learner; global staff for any learner',
    object: '`user_id` is the caller, or the caller is global staff',
    refusals: ['staff_only'],
    isCheckedByRoute: true,
  },
  selfOrCourseStaff: {
    who: 'The learner, course staff or global staff',
    object: 'The learner named is the caller, or the caller is staff of the course named with them',
    refusals: ['staff_only'],
    isCheckedByRoute: true,
  },
  ownAttempt: {
    who: 'The learner of the attempt',
    object: 'The attempt of the path is the caller’s and was not deleted',
    refusals: ['attempt_not_found', 'not_the_owner'],
  },
  ownAttemptOrCourseStaff: {
    who: 'The learner of the attempt, course staff or global staff',
    object: 'The attempt of the path is the caller’s, or the caller is staff of the course of its exam',
    refusals: ['attempt_not_found', 'not_the_owner'],
    isCheckedByRoute: true,
  },
  ownAttemptOrStaffToResume: {
    who: 'The learner of the attempt; course staff or global staff to mark it as resumable',
    object:
      'Without `user_id` the attempt is the caller’s; with it the caller is staff of the course of its exam, the action ' +
      'is `mark_ready_to_resume` and `user_id` is the learner of the attempt',
    refusals: ['attempt_not_found', 'not_the_owner', 'staff_only', 'not_for_this_user'],
    isCheckedByRoute: true,
  },
  staffOfAttempt: {
    who: 'Course staff or global staff',
    object: 'The caller is staff of the course of the exam of the attempt in the path',
    refusals: ['attempt_not_found', 'staff_only'],
    isCheckedByRoute: true,
  },
  staffOfExam: {
    who: 'Course staff or global staff',
    object:
      'The caller is staff of the course of every exam that is named; a course in the body counts only for a list without any exam of ours',
    refusals: ['course_unknown', 'exam_not_found', 'staff_only'],
    isCheckedByRoute: true,
  },
  courseStaff: {
    who: 'Course staff or global staff',
    object: 'The caller is staff of the course in the path; an exam or attempt named besides belongs to it',
    refusals: ['staff_only'],
  },
  globalStaff: { who: 'Global staff, among them the service account of the LMS', object: '', refusals: ['staff_only'] },
  retirementService: { who: 'The retirement service', object: '', refusals: ['retirement_only'] },
  reviewer: {
    who: "The vendor of the attempt's exam (group `<backend>_review`) or global staff",
    object: 'Among the attempts with the external id, one of the caller’s own back-end',
    refusals: ['reviewers_only', 'attempt_not_found'],
    isCheckedByRoute: true,
  },
  reviewerOrLearner: {
    who: "The vendor of the attempt's exam (group `<backend>_review`), the learner of the attempt or global staff",
    object:
      'Among the attempts with the external id, one of the caller’s own back-end or of their own; 404 as text if none',
    refusals: ['reviewers_only'],
    isCheckedByRoute: true,
  },
} as const satisfies Record<string, ScopeFacts>;

export type Scope = keyof typeof SCOPES;

/** What is known of a scope. */
export function factsOf(scope: Scope): ScopeFacts {
  return SCOPES[scope];
}

/** Whether a route of this configuration is served without signing in. */
export function isOpen(config: { scope?: Scope } | undefined): boolean {
  return config?.scope !== undefined && factsOf(config.scope).isOpen === true;
}
