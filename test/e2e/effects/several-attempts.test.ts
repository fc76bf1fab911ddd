import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '../../../rules/attempt/statuses.ts';
import * as told from './expected.ts';
import type { ExpectedEvent } from './expected.ts';
import { versionOf, withheldOf } from './records.ts';
import { addExamOf, addLearner, begin, follow, tell, type Attempt } from './scenario.ts';
import { openEffectsStand, type EffectsStand } from './stand.ts';

let stand: EffectsStand;

beforeAll(async () => {
  stand = await openEffectsStand();
});
afterAll(() => stand.close());

const staff = { kind: 'staff' } as const;

/** An errored attempt and the one that took over its remaining time, which staff have put into `status`. */
async function superseded(status: Status): Promise<{ first: Attempt; second: Attempt }> {
  const [exam, learner] = [await addExamOf(stand, 'proctored'), await addLearner(stand)];
  const first = await begin(stand, exam, learner);
  await tell(stand, first, ['start'], ['error'], ['mark-ready-to-resume', { actor: staff }]);
  const second = await begin(stand, exam, learner);
  await tell(stand, second, ['set-status', { status, actor: staff }]);
  await stand.settled(first.code, second.code);
  return { first, second };
}

const submitted = [told.setCredit('submitted'), told.examEvent('submitted')];
const verified = [told.setCredit('satisfied'), told.examEvent('verified')];
const rejected = [
  told.setCredit('failed'),
  told.overrideGrade(null),
  told.invalidateCertificate,
  told.examEvent('rejected'),
];
const errored = [told.setCredit('failed'), told.examEvent('errored')];

/** A case of attempt-lifecycle §4.2: what another attempt's status withholds, and what is told in any case. */
interface GuardCase {
  to: Status;
  other: Status;
  guarded: ExpectedEvent[];
  mail?: 'submitted' | 'verified' | 'rejected';
  withheld: string[];
}

const NOTHING_WITHHELD: string[] = [];
const OF_RESULT = ['set-credit', 'publish-exam-event', 'send-mail'];

const CASES: GuardCase[] = [
  { to: 'submitted', other: 'verified', guarded: submitted, mail: 'submitted', withheld: NOTHING_WITHHELD },
  { to: 'submitted', other: 'rejected', guarded: [], withheld: OF_RESULT },
  { to: 'verified', other: 'verified', guarded: verified, mail: 'verified', withheld: NOTHING_WITHHELD },
  { to: 'verified', other: 'submitted', guarded: [], withheld: OF_RESULT },
  {
    to: 'verified',
    other: 'rejected',
    guarded: [],
    withheld: ['set-credit', 'undo-grade-override', 'publish-exam-event', 'send-mail'],
  },
  { to: 'rejected', other: 'submitted', guarded: rejected, mail: 'rejected', withheld: NOTHING_WITHHELD },
  ...(['rejected', 'declined'] as const).map((other) => ({
    to: 'rejected' as const,
    other,
    guarded: [],
    withheld: ['set-credit', 'override-grade', 'invalidate-certificate', 'publish-exam-event', 'send-mail'],
  })),
  { to: 'error', other: 'rejected', guarded: errored, withheld: NOTHING_WITHHELD },
  { to: 'second_review_required', other: 'verified', guarded: [], withheld: NOTHING_WITHHELD },
];

const VENDOR: Partial<Record<Status, string>> = {
  submitted: told.vendorHears('submitted'),
  error: told.vendorHears('error'),
};

describe('a superseded attempt', () => {
  it.each(CASES)('that becomes $to beside a $other one', async ({ to, other, guarded, mail, withheld }) => {
    const { first } = await superseded(other);
    const news = follow(stand, first.code, first.learner);
    await news();
    const cause = { ...first, version: (await versionOf(stand.pool, first.code)) + 1 };
    await tell(stand, first, ['set-status', { status: to, actor: staff }]);
    const completion = to === 'submitted' ? [told.completeUnit] : [];
    expect(await news()).toEqual({
      events: [...completion, ...guarded, ...told.becomes(to)].map((event) => event(cause)),
      mails: mail ? [told.mail(mail, cause)] : [],
      vendor: VENDOR[to] ? [VENDOR[to]] : [],
    });
    expect(await withheldOf(stand.pool, first.code)).toEqual(withheld);
  });

  it('does not keep its follow-up from being told of a pass', async () => {
    const { second } = await superseded('submitted');
    const news = follow(stand, second.code, second.learner);
    await news();
    const cause = { ...second, version: (await versionOf(stand.pool, second.code)) + 1 };
    await tell(stand, second, ['set-status', { status: 'verified', actor: staff }]);
    expect(await news()).toEqual({
      events: [...verified, ...told.becomes('verified')].map((event) => event(cause)),
      mails: [told.mail('verified', cause)],
      vendor: [],
    });
  });

  it('has the override of its late rejection undone by the pass of its follow-up, once', async () => {
    const { first, second } = await superseded('submitted');
    const ofFirst = follow(stand, first.code, first.learner);
    await tell(stand, first, ['set-status', { status: 'rejected', actor: staff }]);
    const rejection = { ...first, version: await versionOf(stand.pool, first.code) };
    expect((await ofFirst()).events).toContainEqual(told.overrideGrade(null)(rejection));

    const ofSecond = follow(stand, second.code, second.learner);
    const version = (await versionOf(stand.pool, second.code)) + 1;
    await tell(
      stand,
      second,
      ['set-status', { status: 'verified', actor: staff }],
      ['set-status', { status: 'second_review_required', actor: staff }],
      ['set-status', { status: 'verified', actor: staff }],
    );
    const { events } = await ofSecond();
    const undone = events.filter(({ type }) => type === 'org.durable-proctoring.grade.override.undo.v1');
    expect(undone).toEqual([told.undoOverride({ ...second, version })]);
  });

  it('takes its own consequences back when it is removed, whatever became of the other', async () => {
    const { first } = await superseded('rejected');
    await tell(stand, first, ['delete', { actor: staff }]);
    await stand.settled(first.code);
    expect(await withheldOf(stand.pool, first.code)).toEqual([]);
    const types = (await stand.outside.lms.about(first.code)).map(({ event }) => event.type);
    expect(types.slice(-5)).toEqual([
      'org.durable-proctoring.answers.erase.v1',
      'org.durable-proctoring.grade.override.undo.v1',
      'org.durable-proctoring.credit.requirement.remove.v1',
      'org.openedx.learning.exam.attempt.reset.v1',
      'org.durable-proctoring.tracking.emitted.v1',
    ]);
  });
});
