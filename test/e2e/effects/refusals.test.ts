import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'slonik';
import { z } from 'zod';
import { until } from '../../../dev/until.ts';
import { retryEffectUpdate, workflowIdOf } from '../../../workflows/exam-attempt/messages.ts';
import * as told from './expected.ts';
import { effectRecord, lastChange } from './records.ts';
import { addExamOf, addLearner, begin, follow, tell, type Attempt } from './scenario.ts';
import { openEffectsStand, type EffectsStand } from './stand.ts';

let stand: EffectsStand;

beforeAll(async () => {
  stand = await openEffectsStand();
});
afterAll(() => stand.close());
afterEach(async () => {
  await Promise.all([stand.outside.mail.behave({}), stand.outside.lms.behave({})]);
  await Promise.all([stand.outside.mail.release(), stand.outside.lms.release()]);
});

/** Of the hand-in of `running()`. */
const keyOf = ({ code }: Attempt, effect: string) => `${code}/3/${effect}`;
const DONE = { outcome: 'done', tries: 1, error: null, log: ['done'] };

/** A running attempt whose effects so far have ended. */
async function running(): Promise<{ attempt: Attempt; news: ReturnType<typeof follow> }> {
  const [exam, learner] = [await addExamOf(stand, 'proctored'), await addLearner(stand)];
  const attempt = await begin(stand, exam, learner);
  await tell(stand, attempt, ['start']);
  const news = follow(stand, attempt.code, learner);
  await news();
  return { attempt, news };
}

function retry({ code }: Attempt, key: string) {
  return stand.client.workflow.getHandle(workflowIdOf(code)).executeUpdate(retryEffectUpdate, { args: [{ key }] });
}

/** Waits until the effect has been tried so often, by the record. */
function tried(key: string, times: number) {
  return until(async () => (await effectRecord(stand.pool, key)).log.length >= times, `try ${times} of ${key}`, {
    everyMs: 20,
  });
}

describe('an effect that is refused for good', () => {
  it('is recorded with the reason, later ones go on, and staff have it run again (mail)', async () => {
    const { attempt, news } = await running();
    const key = keyOf(attempt, 'send-mail');
    await stand.outside.mail.behave({ mode: 'refuse', status: 550 });
    await tell(stand, attempt, ['submit']);
    const { events, mails } = await news();
    expect({ events, mails }).toEqual({
      events: told.handedIn.map((event) => event({ ...attempt, version: 3 })),
      mails: [],
    });
    const refused = {
      outcome: 'refused',
      tries: 1,
      error: expect.stringMatching(/^MailRefusedError: .*550/),
      log: ['refused'],
    };
    expect(await effectRecord(stand.pool, key)).toEqual(refused);
    expect((await effectRecord(stand.pool, key)).error).not.toContain(attempt.learner.email);

    expect(await retry(attempt, key)).toEqual({ retried: true });
    await stand.settled(attempt.code);
    expect(await effectRecord(stand.pool, key)).toEqual({ ...refused, tries: 2, log: ['refused', 'refused'] });

    await stand.outside.mail.behave({});
    expect(await retry(attempt, key)).toEqual({ retried: true });
    expect((await news()).mails).toEqual([told.mail('submitted', { ...attempt, version: 3 })]);
    expect(await effectRecord(stand.pool, key)).toEqual({ ...DONE, tries: 3, log: ['refused', 'refused', 'done'] });
    expect(await retry(attempt, key)).toEqual({ retried: false });
  });

  it('is recorded with the reason, later ones go on, and staff have it run again (LMS)', async () => {
    const { attempt, news } = await running();
    await stand.outside.lms.behave({ mode: 'refuse', status: 422, applies_to: 'events' });
    await tell(stand, attempt, ['submit']);
    expect((await news()).mails).toEqual([told.mail('submitted', { ...attempt, version: 3 })]);
    const key = keyOf(attempt, 'set-credit');
    expect(await effectRecord(stand.pool, key)).toEqual({
      outcome: 'refused',
      tries: 1,
      error: 'LmsRefusedError: The LMS answered 422 to org.durable-proctoring.credit.requirement.set.v1',
      log: ['refused'],
    });
    await stand.outside.lms.behave({});
    expect(await retry(attempt, key)).toEqual({ retried: true });
    expect((await news()).events).toEqual([told.setCredit('submitted')({ ...attempt, version: 3 })]);
    expect(await effectRecord(stand.pool, key)).toEqual({ ...DONE, tries: 2, log: ['refused', 'done'] });
  });

  it('is none when the attempt has no effect of that key', async () => {
    const { attempt } = await running();
    expect(await retry(attempt, keyOf(attempt, 'send-mail'))).toEqual({ retried: false });
  });
});

