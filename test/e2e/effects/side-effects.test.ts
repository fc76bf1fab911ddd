import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreationRequest } from '../../../workflows/exam-attempt/messages.ts';
import * as told from './expected.ts';
import type { ExpectedEvent } from './expected.ts';
import { LENIENT_COURSE } from './outside.ts';
import { onlyAttempt } from './records.ts';
import { addExamOf, addLearner, begin, changesOf, follow, tell, type ExamKind, type Move } from './scenario.ts';
import { openEffectsStand, type EffectsStand } from './stand.ts';

let stand: EffectsStand;

beforeAll(async () => {
  stand = await openEffectsStand();
});
afterAll(() => stand.close());

/** A row of attempt-lifecycle §4.7, or of the sections around it. */
interface Row {
  name: string;
  exam?: ExamKind;
  courseId?: string;
  /** What has happened already. */
  before?: Move[];
  /** What happens now. */
  cause: Move[];
  /** Everything that the LMS hears of it, in order. */
  events: ExpectedEvent[];
  mails?: ('submitted' | 'verified' | 'rejected')[];
  vendor?: string[];
  isProctored?: boolean;
}

const RUNNING: Move[] = [['start']];
const SUBMITTED: Move[] = [['start'], ['submit']];
const review = (reviewStatus: 'Clean' | 'Suspicious' | 'Not Reviewed', reviewedBy: number | null = null): Move => [
  'review',
  { reviewStatus, reviewedBy },
];
const setStatus = (status: 'verified' | 'rejected' | 'second_review_required' | 'submitted' | 'error'): Move => [
  'set-status',
  { status, actor: { kind: 'staff' } },
];
const REJECTED: Move[] = [...SUBMITTED, setStatus('rejected')];

const handedIn = [
  told.completeUnit,
  told.setCredit('submitted'),
  told.examEvent('submitted'),
  ...told.becomes('submitted'),
];
const received = (status: string, result: string) => told.track('review_received', status, result);
const removed = (...credit: ExpectedEvent[]) => [
  told.eraseAnswers(null),
  told.undoOverride,
  ...credit,
  told.examEvent('reset'),
];

