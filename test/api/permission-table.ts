// Who may call each route, written down by hand, and what to send so that only the caller decides the answer.
import { CALLERS, type CallerKind } from '../../api/permissions/scopes.ts';

/** What the requests are about; the names of parameters in paths are among them. */
export interface Things {
  exam_id: number;
  attempt_id: number;
  user_id: number;
  username: string;
  course: string;
  attempt_code: string;
  external_id: string;
  bulk_id: string;
  registration?: string;
}

export interface Expectation {
  may: readonly CallerKind[];
  /** What is sent; without it an empty body, which is refused, if at all, only to those who may. */
  body?: (things: Things, as: CallerKind) => object;
  query?: (things: Things, as: CallerKind) => Record<string, string>;
  /** In place of the parameter of that name: somebody of whom nothing is kept. */
  path?: Partial<Things>;
  /** The answer has no end. */
  isStream?: true;
  /** The call uses its attempt up, so everyone who may gets one of their own. */
  usesUp?: true;
}

const ANYONE = Object.keys(CALLERS) as CallerKind[];
const SIGNED_IN = ANYONE.filter((kind) => kind !== 'anonymous');
const GLOBAL: CallerKind[] = ['globalStaff', 'lmsService'];
const STAFF: CallerKind[] = ['courseStaff', ...GLOBAL];
const TEAM: CallerKind[] = ['invigilator', 'courseReviewer', ...STAFF];
const LEARNER: CallerKind[] = ['learner'];

const NOBODY = 999_999_999;
const PREFIX = '/api/edx_proctoring';
const EXAM = `${PREFIX}/v1/proctored_exam`;
const OWN = '/api/proctoring/v1';
const EXAMS = '/api/v1';
const INSTRUCTOR = '/api/instructor/v2/courses/:course/special_exams';

/** Only global staff may name the learner, even if that is themselves. */
const namesLearner = ({ user_id }: Things, as: CallerKind): Record<string, string> =>
  as === 'learner' ? {} : { user_id: String(user_id) };
const namesExam = ({ exam_id }: Things) => ({ exam_id });
const client = () => ({ client_id: 'one', client_secret: 'one-secret' });

const launches = Object.fromEntries(
  ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [
    `${method} ${PREFIX}/proctoring_launch_callback/start_exam/:attempt_code`,
    { may: ANYONE },
  ]),
);

/** Without a reason every act is refused to those who may; the others do not hear of that. */
function acts(names: readonly string[], may: readonly CallerKind[]): Record<string, Expectation> {
  const body = () => ({ reason: '' });
  return Object.fromEntries(
    names.map((name) => [`POST ${OWN}/attempts/:attempt_id/acts/${name}`, { may, body }] as const),
  );
}

/** Addresses that have no end. */
function withAnyEnd(expectations: Record<string, Expectation>): Record<string, Expectation> {
  return Object.fromEntries(
    Object.entries(expectations).flatMap(([name, expected]) => [
      [name, expected],
      [`${name}/*`, expected],
    ]),
  );
}