describe('an effect whose target is not well', () => {
  it('is tried again in its place: what comes after it waits, the other targets do not', async () => {
    const { attempt, news } = await running();
    await stand.outside.lms.behave({ mode: 'refuse', status: 503, applies_to: 'events' });
    await tell(stand, attempt, ['submit']);
    await stand.outside.mail.arrives(attempt.learner.email);
    await tried(keyOf(attempt, 'complete-unit'), 2);
    // A try of what goes together counts for each of it until it ends.
    const isUntried = async () => (await effectRecord(stand.pool, keyOf(attempt, 'set-credit'))).tries === 0;
    await until(isUntried, 'the end of a try that did not come to the second effect');
    await stand.outside.lms.behave({});
    expect((await news()).events).toEqual(told.handedIn.map((event) => event({ ...attempt, version: 3 })));
    const { log, outcome } = await effectRecord(stand.pool, keyOf(attempt, 'complete-unit'));
    expect({ outcome, last: log.at(-1), others: new Set(log.slice(0, -1)) }).toEqual({
      outcome: 'done',
      last: 'done',
      others: new Set(['failed']),
    });
  });

  it('is sent once when the target is merely slow', async () => {
    const { attempt, news } = await running();
    const slow = { mode: 'slow', delay_ms: 4_000 } as const;
    await Promise.all([stand.outside.mail.behave(slow), stand.outside.lms.behave({ ...slow, applies_to: 'events' })]);
    await tell(stand, attempt, ['submit']);
    await stand.outside.mail.arrives(attempt.learner.email);
    await stand.outside.lms.behave({});
    expect((await news()).mails).toEqual([told.mail('submitted', { ...attempt, version: 3 })]);
    expect(await effectRecord(stand.pool, keyOf(attempt, 'send-mail'))).toEqual(DONE);
    expect(await effectRecord(stand.pool, keyOf(attempt, 'complete-unit'))).toEqual(DONE);
    expect((await stand.outside.lms.about(attempt.code)).map(({ repeats }) => repeats)).not.toContain(1);
  });

  it('is sent once when it is an announcement that the change itself does not wait for', async () => {
    const { attempt, news } = await running();
    await stand.outside.lms.behave({ mode: 'hold', applies_to: 'events' });
    const key = keyOf(attempt, 'track.attempt.ready_to_submit');
    await tell(stand, attempt, ['stop']);
    await stand.outside.lms.holding(key);
    expect(await effectRecord(stand.pool, key)).toEqual({
      outcome: 'pending',
      tries: 1,
      error: null,
      log: ['under_way'],
    });
    await stand.outside.lms.behave({});
    await stand.outside.lms.release();
    expect((await news()).events).toEqual(
      told.becomes('ready_to_submit').map((event) => event({ ...attempt, version: 3 })),
    );
    expect(await effectRecord(stand.pool, key)).toEqual(DONE);
    expect((await stand.outside.lms.about(attempt.code)).map(({ repeats }) => repeats)).not.toContain(1);
  });

  it('says that it may have arrived twice when the answer to the first try was lost', async () => {
    const { attempt } = await running();
    await Promise.all([
      stand.outside.mail.behave({ mode: 'forgetful' }),
      stand.outside.lms.behave({ mode: 'forgetful', applies_to: 'events' }),
    ]);
    await tell(stand, attempt, ['submit']);
    const { pool } = stand;
    for (const key of [keyOf(attempt, 'send-mail'), keyOf(attempt, 'complete-unit')]) {
      // Not merely begun: a target that is well again before it is reached would answer.
      const isLost = async () => (await effectRecord(pool, key)).log[0] === 'unknown';
      await until(isLost, `the lost answer to the first try of ${key}`, { everyMs: 20 });
    }
    await stand.outside.mail.arrives(attempt.learner.email);
    await Promise.all([stand.outside.mail.behave({}), stand.outside.lms.behave({})]);
    await stand.settled(attempt.code);
    for (const effect of ['send-mail', 'complete-unit']) {
      const { outcome, log } = await effectRecord(stand.pool, keyOf(attempt, effect));
      expect([outcome, log[0], log.at(-1)]).toEqual(['done', 'unknown', 'done']);
    }
    const mails = await stand.outside.mail.to(attempt.learner.email);
    const { messageId } = told.mail('submitted', { ...attempt, version: 3 });
    expect(mails.length).toBeGreaterThan(1);
    expect(new Set(mails.map((mail) => mail.messageId))).toEqual(new Set([messageId]));
  });

  it('is not sent again when only our record of its success failed', async () => {
    const { attempt } = await running();
    await stand.outside.mail.behave({ mode: 'hold-taken' });
    await tell(stand, attempt, ['submit']);
    await stand.outside.mail.holding(attempt.learner.email);
    await stand.settledBut(attempt.code, 'send-mail');
    const none = z.object({});
    await stand.pool.query(sql.type(none)`alter table attempt_effect_try rename to attempt_effect_try_away`);
    await stand.outside.mail.behave({});
    await stand.outside.mail.release();
    const { workflowService } = stand.client.connection;
    const execution = { workflowId: workflowIdOf(attempt.code) };
    await until(async () => {
      const { pendingActivities } = await workflowService.describeWorkflowExecution({
        namespace: 'default',
        execution,
      });
      return pendingActivities?.some(({ lastFailure, attempt: tries }) => lastFailure && (tries ?? 0) > 1) ?? false;
    }, 'a failed record');
    await stand.pool.query(sql.type(none)`alter table attempt_effect_try_away rename to attempt_effect_try`);
    await stand.settled(attempt.code);
    expect(await stand.outside.mail.to(attempt.learner.email)).toHaveLength(1);
    expect(await effectRecord(stand.pool, keyOf(attempt, 'send-mail'))).toEqual(DONE);
  });
});

