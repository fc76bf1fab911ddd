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
}

export interface Expectation {
  may: readonly CallerKind[];
  /** What is sent; without it an empty body, which is refused, if at all, only to those who may. */
  body?: (things: Things, as: CallerKind) => object;
  query?: (things: Things, as: CallerKind) => Record<string, string>;
  /** In place of the parameter of that name: somebody of whom nothing is kept. */
  path?: Partial<Things>;
  /** The call uses its attempt up, so everyone who may gets one of their own. */
  usesUp?: true;
}

const ANYONE = Object.keys(CALLERS) as CallerKind[];
const SIGNED_IN = ANYONE.filter((kind) => kind !== 'anonymous');
const GLOBAL: CallerKind[] = ['globalStaff', 'lmsService'];
const STAFF: CallerKind[] = ['courseStaff', ...GLOBAL];
const LEARNER: CallerKind[] = ['learner'];

const NOBODY = 999_999_999;
const PREFIX = '/api/edx_proctoring';
const EXAM = `${PREFIX}/v1/proctored_exam`;
const OWN = '/api/proctoring/v1';

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

export const EXPECTATIONS: Record<string, Expectation> = {
  'GET /csrf/api/v1/token': { may: ANYONE },
  'GET /healthz': { may: ANYONE },
  'GET /readyz': { may: ANYONE },
  [`GET ${OWN}/browser-worker.js`]: { may: ANYONE },
  [`GET ${OWN}/browser-worker/:backend.js`]: { may: ANYONE },
  'POST /oauth2/access_token': { may: ANYONE, body: client },
  ...launches,
  // Nobody sends the locator here; vendor-callbacks.test.ts shows that it lets a vendor in.
  [`POST ${PREFIX}/proctoring_review_callback/`]: { may: [] },

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
  [`GET ${OWN}/attempts/:attempt_id/timeline`]: { may: [...LEARNER, ...STAFF] },
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
  [`POST ${OWN}/attempts/:attempt_id/effects/:key/retry`]: { may: STAFF },
  [`DELETE ${EXAM}/exam_id/:exam_id/user_id/:user_id/reset_attempts`]: { may: STAFF, path: { user_id: NOBODY } },
  [`PUT ${EXAM}/allowance`]: { may: STAFF, body: namesExam },
  [`DELETE ${EXAM}/allowance`]: { may: STAFF, body: namesExam },
  [`PUT ${EXAM}/bulk_allowance`]: { may: STAFF, body: ({ exam_id }) => ({ exam_ids: String(exam_id) }) },
  [`PUT ${EXAM}/:course/bulk_allowance`]: { may: STAFF, body: ({ exam_id }) => ({ exam_ids: String(exam_id) }) },
  [`GET ${EXAM}/attempt/grouped/course_id/:course`]: { may: STAFF },
  [`GET ${EXAM}/attempt/grouped/course_id/:course/search/*`]: { may: STAFF },
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
