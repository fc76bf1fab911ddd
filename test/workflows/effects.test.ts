import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { LmsRefusedError } from '../../lms/port.ts';
import { MailServerUnavailableError } from '../../emails/delivery/port.ts';
import { until } from '../../dev/until.ts';
import type { CreationRequest } from '../../workflows/exam-attempt/messages.ts';
import { MINUTE } from '../support/attempt-builders.ts';
import { areEffectsFinished, changesOf, effectsOf, handleOf, newCode, stateOf } from '../support/attempt-records.ts';
import { PROCTORED, VENDOR_ANSWER, learner, staff, startRestService } from '../support/rest-service.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { addExam, addPerson, creationRequest, outcomeOf, type Service } from '../support/service.ts';

let vendor: ScriptedVendor;
let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ vendor, env, service, close } = await startRestService());
});
beforeEach(async () => {
  vendor.otherwise(VENDOR_ANSWER);
  vendor.take();
  service.lms.failure = null;
  service.mailer.failure = null;
  service.lms.effects.length = 0;
  service.mailer.mails.length = 0;
});
afterAll(() => close());

/** A running proctored attempt whose effects so far are done. */
async function started(fields: Partial<CreationRequest> = {}): Promise<string> {
  const code = newCode();
  const request = await creationRequest(service, { exam: PROCTORED, ...fields });
  await service.attempts.create(code, request);
  await service.attempts.tell(code, 'start', { actor: learner });
  await finished(code);
  return code;
}

const finished = (code: string) => until(() => areEffectsFinished(service, code), 'the effects');
const outcomes = async (code: string) =>
  Object.fromEntries((await effectsOf(service, code)).map(({ kind, outcome }) => [kind, outcome]));
/** How often an activity of the attempt that has not ended was tried. */
const retriesOf = async (code: string) =>
  (await handleOf(service, code).describe()).raw.pendingActivities?.[0]?.attempt ?? 0;
const patches = () =>
  vendor
    .take()
    .filter(({ method }) => method === 'PATCH')
    .map(({ body }) => body);

describe('the effects of an attempt', () => {
  it('reach mail and LMS while the vendor is dead, and the vendor in order once it is back', async () => {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service, { exam: PROCTORED }));
    vendor.otherwise({ status: 500 });
    await service.attempts.tell(code, 'start', { actor: learner });
    await service.attempts.tell(code, 'submit', { actor: learner });
    await until(
      async () => service.mailer.mails.length === 1 && service.lms.told.includes('set-credit'),
      'mail and LMS',
    );
    const pending = { 'start-at-vendor': 'pending', 'stop-at-vendor': 'pending' };
    const done = { 'complete-unit': 'done', 'set-credit': 'done', 'publish-exam-event': 'done', 'send-mail': 'done' };
    const isUp = async () => isDeepStrictEqual(await outcomes(code), { ...pending, ...done });
    await until(isUp, 'everything but the vendor');
    vendor.otherwise(VENDOR_ANSWER);
    await env.sleep(30 * MINUTE);
    await finished(code);
    const told = patches();
    expect(told.slice(-2)).toEqual([JSON.stringify({ status: 'started' }), JSON.stringify({ status: 'submitted' })]);
    expect(new Set(told.slice(0, -1))).toEqual(new Set([JSON.stringify({ status: 'started' })]));
    const [start] = await effectsOf(service, code);
    expect(start).toMatchObject({ kind: 'start-at-vendor', outcome: 'done', error: null });
    expect(start?.tries).toBeGreaterThan(1);
  });

  it('that are refused for good are recorded with the reason, and those after them go on', async () => {
    const code = await started();
    service.lms.failure = (effect) => (effect.kind === 'set-credit' ? new LmsRefusedError('no such course') : null);
    await service.attempts.tell(code, 'submit', { actor: learner });
    await finished(code);
    const credit = (await effectsOf(service, code)).find(({ kind }) => kind === 'set-credit');
    expect(credit).toMatchObject({ outcome: 'refused', tries: 1, error: 'LmsRefusedError: no such course' });
    expect(service.lms.told).toContain('publish-exam-event');
  });

  it('survive a mail server that is down for a day', async () => {
    const code = await started();
    service.mailer.failure = new MailServerUnavailableError('down');
    await service.attempts.tell(code, 'submit', { actor: learner });
    await env.sleep(24 * 60 * MINUTE);
    expect(await outcomes(code)).toMatchObject({ 'send-mail': 'pending', 'set-credit': 'done' });
    service.mailer.failure = null;
    await env.sleep(11 * MINUTE);
    await finished(code);
    expect(service.mailer.mails).toHaveLength(1);
  });

  it('that took place and cannot be recorded for a while are recorded later, and do not take place again', async () => {
    const code = await started();
    const key = `${code}/3/send-mail`;
    await service.pool.query(sql.unsafe`
      create function refuse_outcome() returns trigger language plpgsql as
        'begin raise exception ''no outcome is taken''; end'`);
    await service.pool.query(sql.unsafe`
      create trigger refuse_outcome before update on attempt_effect_try
      for each row when (new.effect_key like '%/3/send-mail' and new.outcome = 'done') execute function refuse_outcome()`);
    try {
      await service.attempts.tell(code, 'submit', { actor: learner });
      await until(async () => (await retriesOf(code)) > 1, 'another try');
      expect(await outcomes(code)).toMatchObject({ 'send-mail': 'pending' });
    } finally {
      await service.pool.query(sql.unsafe`drop function refuse_outcome() cascade`);
    }
    await finished(code);
    expect(service.mailer.mails).toHaveLength(1);
    expect((await effectsOf(service, code)).find((effect) => effect.key === key)).toMatchObject({
      outcome: 'done',
      tries: 1,
    });
  });

  it('of a repeat take place once', async () => {
    const code = await started();
    await Promise.all([1, 2, 3].map(() => service.attempts.tell(code, 'submit', { actor: learner })));
    await finished(code);
    expect(service.mailer.mails).toHaveLength(1);
    expect(service.lms.told.filter((told) => told === 'set-credit')).toHaveLength(1);
    expect(patches()).toHaveLength(2);
  });
});

