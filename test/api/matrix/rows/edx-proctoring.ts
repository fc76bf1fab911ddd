import type { CallerKind } from '../../../../api/permissions/scopes.ts';
import { PREFIX } from '../../../../api/wire/addresses.ts';
import type { Things } from '../things.ts';
import { asks, BEGINS, ends, namesExam, NOBODY, PLAIN, REMOVES, sends, usesUp, type Row } from './row.ts';

const EXAM = `${PREFIX}/v1/proctored_exam`;

const MORE_TIME = { allowance_type: 'additional_time_granted', value: '7' };
const PASSED = { status: 'passed', comments: [] };
const NEWCOMER = {
  content_id: 'newcomer',
  external_id: 'new',
  exam_name: 'New',
  time_limit_mins: 30,
  is_proctored: false,
  is_practice_exam: false,
  is_active: true,
  hide_after_due: false,
};

const nobody = () => ({ user_id: NOBODY });
/** Only global staff may name the learner, even if that is themselves. */
const namesLearner = ({ user_id }: Things, as: CallerKind): Record<string, string> =>
  as === 'learner' ? {} : { user_id: String(user_id) };

/** Allowances for lists of exams and learners, as texts. */
const FOR_SEVERAL: Row = {
  body: ({ exam_id }) => ({ exam_ids: String(exam_id) }),
  real: sends(({ exam_id, username }) => ({ exam_ids: String(exam_id), user_ids: username, ...MORE_TIME })),
  also: [sends(({ exam_id, username }) => ({ exam_id: String(exam_id), user_ids: username, ...MORE_TIME }))],
  comes: 'later',
};

const launches = Object.fromEntries(
  ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [
    `${method} ${PREFIX}/proctoring_launch_callback/start_exam/:attempt_code`,
    // Whoever comes back to an exam that runs hands it in.
    usesUp('attempt'),
  ]),
);

/** The dialect of edx-proctoring. */
export const EDX_PROCTORING_ROWS: Record<string, Row> = {
  ...launches,
  // Nobody sends the locator here; vendor-callbacks.test.ts shows that it lets a vendor in.
  [`POST ${PREFIX}/proctoring_review_callback/`]: { changesNothing: 'nobody here knows a locator' },
  [`GET ${EXAM}/exam/exam_id/:exam_id`]: PLAIN,
  [`GET ${EXAM}/exam/course_id/:course/content_id/:content_id`]: PLAIN,
  [`GET ${EXAM}/exam/course_id/:course`]: PLAIN,
  [`GET ${EXAM}/settings/exam_id/:exam_id`]: PLAIN,
  [`GET ${EXAM}/settings/exam_id/:exam_id/`]: PLAIN,
  [`GET ${EXAM}/review_policy/exam_id/:exam_id`]: PLAIN,
  [`GET ${EXAM}/review_policy/exam_id/:exam_id/`]: PLAIN,
  [`GET ${EXAM}/attempt`]: PLAIN,
  [`POST ${EXAM}/attempt`]: BEGINS,
  [`GET ${EXAM}/attempt/:attempt_id`]: PLAIN,
  [`PUT ${EXAM}/attempt/:attempt_id/review_status`]: { real: {} },
  [`PUT ${EXAM}/attempt/:attempt_id`]: {
    body: ({ user_id }, as) => (as === 'learner' ? { action: 'ping' } : { action: 'mark_ready_to_resume', user_id }),
    real: ends((things, as) =>
      as === 'learner' ? { action: 'submit' } : { action: 'mark_ready_to_resume', user_id: things.user_id },
    ),
    shownBy: 'learner',
  },
  [`GET ${EXAM}/attempt/course_id/:course`]: {
    query: namesLearner,
    also: [asks((things, as) => ({ ...namesLearner(things, as), content_id: things.content_id }))],
  },
  [`GET ${EXAM}/active_attempt`]: { query: namesLearner },
  [`GET ${EXAM}/active_attempt/*`]: { query: namesLearner },
  [`GET ${EXAM}/active_exams_for_user`]: { body: ({ user_id, course }) => ({ user_id, course_id: course }) },
  [`GET ${PREFIX}/v1/user_onboarding/status`]: { query: ({ username, course }) => ({ username, course_id: course }) },
  [`DELETE ${EXAM}/attempt/:attempt_id`]: REMOVES,
  [`DELETE ${EXAM}/exam_id/:exam_id/user_id/:user_id/reset_attempts`]: { path: nobody, real: { usesUp: 'attempt' } },
  [`PUT ${EXAM}/allowance`]: {
    body: namesExam,
    real: sends(({ exam_id, username }) => ({
      exam_id,
      user_info: username,
      key: MORE_TIME.allowance_type,
      value: '3',
    })),
  },
  [`DELETE ${EXAM}/allowance`]: {
    body: namesExam,
    real: sends(({ exam_id, user_id }) => ({ exam_id, user_id, key: MORE_TIME.allowance_type })),
  },
  [`PUT ${EXAM}/bulk_allowance`]: FOR_SEVERAL,
  [`PUT ${EXAM}/:course/bulk_allowance`]: FOR_SEVERAL,
  [`GET ${EXAM}/attempt/grouped/course_id/:course`]: PLAIN,
  [`GET ${EXAM}/attempt/grouped/course_id/:course/search/*`]: PLAIN,
  [`GET ${EXAM}/:course/allowance`]: PLAIN,
  [`GET ${EXAM}/:course/grouped/allowance`]: PLAIN,
  [`GET ${PREFIX}/v1/user_onboarding/status/course_id/:course`]: PLAIN,
  [`GET ${PREFIX}/v1/instructor/:course`]: PLAIN,
  [`GET ${PREFIX}/v1/instructor/:course/:exam_id`]: {
    also: [
      asks(({ external_id }) => ({ attempt: external_id })),
      asks(({ attempt_code }) => ({ attempt: attempt_code })),
    ],
  },
  [`POST ${EXAM}/exam`]: { real: sends(({ course }) => ({ ...NEWCOMER, course_id: course })) },
  [`PUT ${EXAM}/exam`]: { real: sends(({ exam_id }) => ({ exam_id, exam_name: 'Other' })) },
  [`PATCH ${EXAM}/exam_registration/course_id/:course`]: {
    real: sends(({ course }) => [{ ...NEWCOMER, course_id: course }]),
    comes: 'last',
  },
  [`POST ${PREFIX}/v1/retire_backend_user/:user_id/`]: {
    path: nobody,
    real: { usesUp: 'attempt', vendorAnswers: 'true' },
  },
  [`POST ${PREFIX}/v1/retire_user/:user_id/`]: { path: nobody, real: { usesUp: 'attempt' } },
  [`POST ${EXAM}/attempt/:external_id/ready`]: { changesNothing: 'the attempt has started' },
  [`POST ${EXAM}/attempt/:external_id/reviewed`]: {
    real: { body: () => PASSED, usesUp: 'things' },
    also: [sends(({ attempt_code }) => ({ ...PASSED, examMetaData: { examCode: attempt_code } }))],
  },
};