export const EXPECTATIONS: Record<string, Expectation> = {
  [`GET ${INSTRUCTOR}`]: { may: STAFF },
  [`GET ${INSTRUCTOR}/attempts`]: { may: STAFF },
  [`POST ${INSTRUCTOR}/:exam_id/reset/:username`]: { may: STAFF, usesUp: true },
  [`GET ${INSTRUCTOR}/allowances`]: { may: STAFF },
  [`POST ${INSTRUCTOR}/allowances`]: { may: STAFF },
  [`DELETE ${INSTRUCTOR}/:exam_id/allowance`]: { may: STAFF },
  'GET /csrf/api/v1/token': { may: ANYONE },
  [`GET ${OWN}/session`]: { may: ANYONE },
  [`POST ${OWN}/session/start`]: { may: ANYONE },
  [`GET ${OWN}/session/start`]: { may: ANYONE },
  [`GET ${OWN}/session/callback`]: { may: ANYONE },
  [`POST ${OWN}/session/renew`]: { may: ANYONE },
  [`POST ${OWN}/session/end`]: { may: ANYONE },
  'GET /healthz': { may: ANYONE },
  'GET /readyz': { may: ANYONE },
  [`GET ${OWN}/browser-worker.js`]: { may: ANYONE },
  [`GET ${OWN}/browser-worker/:backend.js`]: { may: ANYONE },
  'POST /oauth2/access_token': { may: ANYONE, body: client },
  ...launches,
  // Nobody sends the locator here; vendor-callbacks.test.ts shows that it lets a vendor in.
  [`POST ${PREFIX}/proctoring_review_callback/`]: { may: [] },

  'GET /health/': { may: ANYONE },

  // Tools that sign nothing are let in nowhere; lti/ shows who are.
  'GET /lti/lti_consumer/v1/public_keysets/:registration': { may: ANYONE, path: { registration: 'watchful' } },
  'POST /lti/:registration/acs': { may: [], path: { registration: 'watchful' } },
  'GET /browser_lock/': { may: ANYONE },
  'GET /lti/lti_consumer/v1/launch/': { may: [] },
  'POST /lti/lti_consumer/v1/launch/': { may: [] },
  'POST /lti/lti_consumer/v1/start_proctoring_assessment': { may: [] },
  'GET /lti/start_proctoring/:attempt_id': { may: LEARNER },
  'GET /lti/end_assessment/:attempt_id': { may: LEARNER, usesUp: true },
  'GET /lti/exam/:exam_id/instructor_tool': { may: STAFF },
  'GET /lti/exam/:exam_id/instructor_tool/roster': { may: STAFF },
  'POST /lti/lti_consumer/v1/token/:registration': { may: [], path: { registration: 'watchful' } },
  ...withAnyEnd({
    [`GET ${EXAMS}/configs/course_id/:course`]: { may: SIGNED_IN },
    [`PATCH ${EXAMS}/configs/course_id/:course`]: { may: STAFF },
    [`GET ${EXAMS}/exams/course_id/:course`]: { may: STAFF },
    [`PATCH ${EXAMS}/exams/course_id/:course`]: { may: STAFF },
    [`GET ${EXAMS}/exams/course_id/:course/allowances`]: { may: STAFF },
    [`POST ${EXAMS}/exams/course_id/:course/allowances`]: { may: STAFF },
    [`GET ${EXAMS}/instructor_view/course_id/:course/attempts`]: {
      may: STAFF,
      query: ({ exam_id }) => ({ exam_id: String(exam_id) }),
    },
    [`GET ${EXAMS}/student/exam/attempt/course_id/:course/content_id/:content_id`]: { may: SIGNED_IN },
    [`GET ${EXAMS}/student/course_id/:course/onboarding`]: { may: SIGNED_IN },
    [`GET ${EXAMS}/exam/provider_settings/course_id/:course/exam_id/:exam_id`]: { may: SIGNED_IN },
    // Who is signed in gets a token if the exam is open to them; exams-dialect/access-token.test.ts shows to whom.
    [`GET ${EXAMS}/access_tokens/exam_id/:exam_id`]: { may: SIGNED_IN },
  }),
  [`DELETE ${EXAMS}/exams/course_id/:course/allowances/:allowance_id`]: { may: STAFF },
  [`GET ${EXAMS}/providers`]: { may: SIGNED_IN },
  [`GET ${EXAMS}/provider`]: { may: SIGNED_IN },
  [`GET ${EXAMS}/exams/attempt/latest`]: { may: SIGNED_IN },
  [`POST ${EXAMS}/exams/attempt`]: { may: SIGNED_IN, body: () => ({ exam_id: NOBODY }) },
  [`PUT ${EXAMS}/exams/attempt/:attempt_id`]: {
    may: [...LEARNER, ...STAFF],
    body: (_things, as) => ({ action: as === 'learner' ? 'verify' : 'stop' }),
  },
  [`DELETE ${EXAMS}/exams/attempt/:attempt_id`]: { may: STAFF, usesUp: true },

  [`GET ${EXAM}/exam/exam_id/:exam_id`]: { may: SIGNED_IN },
  [`GET ${EXAM}/exam/course_id/:course/content_id/:content_id`]: { may: SIGNED_IN },
  [`GET ${EXAM}/exam/course_id/:course`]: { may: SIGNED_IN },
  [`GET ${EXAM}/settings/exam_id/:exam_id`]: { may: SIGNED_IN },
  [`GET ${EXAM}/settings/exam_id/:exam_id/`]: { may: SIGNED_IN },
  [`GET ${EXAM}/review_policy/exam_id/:exam_id`]: { may: SIGNED_IN },
  [`GET ${EXAM}/review_policy/exam_id/:exam_id/`]: { may: SIGNED_IN },
  [`GET ${EXAM}/attempt`]: { may: SIGNED_IN },
  [`POST ${EXAM}/attempt`]: { may: SIGNED_IN, body: () => ({ exam_id: NOBODY }) },
  [`GET ${OWN}/exams/:exam_id/view`]: { may: SIGNED_IN },

  [`GET ${EXAM}/attempt/:attempt_id`]: { may: LEARNER },
  [`PUT ${EXAM}/attempt/:attempt_id/review_status`]: { may: LEARNER },
  [`GET ${OWN}/attempts/:attempt_id/view`]: { may: LEARNER },
  [`PUT ${EXAM}/attempt/:attempt_id`]: {
    may: [...LEARNER, ...STAFF],
    body: ({ user_id }, as) => (as === 'learner' ? { action: 'ping' } : { action: 'mark_ready_to_resume', user_id }),
  },
  [`GET ${OWN}/attempts/:attempt_id/timeline`]: { may: [...LEARNER, ...TEAM] },
  [`GET ${OWN}/attempts/:attempt_id/reviews`]: { may: ['courseReviewer', ...STAFF] },
  [`POST ${OWN}/attempts/:attempt_id/reviews/recording`]: { may: ['courseReviewer', ...STAFF] },
  [`GET ${OWN}/courses/:course/reviews`]: { may: ['courseReviewer', ...STAFF] },
  [`GET ${OWN}/effects`]: { may: ['operator', ...STAFF], query: ({ course }) => ({ course }) },
  [`GET ${OWN}/backends`]: { may: ['operator', ...STAFF], query: ({ course }) => ({ course }) },
  [`GET ${OWN}/courses/:course/exams/:exam_id/settings`]: { may: STAFF },
  [`POST ${OWN}/effects/redeliver`]: { may: ['operator', ...STAFF], body: ({ course }) => ({ course }) },
  [`POST ${OWN}/lms/test-event`]: { may: GLOBAL },
  [`POST ${OWN}/effects/retry`]: { may: ['operator', ...STAFF], body: ({ course }) => ({ course }) },
  [`GET ${OWN}/acts`]: { may: SIGNED_IN },
  [`GET ${OWN}/board`]: { may: SIGNED_IN },
  [`GET ${OWN}/courses/:course/attempts`]: { may: TEAM },
  [`GET ${OWN}/courses/:course/exams/:exam_id/board`]: { may: TEAM },
  [`GET ${OWN}/courses/:course/exams/:exam_id/board/events`]: { may: TEAM, isStream: true },
  [`POST ${OWN}/courses/:course/bulk`]: { may: TEAM },
  [`GET ${OWN}/bulk/:bulk_id`]: { may: TEAM },
  // What is not pending or done is left alone, so that these change nothing.
  [`POST ${OWN}/bulk/:bulk_id/retry`]: { may: TEAM },
  [`POST ${OWN}/bulk/:bulk_id/undo`]: { may: TEAM },
  [`GET ${OWN}/courses/:course/allowances`]: { may: STAFF },
  [`POST ${OWN}/courses/:course/allowances`]: { may: STAFF },
  [`PATCH ${OWN}/courses/:course/allowances/:allowance_id`]: { may: STAFF },
  [`DELETE ${OWN}/courses/:course/allowances/:allowance_id`]: { may: STAFF },
  [`POST ${OWN}/courses/:course/allowances/import`]: { may: STAFF },
  [`GET ${OWN}/courses/:course/allowances/export`]: { may: STAFF },
  [`GET ${OWN}/me`]: { may: SIGNED_IN },
  [`GET ${OWN}/me/views`]: { may: SIGNED_IN },
  [`PUT ${OWN}/me/views`]: { may: SIGNED_IN },
  [`GET ${OWN}/courses/:course/views`]: { may: TEAM },
  [`PUT ${OWN}/courses/:course/views`]: { may: STAFF },
  [`DELETE ${OWN}/courses/:course/views/:view_id`]: { may: STAFF },
  [`GET ${EXAM}/attempt/course_id/:course`]: { may: [...LEARNER, ...GLOBAL], query: namesLearner },
  [`GET ${EXAM}/active_attempt`]: { may: [...LEARNER, ...GLOBAL], query: namesLearner },
  [`GET ${EXAM}/active_attempt/*`]: { may: [...LEARNER, ...GLOBAL], query: namesLearner },
  [`GET ${EXAM}/active_exams_for_user`]: {
    may: [...LEARNER, ...STAFF],
    body: ({ user_id, course }) => ({ user_id, course_id: course }),
  },
  [`GET ${PREFIX}/v1/user_onboarding/status`]: {
    may: [...LEARNER, ...STAFF],
    query: ({ username, course }) => ({ username, course_id: course }),
  },

  [`DELETE ${EXAM}/attempt/:attempt_id`]: { may: STAFF, usesUp: true },
  [`POST ${OWN}/attempts/:attempt_id/status`]: { may: STAFF },
  [`GET ${OWN}/attempts/:attempt_id/acts`]: { may: TEAM },
  [`GET ${OWN}/attempts/:attempt_id/notes`]: { may: TEAM },
  [`POST ${OWN}/attempts/:attempt_id/notes`]: { may: TEAM, body: () => ({ text: '' }) },
  [`PUT ${OWN}/attempts/:attempt_id/notes/:note_id`]: { may: TEAM, body: () => ({ text: '' }) },
  [`POST ${OWN}/undo/:attempt_id-:version`]: { may: TEAM },
  ...acts(['mark-ready-to-resume', 'pause', 'unpause', 'extra-time'], ['invigilator', ...STAFF]),
  ...acts(['set-status'], ['courseReviewer', ...STAFF]),
  ...acts(['correct-end', 'submit', 'error', 'reapply', 'reset', 'delete'], STAFF),
  [`POST ${OWN}/attempts/:attempt_id/effects/:key/retry`]: { may: STAFF },
  [`DELETE ${EXAM}/exam_id/:exam_id/user_id/:user_id/reset_attempts`]: { may: STAFF, path: { user_id: NOBODY } },
  [`PUT ${EXAM}/allowance`]: { may: STAFF, body: namesExam },
  [`DELETE ${EXAM}/allowance`]: { may: STAFF, body: namesExam },
  [`PUT ${EXAM}/bulk_allowance`]: { may: STAFF, body: ({ exam_id }) => ({ exam_ids: String(exam_id) }) },
  [`PUT ${EXAM}/:course/bulk_allowance`]: { may: STAFF, body: ({ exam_id }) => ({ exam_ids: String(exam_id) }) },
  [`GET ${EXAM}/attempt/grouped/course_id/:course`]: { may: STAFF },
  [`GET ${EXAM}/attempt/grouped/course_id/:course/search/*`]: { may: STAFF },
  [`GET ${OWN}/courses/:course/onboarding`]: { may: STAFF },
  [`GET ${EXAM}/:course/allowance`]: { may: STAFF },
  [`GET ${EXAM}/:course/grouped/allowance`]: { may: STAFF },
  [`GET ${PREFIX}/v1/user_onboarding/status/course_id/:course`]: { may: STAFF },
  [`GET ${PREFIX}/v1/instructor/:course`]: { may: STAFF },
  [`GET ${PREFIX}/v1/instructor/:course/:exam_id`]: { may: STAFF },

  [`POST ${EXAM}/exam`]: { may: GLOBAL },
  [`PUT ${EXAM}/exam`]: { may: GLOBAL },
  [`PATCH ${EXAM}/exam_registration/course_id/:course`]: { may: GLOBAL },

  [`POST ${PREFIX}/v1/retire_backend_user/:user_id/`]: { may: ['retirementService'], path: { user_id: NOBODY } },
  [`POST ${PREFIX}/v1/retire_user/:user_id/`]: { may: ['retirementService'], path: { user_id: NOBODY } },

  [`POST ${EXAM}/attempt/:external_id/ready`]: { may: ['learner', 'vendor', ...GLOBAL] },
  [`POST ${EXAM}/attempt/:external_id/reviewed`]: { may: ['vendor', ...GLOBAL] },
};

/** The name of an address in the table: without patterns, and with a course in one segment. */
export const nameOf = (url: string) => url.replaceAll(/\(\^.*?\$\)/g, '').replace('/:org/:number/:run', '/:course');