describe('the announcement of a new attempt', () => {
  it('names the learner as the vendor is told, from their profile at the LMS', async () => {
    const { lookups } = service.context;
    const fullName = 'Bob B. von Builder';
    const profile = {
      enrollmentMode: null,
      mayTakeProctoredExams: true,
      courseName: null,
      courseEnd: null,
      email: null,
      language: null,
    };
    const creditState = vi.spyOn(lookups, 'creditState').mockResolvedValue({ ...profile, fullName, requirements: [] });
    await started();
    creditState.mockRestore();
    const registration = vendor.take().find(({ path }) => path.endsWith('/attempt/'));
    expect(JSON.parse(registration?.body ?? '{}')).toMatchObject({ full_name: fullName });
    expect(service.lms.effects.find(({ kind }) => kind === 'announce-status')).toMatchObject({
      fullName,
      profileName: fullName,
    });
  });
});

describe('a learner with several attempts on an exam', () => {
  /** Two handed-in attempts on one exam, as staff can bring about by setting the status of a resumed pair. */
  async function twoSubmitted(): Promise<[string, string]> {
    const request = await creationRequest(service, { exam: PROCTORED });
    const first = await started(request);
    await service.attempts.tell(first, 'error', { actor: learner });
    await service.attempts.tell(first, 'mark-ready-to-resume', { actor: staff });
    const second = await started(request);
    await service.attempts.tell(second, 'submit', { actor: learner });
    await finished(first);
    await finished(second);
    return [first, second];
  }

  it('gets the result of the follow-up, whatever the attempt before it came to', async () => {
    const [, second] = await twoSubmitted();
    await service.attempts.tell(second, 'review', { reviewStatus: 'Clean', actor: { kind: 'vendor' } });
    await finished(second);
    expect(service.mailer.mails).toHaveLength(2);
    expect(service.lms.told.filter((told) => told === 'set-credit').length).toBe(3);
  });

  it('is failed once when two of them are decided at the same moment', async () => {
    const [first, second] = await twoSubmitted();
    await service.pool.query(sql.type(z.object({}))`
      update attempt set resumed = false, state = jsonb_set(state, '{resumed}', 'false') where attempt_code = ${first}`);
    await handleOf(service, first).terminate('as if the follow-up had never taken over');
    service.mailer.mails.length = 0;
    const fail = (code: string) => service.attempts.tell(code, 'set-status', { status: 'rejected', actor: staff });
    await Promise.all([fail(first), fail(second)]);
    await finished(first);
    await finished(second);
    const overrides = [await outcomes(first), await outcomes(second)].map((all) => all['override-grade'] ?? 'none');
    expect(overrides.toSorted()).toEqual(['done', 'withheld']);
    expect(service.mailer.mails).toHaveLength(1);
  });
});

