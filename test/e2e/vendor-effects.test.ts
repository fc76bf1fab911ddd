import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AttemptRefusedError } from '../../workflows/refusals.ts';
import { recordSettingsChange, recordSettingsChangeOnce } from '../../db/changes.ts';
import { CHANGE_DELIVERY, changeDeliveryIdOf } from '../../workflows/change-delivery/messages.ts';
import { retryEffectUpdate } from '../../workflows/exam-attempt/messages.ts';
import { activityIn } from '../support/activity-names.ts';
import { areEffectsFinished, effectsOf, handleOf, rowOf } from '../support/attempt-records.ts';
import type { ScriptedAnswer, ScriptedVendor } from '../support/scripted-vendor.ts';
import { addExam } from '../support/service.ts';
import { callsOf, externalIdOf, startWatchedExams, type WatchedExams } from '../support/watched-exams.ts';

const OUTAGES: [string, ScriptedAnswer][] = [
  ['answers 500', { status: 500, body: 'oops' }],
  ['answers garbage', { body: '<html>welcome</html>' }],
  ['answers nothing', { manner: 'silent' }],
  ['hangs up', { manner: 'hang-up' }],
];
const ATTEMPT = '/api/v1/exam/None/attempt/at-1/';

let exams: WatchedExams;
let vendor: ScriptedVendor;

beforeAll(async () => {
  exams = await startWatchedExams('watch');
  vendor = exams.vendors['watch'] as ScriptedVendor;
});
afterAll(() => exams.close());
beforeEach(() => {
  vendor.script();
  vendor.otherwise({ body: { id: 'at-1', status: 'done' } });
});

/** Lets time pass until nothing of the attempt is left to do. */
async function settled(code: string): Promise<void> {
  for (let tries = 0; !(await areEffectsFinished(exams.service, code)); tries += 1) {
    expect(tries).toBeLessThan(20);
    await exams.env.sleep('1 minute');
  }
}

async function vendorEffects(code: string) {
  const effects = await effectsOf(exams.service, code);
  return effects
    .filter(({ kind }) => kind.endsWith('-at-vendor'))
    .map(({ kind, outcome, tries }) => ({ kind, outcome, tries }));
}

