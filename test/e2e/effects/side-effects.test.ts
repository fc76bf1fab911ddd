import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreationRequest } from '../../../workflows/exam-attempt/messages.ts';
import * as told from './expected.ts';
import type { ExpectedEvent } from './expected.ts';
import { onlyAttempt, versionOf } from './records.ts';
import { addExamOf, addLearner, begin, follow, tell, type ExamKind } from './scenario.ts';
import { ROWS_OF_ENDINGS } from './rows/endings.ts';
import { ROWS_OF_THE_EXAM } from './rows/exam.ts';
import { ROWS_OF_REVIEWS } from './rows/reviews.ts';
import { openEffectsStand, type EffectsStand } from './stand.ts';

let stand: EffectsStand;

beforeAll(async () => {
  stand = await openEffectsStand();
});
afterAll(() => stand.close());

const ROWS = [...ROWS_OF_THE_EXAM, ...ROWS_OF_REVIEWS, ...ROWS_OF_ENDINGS];

describe('what the outside is told', () => {
  it.each(ROWS)(
    'of $name',
    async ({ exam = 'proctored', courseId, before = [], cause, events, mails = [], vendor = [], isProctored }) => {
      const [on, learner] = [await addExamOf(stand, exam, { courseId }), await addLearner(stand)];
      const attempt = await begin(stand, on, learner);
      const news = follow(stand, attempt.code, learner);
      await tell(stand, attempt, ...before);
      await news();
      const version = (await versionOf(stand.pool, attempt.code)) + 1;
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
      events: [...told.begins(), ...told.later(1, told.declined)],
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
    const dueSoon = { dueAt: Date.now() + 25_000 };
    const [on, learner] = [await addExamOf(stand, 'proctored', dueSoon), await addLearner(stand)];
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
      events: [...told.becomes('started').map((event) => event(start)), ...told.handedIn.map((event) => event(end))],
      mails: [told.mail('submitted', end)],
      vendor: [told.vendorHears('started'), told.vendorHears('submitted')],
    });
  });

  it('of a rejection and a removal, with the person who decided', async () => {
    const [on, learner, carol] = [
      await addExamOf(stand, 'proctored'),
      await addLearner(stand),
      await addLearner(stand),
    ];
    const attempt = await begin(stand, on, learner);
    const news = follow(stand, attempt.code, learner);
    await tell(stand, attempt, ['start'], ['submit']);
    await news();
    await tell(stand, attempt, ['review', { reviewStatus: 'Suspicious', reviewedBy: carol.id }]);
    const ofRejection = (await news()).events;
    expect(ofRejection).toContainEqual(told.overrideGrade(carol)({ ...attempt, version: 4 }));
    expect(ofRejection.map(({ type }) => type)).not.toContain('org.durable-proctoring.support.notify.v1');
    await tell(stand, attempt, ['delete', { actor: { kind: 'staff', userId: carol.id } }]);
    const ofRemoval = (await news()).events;
    expect(ofRemoval).toContainEqual(told.eraseAnswers(carol)({ ...attempt, version: 5 }));
    expect(ofRemoval).toContainEqual(told.examEvent('reset', carol)({ ...attempt, version: 5 }));
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
    // Emails are told apart by learner only, so all that came before has to be there before any is read.
    await stand.settled(running.code, finished.code);
    for (const each of news) await each();

    await tell(stand, attempt, ['decline']);
    await stand.settled(attempt.code);
    const [ofRunning, ofFinished] = [await news[0]?.(), await news[1]?.()];
    expect(ofRunning).toEqual({
      events: told.declined.map((event) => event({ ...running, version: 3 })),
      mails: [],
      vendor: [told.vendorHears('submitted')],
    });
    expect(ofFinished).toEqual({ events: [], mails: [], vendor: [] });
    const made = { ...(await onlyAttempt(stand.pool, untouched.id, learner.id)), exam: untouched, learner };
    expect(await follow(stand, made.code, learner)()).toMatchObject({
      events: [...told.begins(), ...told.later(1, told.declined)].map((event) =>
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
      events: told.handedIn.map((event) => event({ ...attempt, version: 3 })),
      mails: [],
      vendor: [told.vendorHears('submitted')],
    });
    expect(await ofBlocked()).toEqual({ events: [], mails: [], vendor: [] });
    await expect(tell(stand, blocked, ['start'])).rejects.toThrow(/attempt_not_found/);
  });
});
