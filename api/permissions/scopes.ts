import type { ErrorCode } from '../errors/catalogue.ts';

/** The callers that permissions tell apart, as seen from the attempt, exam, course or learner that a request is about. */
export const CALLERS = {
  anonymous: 'nobody who is signed in',
  learner: 'the learner whom it is about',
  otherLearner: 'another learner',
  courseStaff: 'staff of its course',
  invigilator: 'an invigilator of its course',
  courseReviewer: 'a reviewer of its course',
  operator: 'an operator',
  otherCourseStaff: 'staff of another course',
  globalStaff: 'global staff',
  lmsService: 'the service account of the LMS, which is global staff',
  vendor: "the account of its exam's proctoring provider",
  otherVendor: 'the account of another proctoring provider',
  retirementService: 'the retirement service',
} as const;

export type CallerKind = keyof typeof CALLERS;

interface ScopeFacts {
  /** Who may call, in words. */
  who: string;
  /** The kinds of callers that may call; all others are refused. */
  may: readonly CallerKind[];
  /** The kind of thing that the caller must be connected with; null: who they are is enough. */
  about: 'attempt' | 'exam' | 'course' | 'learner' | 'client' | null;
  /** What the request is checked against besides. */
  object: string;
  /** Error codes that tell a caller outside the scope that they may not. */
  refusals: readonly ErrorCode[];
  /** Error codes for a thing that does not exist, or that is not named as it should be. */
  unknown: readonly ErrorCode[];
  /** The refusals come without a body, as in the original. */
  refusesBare?: true;
  /** Served without signing in. */
  isOpen?: true;
}

const ANYONE = Object.keys(CALLERS) as CallerKind[];
const SIGNED_IN = ANYONE.filter((kind) => kind !== 'anonymous');
const GLOBAL_STAFF = ['globalStaff', 'lmsService'] as const;
const STAFF = ['courseStaff', ...GLOBAL_STAFF] as const;
const COURSE_REVIEWERS = ['courseReviewer', ...STAFF] as const;
const COURSE_TEAM = ['invigilator', ...COURSE_REVIEWERS] as const;