const ROWS: Row[] = [
  {
    name: 'opening the set-up',
    cause: [['click-download-software']],
    events: told.becomes('download_software_clicked'),
  },
  { name: 'the end of the set-up', cause: [['vendor-ready']], events: told.becomes('ready_to_start') },
  { name: 'the start', cause: [['start']], events: told.becomes('started'), vendor: [told.vendorHears('started')] },
  { name: 'the wish to end', before: RUNNING, cause: [['stop']], events: told.becomes('ready_to_submit') },
  {
    name: 'going back into the exam',
    before: [['start'], ['stop']],
    cause: [['start']],
    events: told.becomes('started'),
  },
  {
    name: 'handing in',
    before: RUNNING,
    cause: [['submit']],
    events: handedIn,
    mails: ['submitted'],
    vendor: [told.vendorHears('submitted')],
  },
  {
    name: 'handing in again from a stale tab',
    before: SUBMITTED,
    cause: [['submit'], ['decline'], ['error']],
    events: [],
  },
  {
    name: 'a technical failure',
    before: RUNNING,
    cause: [['error']],
    events: [told.setCredit('failed'), told.examEvent('errored'), ...told.becomes('error')],
    vendor: [told.vendorHears('error')],
  },
  {
    name: 'letting the learner resume',
    before: [['start'], ['error']],
    cause: [['mark-ready-to-resume'], ['resumed']],
    events: [],
  },
  {
    name: 'declining',
    cause: [['decline']],
    events: [told.setCredit('declined'), ...told.becomes('declined')],
    isProctored: false,
  },
  {
    name: 'a decline that came down from another exam',
    cause: [['decline', { cascaded: true }]],
    events: [told.setCredit('declined'), ...told.becomes('declined')],
  },
  {
    name: 'a passing review',
    before: SUBMITTED,
    cause: [review('Clean')],
    events: [
      ...[told.setCredit('satisfied'), told.examEvent('verified'), ...told.becomes('verified')],
      received('submitted', 'Clean'),
    ],
    mails: ['verified'],
  },
  {
    name: 'a suspicious review that no person has looked at',
    before: SUBMITTED,
    cause: [review('Suspicious')],
    events: [
      ...told.becomes('second_review_required'),
      received('submitted', 'Suspicious'),
      told.notifySupport('Suspicious'),
    ],
  },
  {
    name: 'a review without a result',
    before: SUBMITTED,
    cause: [review('Not Reviewed')],
    events: [
      ...[told.setCredit('failed'), told.examEvent('errored'), ...told.becomes('error')],
      received('submitted', 'Not Reviewed'),
    ],
    vendor: [told.vendorHears('error')],
  },
  {
    name: 'a pass for an attempt that was never handed in',
    before: RUNNING,
    cause: [review('Clean')],
    events: [
      ...[told.setCredit('failed'), told.examEvent('errored'), ...told.becomes('error')],
      received('started', 'Clean'),
    ],
    vendor: [told.vendorHears('error')],
  },
  {
    name: 'a changed review with the same result',
    before: [...SUBMITTED, review('Clean')],
    cause: [['review', { reviewStatus: 'Clean', revision: 2 }]],
    events: [received('verified', 'Clean')],
  },
  {
    name: 'a repeat of the review',
    before: [...SUBMITTED, review('Clean')],
    cause: [['review', { reviewStatus: 'Clean', revision: 1 }]],
    events: [],
  },
  {
    name: 'a rejection',
    before: SUBMITTED,
    cause: [setStatus('rejected')],
    events: [
      ...[told.setCredit('failed'), told.overrideGrade(null), told.invalidateCertificate],
      ...[told.examEvent('rejected'), ...told.becomes('rejected')],
    ],
    mails: ['rejected'],
  },
  {
    name: 'a rejection in a course that leaves grades alone',
    courseId: LENIENT_COURSE,
    before: SUBMITTED,
    cause: [setStatus('rejected')],
    events: [told.setCredit('failed'), told.examEvent('rejected'), ...told.becomes('rejected')],
    mails: ['rejected'],
  },
  {
    name: 'a pass after a rejection',
    before: REJECTED,
    cause: [setStatus('verified')],
    events: [
      ...[told.setCredit('satisfied'), told.undoOverride, told.examEvent('verified')],
      ...told.becomes('verified'),
    ],
    mails: ['verified'],
  },
  {
    name: 'a second look at a rejection',
    before: REJECTED,
    cause: [setStatus('second_review_required')],
    events: told.becomes('second_review_required'),
  },
  {
    name: 'a pass after a second look at a rejection, which undoes the override too',
    before: [...REJECTED, setStatus('second_review_required')],
    cause: [setStatus('verified')],
    events: [
      ...[told.setCredit('satisfied'), told.undoOverride, told.examEvent('verified')],
      ...told.becomes('verified'),
    ],
    mails: ['verified'],
  },
  { name: 'setting the status that it has', before: REJECTED, cause: [setStatus('rejected')], events: [] },
  { name: 'seeing the result', before: REJECTED, cause: [['acknowledge']], events: [] },
  { name: 'more time', before: RUNNING, cause: [['extra-time', { additionalMins: 30 }]], events: [] },
  {
    name: 'removing a set-up attempt',
    cause: [['delete']],
    events: [...removed(), told.track('deleted', 'created')],
    vendor: [told.vendorRemoves],
  },
  {
    name: 'removing a handed-in attempt',
    before: SUBMITTED,
    cause: [['delete']],
    events: [...removed(told.removeCredit), told.track('deleted', 'submitted')],
    vendor: [told.vendorRemoves],
  },
  {
    name: 'removing a reviewed attempt',
    before: [...SUBMITTED, review('Clean')],
    cause: [['delete']],
    events: [
      told.track('review_received', 'verified'),
      ...[...removed(told.removeCredit), told.track('deleted', 'verified')],
    ],
    vendor: [told.vendorRemoves],
  },
  {
    name: 'clearing an attempt quietly',
    cause: [['delete', { quiet: true }]],
    events: [],
    vendor: [told.vendorRemoves],
  },
  {
    name: 'a review of a removed attempt',
    before: [...SUBMITTED, ['delete']],
    cause: [review('Clean')],
    events: [received('submitted', 'Clean')],
  },
  {
    name: 'handing in a timed exam',
    exam: 'timed',
    before: RUNNING,
    cause: [['submit']],
    events: [told.completeUnit, told.setCredit('submitted'), ...told.becomes('submitted')],
  },
  { name: 'handing in a practice exam', exam: 'practice', before: RUNNING, cause: [['submit']], events: handedIn },
  {
    name: 'passing a practice exam',
    exam: 'practice',
    before: SUBMITTED,
    cause: [setStatus('verified')],
    events: [told.setCredit('satisfied'), told.examEvent('verified'), ...told.becomes('verified')],
  },
  {
    name: 'a new try of an errored practice exam',
    exam: 'practice',
    before: [['start'], ['error']],
    cause: [['reset']],
    events: [told.track('reset_practice_exam', 'error')],
  },
  {
    name: 'a new try of a handed-in practice exam',
    exam: 'practice',
    before: SUBMITTED,
    cause: [['reset']],
    events: [
      ...[...removed(told.removeCredit), told.track('deleted', 'submitted')],
      told.track('reset_practice_exam', 'submitted'),
    ],
  },
];