describe('what a vendor is told of an attempt', () => {
  it.each(OUTAGES)('is told again, in order and once in effect, when the vendor %s', async (_, outage) => {
    const code = await exams.ready('watch');
    vendor.script(outage, outage);
    expect(await exams.tell(code, 'start')).toMatchObject({ status: 'started' });
    expect(await exams.tell(code, 'submit')).toMatchObject({ status: 'submitted' });
    await settled(code);
    const [started, submitted] = [`PATCH ${ATTEMPT} started`, `PATCH ${ATTEMPT} submitted`];
    expect(callsOf(vendor.take())).toEqual([started, started, started, submitted]);
    expect(await vendorEffects(code)).toEqual([
      { kind: 'start-at-vendor', outcome: 'done', tries: 3 },
      { kind: 'stop-at-vendor', outcome: 'done', tries: 1 },
    ]);
  });

  it('is told once when the vendor answers twice', async () => {
    const code = await exams.ready('watch');
    const twice: ScriptedAnswer = { body: { status: 'done' }, manner: 'twice' };
    vendor.script(twice, twice);
    await exams.tell(code, 'start');
    await exams.tell(code, 'submit');
    await settled(code);
    expect(callsOf(vendor.take())).toEqual([`PATCH ${ATTEMPT} started`, `PATCH ${ATTEMPT} submitted`]);
  });

  it('is told by activities that have its name', async () => {
    const code = await exams.ready('watch');
    await exams.tell(code, 'start');
    await exams.tell(code, 'error');
    await settled(code);
    const { events } = await handleOf(exams.service, code).fetchHistory();
    // A vendor that is slow is told by a second activity, of the same name.
    const names = new Set(events?.map(activityIn));
    expect([...names].filter((name) => /vendor|registerAttempt/i.test(name ?? ''))).toEqual([
      'registerAttempt',
      'startAtVendor',
      'markErroneousAtVendor',
    ]);
    expect(callsOf(vendor.take())).toEqual([`PATCH ${ATTEMPT} started`, `PATCH ${ATTEMPT} error`]);
  });

  it('is not told again to a vendor that refuses, unless staff ask for it, and holds up nothing', async () => {
    const code = await exams.ready('watch');
    vendor.script({ status: 404, body: { detail: 'no such attempt' } });
    await exams.tell(code, 'start');
    await exams.tell(code, 'submit');
    await settled(code);
    expect(await vendorEffects(code)).toEqual([
      { kind: 'start-at-vendor', outcome: 'refused', tries: 1 },
      { kind: 'stop-at-vendor', outcome: 'done', tries: 1 },
    ]);
    vendor.take();
    const key = (await effectsOf(exams.service, code)).find(({ outcome }) => outcome === 'refused')?.key ?? '';
    const retried = handleOf(exams.service, code).executeUpdate(retryEffectUpdate, { args: [{ key }] });
    expect(await retried).toEqual({ retried: true });
    await settled(code);
    expect(callsOf(vendor.take())).toEqual([`PATCH ${ATTEMPT} started`]);
    expect((await vendorEffects(code)).map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  });
});

describe('the removal of an attempt', () => {
  it.each(OUTAGES)('is refused while the vendor %s, and done when it is asked for again', async (_, outage) => {
    const code = await exams.ready('watch');
    vendor.script(outage);
    await expect(exams.tell(code, 'delete')).rejects.toEqual(new AttemptRefusedError('vendor_unavailable'));
    expect(await rowOf(exams.service, code)).toMatchObject({ deletedAt: null });
    vendor.script({ body: { status: 'deleted' } });
    expect(await exams.tell(code, 'delete')).toMatchObject({ changed: true });
    expect(callsOf(vendor.take())).toEqual([`DELETE ${ATTEMPT}`, `DELETE ${ATTEMPT}`]);
    expect(await rowOf(exams.service, code)).toMatchObject({ deletedAt: expect.any(Number) });
  });
});

describe('the copy of an exam at its vendor', () => {
  it.each(OUTAGES)('is brought up to date, change by change, after the vendor %s', async (_, outage) => {
    const { service, env } = exams;
    const examId = await addExam(service, { proctored: true, backend: 'watch' });
    const subject = `exam/${examId}`;
    vendor.script(outage, outage, { body: { id: 'ex-1' } }, { body: { id: 'ex-1' } });
    for (const created of [true, false]) {
      const payload = { examId, created };
      await recordSettingsChange(service.pool, { subject, kind: 'exam-saved', payload, at: Date.now() });
    }
    const delivery = await service.client.workflow.start(CHANGE_DELIVERY, {
      workflowId: changeDeliveryIdOf(service.config.temporal.taskQueue, subject),
      taskQueue: service.config.temporal.taskQueue,
      args: [subject],
    });
    await env.sleep('2 minutes');
    await delivery.result();
    const [create, update] = ['POST /api/v1/exam/', 'POST /api/v1/exam/ex-1/'];
    expect(callsOf(vendor.take())).toEqual([create, create, create, update]);
    expect(await externalIdOf(service, examId)).toBe('ex-1');
  });

  it('is asked to delete a retired learner until it has done so', async () => {
    const { service, env } = exams;
    const [subject, payload] = ['retirement/7', { userId: 7, backend: 'watch' }];
    await recordSettingsChangeOnce(service.pool, { subject, kind: 'retirement-due', payload, at: Date.now() });
    await recordSettingsChangeOnce(service.pool, { subject, kind: 'retirement-due', payload, at: Date.now() });
    vendor.script({ status: 500, body: 'oops' }, { body: 'false' });
    vendor.otherwise({ body: 'true' });
    const delivery = await service.client.workflow.start(CHANGE_DELIVERY, {
      workflowId: changeDeliveryIdOf(service.config.temporal.taskQueue, subject),
      taskQueue: service.config.temporal.taskQueue,
      args: [subject],
    });
    await env.sleep('2 minutes');
    await delivery.result();
    const call = expect.stringMatching(/^DELETE \/api\/v1\/user\/[0-9a-f]{40}\/$/);
    expect(callsOf(vendor.take())).toEqual([call, call, call]);
  });
});