/** Who may call a route: the one list that routes are registered with and docs/permissions.md is made from. */
export const SCOPES = {
  anyone: { who: 'Anyone', may: ANYONE, about: null, object: '', refusals: [], unknown: [], isOpen: true },
  clientSecret: {
    who: 'A vendor with its client id and secret',
    may: ANYONE,
    about: 'client',
    object: 'The secret is that of the client id',
    refusals: ['client_invalid'],
    unknown: [],
    isOpen: true,
  },
  attemptCode: {
    who: 'Whoever knows the code of an attempt, by GET, POST, PUT, PATCH or DELETE',
    may: ANYONE,
    about: 'attempt',
    object: 'The attempt exists and was not deleted; 404 as text otherwise',
    refusals: [],
    unknown: [],
    isOpen: true,
  },
  recordLocator: {
    who: "Whoever knows an attempt's code and record locator",
    may: ANYONE,
    about: 'attempt',
    object: "The attempt's vendor sends reviews without credentials, and the locator is that of the attempt",
    refusals: ['review_unmatched'],
    unknown: [],
    isOpen: true,
  },
  launchHint: {
    who: 'Whoever brings the hint of a launch that is under way',
    may: ANYONE,
    about: 'client',
    object: 'The hint is that of a launch of the tool that asks, and its person is the one who began it',
    refusals: ['launch_unknown'],
    unknown: [],
    isOpen: true,
  },
  toolSignature: {
    who: 'An LTI tool, by a token that it has signed',
    may: ANYONE,
    about: 'client',
    object: 'The tool has signed it for this service, and what it speaks of was launched with this tool',
    refusals: ['tool_token_invalid', 'tool_unknown'],
    unknown: [],
    isOpen: true,
  },
  toolToken: {
    who: 'An LTI tool, by an access token of ours',
    may: ANYONE,
    about: 'client',
    object: 'The token is that of the tool in the path, and the attempt was launched with this tool',
    refusals: ['tool_access_refused', 'tool_unknown'],
    unknown: [],
    isOpen: true,
  },
  signedIn: {
    who: 'Anyone signed in',
    may: SIGNED_IN,
    about: null,
    object: 'What is about a learner is about the caller',
    refusals: [],
    unknown: [],
  },
  selfOrGlobalStaff: {
    who: 'The learner; global staff for any learner',
    may: ['learner', ...GLOBAL_STAFF],
    about: 'learner',
    object: 'Only global staff may send `user_id`; without it the learner is the caller',
    refusals: ['staff_only'],
    unknown: ['user_not_found'],
  },
  selfOrCourseStaff: {
    who: 'The learner, course staff or global staff',
    may: ['learner', ...STAFF],
    about: 'learner',
    object: 'The learner named is the caller, or the caller is staff of the course named with them',
    refusals: ['staff_only'],
    unknown: ['user_not_found'],
  },
  ownAttempt: {
    who: 'The learner of the attempt',
    may: ['learner'],
    about: 'attempt',
    object: 'The attempt of the path is the caller’s and was not deleted',
    refusals: ['not_the_owner'],
    unknown: ['attempt_not_found'],
  },
  ownAttemptOrCourseTeam: {
    who: 'The learner of the attempt, invigilators, reviewers or staff of the course, or global staff',
    may: ['learner', ...COURSE_TEAM],
    about: 'attempt',
    object: 'The attempt of the path is the caller’s, or the caller is of the team of the course of its exam',
    refusals: ['not_the_owner'],
    unknown: ['attempt_not_found'],
  },
  ownAttemptOrCourseStaff: {
    who: 'The learner of the attempt, course staff or global staff',
    may: ['learner', ...STAFF],
    about: 'attempt',
    object: 'The attempt of the path is the caller’s, or the caller is staff of the course of its exam',
    refusals: ['not_the_owner'],
    unknown: ['attempt_not_found'],
  },
  ownAttemptOrStaffToResume: {
    who: 'The learner of the attempt; course staff or global staff to mark it as resumable',
    may: ['learner', ...STAFF],
    about: 'attempt',
    object:
      'Without `user_id` the attempt is the caller’s; with it the caller is staff of the course of its exam, the action ' +
      'is `mark_ready_to_resume` and `user_id` is the learner of the attempt',
    refusals: ['not_the_owner', 'staff_only', 'not_for_this_user'],
    unknown: ['attempt_not_found'],
  },
  staffOfAttempt: {
    who: 'Course staff or global staff',
    may: STAFF,
    about: 'attempt',
    object: 'The caller is staff of the course of the exam of the attempt in the path',
    refusals: ['staff_only'],
    unknown: ['attempt_not_found'],
  },
  courseTeamOfAttempt: {
    who: 'Invigilators, reviewers or staff of the course, or global staff',
    may: COURSE_TEAM,
    about: 'attempt',
    object: 'The caller is of the team of the course of the exam of the attempt in the path',
    refusals: ['course_team_only'],
    unknown: ['attempt_not_found'],
  },
  invigilatorsOfAttempt: {
    who: 'Invigilators or staff of the course, or global staff',
    may: ['invigilator', ...STAFF],
    about: 'attempt',
    object: 'The caller invigilates in the course of the exam of the attempt in the path, or is staff of it',
    refusals: ['invigilators_only'],
    unknown: ['attempt_not_found'],
  },
  staffOfExam: {
    who: 'Course staff or global staff',
    may: STAFF,
    about: 'exam',
    object: 'The caller is staff of the course of the exam that is named; a course in the body does not count',
    refusals: ['staff_only', 'course_unknown'],
    unknown: ['exam_not_found'],
  },
  staffOfExams: {
    who: 'Course staff or global staff',
    may: STAFF,
    about: 'exam',
    object:
      'The caller is staff of the course of every exam that is named; a course in the body counts only for a list without any exam of ours',
    refusals: ['staff_only', 'course_unknown'],
    unknown: [],
  },
  courseStaff: {
    who: 'Course staff or global staff',
    may: STAFF,
    about: 'course',
    object: 'The caller is staff of the course in the path; an exam or attempt named besides belongs to it',
    refusals: ['staff_only'],
    unknown: [],
  },
  courseTeam: {
    who: 'Invigilators, reviewers or staff of the course, or global staff',
    may: COURSE_TEAM,
    about: 'course',
    object: 'The caller is of the team of the course in the path; an exam named besides belongs to it',
    refusals: ['course_team_only'],
    unknown: [],
  },
  courseReviewers: {
    who: 'Reviewers or staff of the course, or global staff',
    may: COURSE_REVIEWERS,
    about: 'course',
    object: 'The caller is a reviewer or staff of the course in the path',
    refusals: ['course_reviewers_only'],
    unknown: [],
  },
  courseTeamOfBulk: {
    who: 'Invigilators, reviewers or staff of the course, or global staff',
    may: COURSE_TEAM,
    about: 'course',
    object: 'The caller is of the team of the course of the bulk act in the path',
    refusals: ['course_team_only'],
    unknown: ['bulk_not_found'],
  },
  reviewersOfAttempt: {
    who: 'Reviewers or staff of the course, or global staff',
    may: COURSE_REVIEWERS,
    about: 'attempt',
    object: 'The caller is a reviewer or staff of the course of the exam of the attempt in the path',
    refusals: ['course_reviewers_only'],
    unknown: ['attempt_not_found'],
  },
  operatorsOrCourseStaff: {
    who: 'Operators or global staff; course staff for their course',
    may: ['operator', ...STAFF],
    about: 'course',
    object: 'Course staff name their course, and nothing of another one is listed or changed',
    refusals: ['operators_only'],
    unknown: [],
  },
  globalStaff: {
    who: 'Global staff, among them the service account of the LMS',
    may: GLOBAL_STAFF,
    about: null,
    object: '',
    refusals: ['staff_only'],
    unknown: [],
  },
  retirementService: {
    who: 'The retirement service',
    may: ['retirementService'],
    about: null,
    object: '',
    refusals: ['retirement_only'],
    refusesBare: true,
    unknown: [],
  },
  reviewer: {
    who: "The vendor of the attempt's exam (group `<backend>_review`) or global staff",
    may: ['vendor', ...GLOBAL_STAFF],
    about: 'attempt',
    object: 'Among the attempts with the external id, one of the caller’s own back-end',
    refusals: ['reviewers_only'],
    refusesBare: true,
    unknown: ['attempt_not_found', 'attempt_ambiguous'],
  },
  reviewerOrLearner: {
    who: "The vendor of the attempt's exam (group `<backend>_review`), the learner of the attempt or global staff",
    may: ['learner', 'vendor', ...GLOBAL_STAFF],
    about: 'attempt',
    object:
      'Among the attempts with the external id, one of the caller’s own back-end or of their own; 404 as text if none',
    refusals: ['reviewers_only'],
    unknown: ['attempt_ambiguous'],
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