describe('what the outside is told', () => {
  it.each(ROWS)(
    'of $name',
    async ({ exam = 'proctored', courseId, before = [], cause, events, mails = [], vendor = [], isProctored }) => {
      const [on, learner] = [await addExamOf(stand, exam, { courseId }), await addLearner(stand)];
      const attempt = await begin(stand, on, learner);
      const news = follow(stand, attempt.code, learner);
      await tell(stand, attempt, ...before);
      await news();
      const version = (await changesOf(stand, attempt)) + 1;
      await tell(stand, attempt, ...cause);
      const expected = { ...attempt, version, isProctored };
      expect(await news()).toEqual({
        events: events.map((event) => event(expected)),
        mails: mails.map((name) => told.mail(name, expected)),
        vendor,
      });
    },
  );

  const BEGINNINGS: {
    name: string;
    exam: ExamKind;
    request: Partial<CreationRequest>;
    events: ExpectedEvent[];
    vendor: unknown[];
    isProctored?: boolean;
  }[] = [
    { name: 'proctored', exam: 'proctored', request: {}, events: told.begins(), vendor: [told.vendorRegisters] },
    {
      name: 'timed, with the clock started at once',
      exam: 'timed',
      request: { startClock: true },
      events: [...told.begins(), ...told.later(1, told.becomes('started'))],
      vendor: [],
    },
    {
      name: 'proctored, taken openly',
      exam: 'proctored',
      request: { takingAsProctored: false, decline: true },
      events: [...told.begins(), ...told.later(1, [told.setCredit('declined'), ...told.becomes('declined')])],
      vendor: [],
      isProctored: false,
    },
  ];

  it.each(BEGINNINGS)('of beginning an attempt ($name)', async ({ exam, request, events, vendor, isProctored }) => {
    const [on, learner] = [await addExamOf(stand, exam), await addLearner(stand)];
    stand.outside.vendor.take();
    const attempt = await begin(stand, on, learner, request);
    const expected = { ...attempt, version: 1, isProctored };
    expect(await follow(stand, attempt.code, learner)()).toEqual({
      events: events.map((event) => event(expected)),
      mails: [],
      vendor,
    });
  });

  it('of an attempt whose time runs out, as if it had been handed in at the end', async () => {
    const dueInLessThanAMinute = { dueAt: Date.now() + 50_000 };
    const [on, learner] = [await addExamOf(stand, 'proctored', dueInLessThanAMinute), await addLearner(stand)];
    const attempt = await begin(stand, on, learner);
    const news = follow(stand, attempt.code, learner);
    await news();
    await tell(stand, attempt, ['start']);
    await stand.outside.mail.arrives(learner.email);
    const [start, end] = [
      { ...attempt, version: 2 },
      { ...attempt, version: 3 },
    ];
    expect(await news()).toEqual({
      events: [...told.becomes('started').map((event) => event(start)), ...handedIn.map((event) => event(end))],
      mails: [told.mail('submitted', end)],
      vendor: [told.vendorHears('started'), told.vendorHears('submitted')],
    });
  });

  it('of a decline and of the other exams of the course that it takes with it', async () => {
    const learner = await addLearner(stand);
    const on = await addExamOf(stand, 'proctored');
    const inCourse = { courseId: on.course };
    const [untouched, running, finished] = [
      await addExamOf(stand, 'proctored', inCourse),
      await begin(stand, await addExamOf(stand, 'proctored', inCourse), learner),
      await begin(stand, await addExamOf(stand, 'proctored', inCourse), learner),
    ];
    await tell(stand, running, ['start']);
    await tell(stand, finished, ['start'], ['submit']);
    const attempt = await begin(stand, on, learner);
    const news = [running, finished].map(({ code }) => follow(stand, code, learner));
    for (const each of news) await each();

    await tell(stand, attempt, ['decline']);
    await stand.settled(attempt.code);
    const declined = [told.setCredit('declined'), ...told.becomes('declined')];
    const [ofRunning, ofFinished] = [await news[0]?.(), await news[1]?.()];
    expect(ofRunning).toEqual({
      events: declined.map((event) => event({ ...running, version: 3 })),
      mails: [],
      vendor: [],
    });
    expect(ofFinished).toEqual({ events: [], mails: [], vendor: [] });
    const made = { ...(await onlyAttempt(stand.pool, untouched.id, learner.id)), exam: untouched, learner };
    expect(await follow(stand, made.code, learner)()).toMatchObject({
      events: [...told.begins(), ...told.later(1, declined)].map((event) =>
        event({ ...made, version: 1, isProctored: false }),
      ),
      vendor: [],
    });
  });

  it('of onboarding that is done, with the attempts that waited for it cleared without a word', async () => {
    const learner = await addLearner(stand);
    stand.outside.vendor.script({ body: { status: 'onboarding_missing' } });
    const blocked = await begin(stand, await addExamOf(stand, 'proctored'), learner);
    const ofBlocked = follow(stand, blocked.code, learner);
    const { events } = await ofBlocked();
    expect(events).toEqual(told.begins('onboarding_missing').map((event) => event({ ...blocked, version: 1 })));

    const attempt = await begin(stand, await addExamOf(stand, 'onboarding'), learner);
    const news = follow(stand, attempt.code, learner);
    await tell(stand, attempt, ['start']);
    await news();
    await tell(stand, attempt, ['submit']);
    expect(await news()).toEqual({
      events: handedIn.map((event) => event({ ...attempt, version: 3 })),
      mails: [],
      vendor: [told.vendorHears('submitted')],
    });
    expect(await ofBlocked()).toEqual({ events: [], mails: [], vendor: [] });
    await expect(tell(stand, blocked, ['start'])).rejects.toThrow(/attempt_not_found/);
  });
});
