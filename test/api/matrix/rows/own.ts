import { OWN_PREFIX as OWN } from '../../../../api/wire/addresses.ts';
import { asks, ends, PLAIN, sends, usesUp, type For, type Row } from './row.ts';

const WHY = { reason: 'Power cut', category: 'power' };
const inCourse: For<Record<string, string>> = ({ course }) => ({ course });
const ofExam = asks(({ exam_id }) => ({ exam: String(exam_id) }));
const previews = (targets: For<object>) =>
  sends((things, as) => ({ act: 'pause', ...WHY, targets: targets(things, as), dry_run: true }));

/** Without a reason every act is refused to those who may; the others do not hear of that. */
function acts(wishes: Record<string, object>, after?: Row['after']): Record<string, Row> {
  return Object.fromEntries(
    Object.entries(wishes).map(([name, wish]) => {
      const real = after ? sends(() => ({ ...WHY, ...wish })) : ends(() => ({ ...WHY, ...wish }));
      const row = { body: () => ({ reason: '' }), real, ...(after && { after }) };
      return [`POST ${OWN}/attempts/:attempt_id/acts/${name}`, row] as const;
    }),
  );
}

/** Our own API, which the console uses. */
export const OWN_ROWS: Record<string, Row> = {
  [`GET ${OWN}/exams/:exam_id/view`]: PLAIN,
  [`GET ${OWN}/attempts/:attempt_id/view`]: PLAIN,
  [`GET ${OWN}/attempts/:attempt_id/timeline`]: PLAIN,
  [`GET ${OWN}/attempts/:attempt_id/reviews`]: PLAIN,
  [`POST ${OWN}/attempts/:attempt_id/reviews/recording`]: { real: {} },
  [`GET ${OWN}/courses/:course/reviews`]: PLAIN,
  [`GET ${OWN}/effects`]: { query: inCourse },
  [`GET ${OWN}/backends`]: { query: inCourse },
  [`GET ${OWN}/courses/:course/exams/:exam_id/settings`]: PLAIN,
  [`POST ${OWN}/effects/redeliver`]: {
    body: ({ course }) => ({ course }),
    real: sends(({ course, told_key }) => ({ course, keys: [told_key] })),
  },
  [`POST ${OWN}/lms/test-event`]: { changesNothing: 'no webhook is configured here' },
  [`POST ${OWN}/effects/retry`]: {
    body: ({ course }) => ({ course }),
    real: sends(({ course, key }) => ({ course, keys: [key] })),
  },
  [`GET ${OWN}/acts`]: {
    also: [
      asks(({ course, attempt_id }) => ({ course, attempt: String(attempt_id) })),
      asks(({ attempt_id }) => ({ attempt: String(attempt_id) })),
      asks(({ username }) => ({ person: username })),
    ],
  },
  [`GET ${OWN}/board`]: { also: [asks(inCourse)] },
  [`GET ${OWN}/courses/:course/attempts`]: { also: [ofExam] },
  [`GET ${OWN}/courses/:course/exams/:exam_id/board`]: PLAIN,
  [`GET ${OWN}/courses/:course/exams/:exam_id/board/events`]: { isStream: true },
  [`POST ${OWN}/courses/:course/bulk`]: {
    real: previews(({ attempt_id }) => ({ ids: [attempt_id] })),
    also: [
      previews(({ exam_id }) => ({ filter: { exam: exam_id } })),
      previews(({ exam_id }) => ({ sitting: { exam: exam_id } })),
    ],
  },
  [`GET ${OWN}/bulk/:bulk_id`]: PLAIN,
  [`POST ${OWN}/bulk/:bulk_id/retry`]: usesUp('things'),
  [`POST ${OWN}/bulk/:bulk_id/undo`]: { changesNothing: 'nothing of it was done' },
  [`GET ${OWN}/courses/:course/allowances`]: { also: [ofExam] },
  [`POST ${OWN}/courses/:course/allowances`]: {
    real: sends(({ username, exam_id }) => ({ learners: [username], exams: [exam_id], kind: 'minutes', value: '25' })),
    comes: 'later',
  },
  [`PATCH ${OWN}/courses/:course/allowances/:allowance_id`]: {
    real: { body: () => ({ value: '35' }), usesUp: 'things' },
  },
  [`DELETE ${OWN}/courses/:course/allowances/:allowance_id`]: usesUp('things'),
  [`POST ${OWN}/courses/:course/allowances/import`]: {
    real: {
      headers: { 'content-type': 'text/csv' },
      body: ({ username, exam_id }) => `learner,exam,kind,value\n${username},${exam_id},minutes,45\n`,
    },
    comes: 'later',
  },
  [`GET ${OWN}/courses/:course/allowances/export`]: PLAIN,
  [`GET ${OWN}/me`]: PLAIN,
  [`GET ${OWN}/me/views`]: PLAIN,
  [`PUT ${OWN}/me/views`]: { real: sends(() => ({ views: [{ name: 'By end', query: 'sort=end' }] })) },
  [`GET ${OWN}/courses/:course/views`]: PLAIN,
  [`PUT ${OWN}/courses/:course/views`]: { real: sends(() => ({ name: 'By end', query: 'sort=end' })) },
  [`DELETE ${OWN}/courses/:course/views/:view_id`]: usesUp('things'),
  [`POST ${OWN}/attempts/:attempt_id/status`]: { real: ends(() => ({ status: 'verified', reason: 'Seen' })) },
  [`GET ${OWN}/attempts/:attempt_id/acts`]: PLAIN,
  [`GET ${OWN}/attempts/:attempt_id/notes`]: PLAIN,
  [`POST ${OWN}/attempts/:attempt_id/notes`]: {
    body: () => ({ text: '' }),
    real: sends(() => ({ text: 'Looked away' })),
  },
  [`PUT ${OWN}/attempts/:attempt_id/notes/:note_id`]: {
    body: () => ({ text: '' }),
    real: sends(() => ({ text: 'Looked back' })),
  },
  [`POST ${OWN}/undo/:attempt_id-:version`]: usesUp('things'),
  ...acts({ 'mark-ready-to-resume': {} }, 'error'),
  ...acts({ unpause: {} }, 'pause'),
  ...acts({
    pause: {},
    'extra-time': { minutes: 5 },
    'correct-end': { ends_at: Date.now() + 3_600_000 },
    submit: {},
    error: {},
    'set-status': { status: 'verified' },
    reapply: {},
    reset: {},
    delete: {},
  }),
  [`POST ${OWN}/attempts/:attempt_id/effects/:key/retry`]: {
    real: { body: () => ({ reason: 'Again' }), usesUp: 'things' },
  },
  [`GET ${OWN}/courses/:course/onboarding`]: PLAIN,
};