describe('one mail per cause', () => {
  it('is intended before it is sent and its outcome recorded after', async () => {
    const { attempt } = await running();
    const key = keyOf(attempt, 'send-mail');
    await stand.outside.mail.behave({ mode: 'hold' });
    await tell(stand, attempt, ['submit']);
    await stand.outside.mail.holding(attempt.learner.email);
    expect(await effectRecord(stand.pool, key)).toEqual({
      outcome: 'pending',
      tries: 1,
      error: null,
      log: ['under_way'],
    });
    await stand.outside.mail.behave({});
    await stand.outside.mail.release();
    await stand.settled(attempt.code);
    expect(await effectRecord(stand.pool, key)).toEqual(DONE);
    expect(await stand.outside.mail.to(attempt.learner.email)).toHaveLength(1);
  });

  it('becomes another mail under another key when staff have the effects applied again, on record with who and why', async () => {
    const { attempt, news } = await running();
    await tell(stand, attempt, ['submit']);
    await news();
    const actor = { kind: 'staff', userId: attempt.learner.id } as const;
    const reason = 'The learner has a new address';
    await tell(stand, attempt, ['set-status', { status: 'submitted', reapply: true, actor, reason }]);
    const cause = { ...attempt, version: 4 };
    expect(await news()).toEqual({
      events: told.handedIn.slice(1).map((event) => event(cause)),
      mails: [told.mail('submitted', cause)],
      vendor: [told.vendorHears('submitted')],
    });
    expect(await lastChange(stand.pool, attempt.code)).toEqual({
      event: 'set-status',
      to: 'submitted',
      actor: 'staff',
      userId: attempt.learner.id,
      reason,
    });
  });
});
