import { EXAMS_PREFIX as EXAMS, INSTRUCTOR_PREFIX } from '../../../../api/wire/addresses.ts';
import { asks, BEGINS, ends, PLAIN, REMOVES, sends, usesUp, type Row } from './row.ts';

const INSTRUCTOR = `${INSTRUCTOR_PREFIX}/courses/:course/special_exams`;

const MORE_TIME = { allowance_type: 'additional_time_granted', value: '9' };
const NEWCOMER = {
  content_id: 'newcomer',
  exam_name: 'New',
  time_limit_mins: 30,
  due_date: null,
  exam_type: 'timed',
  hide_after_due: false,
  is_active: true,
};

const watchful = () => ({ registration: 'watchful' });

/** Addresses that have no end. */
function withAnyEnd(rows: Record<string, Row>): Record<string, Row> {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([name, row]) => [
      [name, row],
      [`${name}/*`, row],
    ]),
  );
}

/** The dialect of edx-exams, the instructor dashboard, and what LTI tools call. */
export const EXAMS_ROWS: Record<string, Row> = {
  [`GET ${INSTRUCTOR}`]: PLAIN,
  [`GET ${INSTRUCTOR}/attempts`]: PLAIN,
  [`POST ${INSTRUCTOR}/:exam_id/reset/:username`]: REMOVES,
  [`GET ${INSTRUCTOR}/allowances`]: PLAIN,
  [`POST ${INSTRUCTOR}/allowances`]: {
    real: sends(({ exam_id, username }) => ({ exam_ids: [exam_id], user_ids: [username], ...MORE_TIME })),
    comes: 'later',
  },
  [`DELETE ${INSTRUCTOR}/:exam_id/allowance`]: {
    real: sends(({ username }) => ({ user_ids: [username], allowance_type: MORE_TIME.allowance_type })),
    comes: 'later',
  },
  // Tools that sign nothing are let in nowhere; lti/ shows who are.
  'GET /lti/lti_consumer/v1/public_keysets/:registration': { path: watchful },
  'POST /lti/:registration/acs': { path: watchful, changesNothing: 'no tool signs here' },
  'GET /browser_lock/': PLAIN,
  'GET /lti/lti_consumer/v1/launch/': PLAIN,
  'POST /lti/lti_consumer/v1/launch/': { changesNothing: 'nobody here has a hint' },
  'POST /lti/lti_consumer/v1/start_proctoring_assessment': { changesNothing: 'no tool signs here' },
  'GET /lti/start_proctoring/:attempt_id': PLAIN,
  'GET /lti/end_assessment/:attempt_id': { usesUp: 'attempt' },
  'GET /lti/exam/:exam_id/instructor_tool': PLAIN,
  'GET /lti/exam/:exam_id/instructor_tool/roster': PLAIN,
  'POST /lti/lti_consumer/v1/token/:registration': { path: watchful, changesNothing: 'no tool signs here' },
  ...withAnyEnd({
    [`GET ${EXAMS}/configs/course_id/:course`]: PLAIN,
    [`PATCH ${EXAMS}/configs/course_id/:course`]: {
      real: sends(() => ({ provider: 'two', escalation_email: 'exams@example.org' })),
      comes: 'last',
    },
    [`GET ${EXAMS}/exams/course_id/:course`]: PLAIN,
    [`PATCH ${EXAMS}/exams/course_id/:course`]: { real: sends(() => [NEWCOMER]), comes: 'last' },
    [`GET ${EXAMS}/exams/course_id/:course/allowances`]: PLAIN,
    [`POST ${EXAMS}/exams/course_id/:course/allowances`]: {
      real: sends(({ username, exam_id }) => [{ username, exam_id, extra_time_mins: 20 }]),
      comes: 'later',
    },
    [`GET ${EXAMS}/instructor_view/course_id/:course/attempts`]: {
      query: ({ exam_id }) => ({ exam_id: String(exam_id) }),
    },
    [`GET ${EXAMS}/student/exam/attempt/course_id/:course/content_id/:content_id`]: PLAIN,
    [`GET ${EXAMS}/student/course_id/:course/onboarding`]: { also: [asks(({ username }) => ({ username }))] },
    [`GET ${EXAMS}/exam/provider_settings/course_id/:course/exam_id/:exam_id`]: PLAIN,
    // Who is signed in gets a token if the exam is open to them; exams-dialect/access-token.test.ts shows to whom.
    [`GET ${EXAMS}/access_tokens/exam_id/:exam_id`]: PLAIN,
  }),
  [`DELETE ${EXAMS}/exams/course_id/:course/allowances/:allowance_id`]: usesUp('things'),
  [`GET ${EXAMS}/providers`]: PLAIN,
  [`GET ${EXAMS}/provider`]: PLAIN,
  [`GET ${EXAMS}/exams/attempt/latest`]: { also: [asks(({ content_id }) => ({ content_id }))] },
  [`POST ${EXAMS}/exams/attempt`]: { ...BEGINS, shownBy: 'lmsService' },
  [`PUT ${EXAMS}/exams/attempt/:attempt_id`]: {
    body: (_things, as) => ({ action: as === 'learner' ? 'verify' : 'stop' }),
    real: ends(() => ({ action: 'submit' })),
    shownBy: 'learner',
  },
  [`DELETE ${EXAMS}/exams/attempt/:attempt_id`]: REMOVES,
};