describe('a learner who declines to be proctored', () => {
  it('declines the other open exams of the course as well, one level deep', async () => {
    const courseId = `course-v1:Test+${newCode()}`;
    const userId = await addPerson(service, `declines-${newCode()}`);
    const exams = { own: PROCTORED, open: PROCTORED, running: PROCTORED, done: PROCTORED, timed: {} };
    const ids: Record<string, number> = {};
    for (const [name, exam] of Object.entries(exams)) ids[name] = await addExam(service, { ...exam, courseId });
    const other = await addExam(service, PROCTORED);
    const begin = async (examId: number | undefined) =>
      started({ examId: examId ?? 0, userId, takingAsProctored: true });
    const [running, done] = [await begin(ids['running']), await begin(ids['done'])];
    await service.attempts.tell(done, 'submit', { actor: learner });

    const code = newCode();
    const request = { examId: ids['own'] ?? 0, userId, takingAsProctored: false, startClock: false, decline: true };
    expect(await outcomeOf(service.attempts.create(code, { ...request, actor: learner }))).toBe('declined');
    await finished(code);
    const rows = await service.pool.any(sql.type(z.object({ exam: z.number(), status: z.string() }))`
      select exam_id as exam, status from live_attempt where user_id = ${userId} order by exam_id`);
    expect(rows).toEqual([
      { exam: ids['own'], status: 'declined' },
      { exam: ids['open'], status: 'declined' },
      { exam: ids['running'], status: 'declined' },
      { exam: ids['done'], status: 'submitted' },
    ]);
    expect(rows.map(({ exam }) => exam)).not.toContain(other);
    expect((await changesOf(service, running)).at(-1)).toMatchObject({ event: 'decline', actor: 'system' });
    expect(await effectsOf(service, running)).not.toContainEqual(expect.objectContaining({ kind: 'decline-siblings' }));
  });
});

describe('a learner who finishes onboarding', () => {
  it('may start again where the same vendor had refused them, and only there', async () => {
    const userId = await addPerson(service, `onboards-${newCode()}`);
    const create = async (exam: Parameters<typeof addExam>[1]) => {
      const code = newCode();
      const examId = await addExam(service, exam);
      await service.attempts.create(code, await creationRequest(service, { examId, userId, takingAsProctored: true }));
      return code;
    };
    vendor.otherwise({ body: { status: 'onboarding_missing' } });
    const [blocked, implicit, elsewhere] = [
      await create(PROCTORED),
      await create({ proctored: true, backend: null }),
      await create(PROCTORED),
    ];
    await service.pool.query(sql.type(z.object({}))`
      update attempt set backend = 'other' where attempt_code = ${elsewhere}`);
    vendor.otherwise(VENDOR_ANSWER);
    const onboarding = await create({ ...PROCTORED, practice: true });
    await service.attempts.tell(onboarding, 'submit', { actor: learner });
    await finished(onboarding);
    const deleted = await service.pool.anyFirst(sql.type(z.object({ code: z.string() }))`
      select attempt_code as code from attempt where user_id = ${userId} and deleted_at is not null order by id`);
    expect(deleted).toEqual([blocked, implicit]);
    expect(await stateOf(service, elsewhere)).toMatchObject({ status: 'onboarding_missing', deletedAt: null });
  });
});

describe('the deletion of an attempt', () => {
  it('deletes nothing while the vendor cannot be told', async () => {
    const code = await started();
    vendor.otherwise({ status: 500 });
    expect(await outcomeOf(service.attempts.tell(code, 'delete', { actor: staff }))).toBe('vendor_unavailable');
    expect(await stateOf(service, code)).toMatchObject({ status: 'started', deletedAt: null, version: 2 });
    vendor.otherwise({ body: { status: 'deleted' } });
    await env.sleep(MINUTE);
    expect(await outcomeOf(service.attempts.tell(code, 'delete', { actor: staff, reason: 'mistake' }))).toBe('started');
    await finished(code);
    expect((await changesOf(service, code)).at(-1)).toEqual({
      event: 'delete',
      to: '(deleted)',
      actor: 'staff',
      reason: 'mistake',
    });
  });

  it('tells Open edX of the zero grade that it has to undo, also after a second look at the rejection', async () => {
    for (const statuses of [
      ['rejected'],
      ['rejected', 'second_review_required'],
      ['rejected', 'verified'],
      [],
    ] as const) {
      service.lms.effects.length = 0;
      const code = await started();
      await service.attempts.tell(code, 'submit', { actor: learner });
      for (const status of statuses) await service.attempts.tell(code, 'set-status', { actor: staff, status });
      await service.attempts.tell(code, 'delete', { actor: staff });
      await finished(code);
      const stands = statuses.length > 0 && statuses.at(-1) !== 'verified';
      const last = service.lms.effects.findLast(({ kind }) => kind === 'publish-exam-event');
      expect(last).toEqual(expect.objectContaining({ event: 'reset', ...(stands && { undoesOverride: true }) }));
      expect(last !== undefined && 'undoesOverride' in last).toBe(stands);
    }
  });
});
