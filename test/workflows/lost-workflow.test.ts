import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWatch } from '../../activities/heartbeat/index.ts';
import { createActivities } from '../../activities/index.ts';
import { until } from '../../dev/until.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { eventSignals } from '../../workflows/exam-attempt/messages.ts';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import {
  areEffectsFinished,
  changesOf,
  effectsOf,
  handleOf,
  ignoredOf,
  newCode,
  rowOf,
  stateOf,
} from '../support/attempt-records.ts';
import { VENDOR_ANSWER, learner, startRestService } from '../support/rest-service.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { creationRequest, outcomeOf, type Service } from '../support/service.ts';

let vendor: ScriptedVendor;
let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ vendor, env, service, close } = await startRestService());
});
beforeEach(() => vendor.otherwise(VENDOR_ANSWER));
afterAll(() => close());

async function started(): Promise<string> {
  const code = newCode();
  const request = await creationRequest(service, { exam: { proctored: true, backend: 'rest' }, startClock: true });
  await service.attempts.create(code, request);
  return code;
}

const finished = (code: string) => until(() => areEffectsFinished(service, code), 'the effects');
const hasClosed = async (code: string) => (await handleOf(service, code).describe()).status.name === 'COMPLETED';

describe('an attempt whose workflow is lost', () => {
  it('is taken up by the next event where it was, with the effects that were not done', async () => {
    vendor.script({ body: { id: 'vendor-attempt' } });
    vendor.otherwise({ status: 500 });
    const code = await started();
    // Long enough for some tries, too short for the vendor to be left alone.
    await env.sleep(MINUTE);
    const before = await stateOf(service, code);
    await handleOf(service, code).terminate('the namespace was wiped');
    vendor.otherwise(VENDOR_ANSWER);
    expect(await outcomeOf(service.attempts.tell(code, 'stop', { actor: learner }))).toBe('ready_to_submit');
    const { modifiedAt } = await stateOf(service, code);
    const after = { ...before, status: 'ready_to_submit', version: 3, modifiedAt };
    expect(await stateOf(service, code)).toEqual(after);
    await finished(code);
    expect(await effectsOf(service, code)).toMatchObject([{ kind: 'start-at-vendor', outcome: 'done' }]);
    await env.sleep(3 * HOUR);
    expect(await stateOf(service, code)).toMatchObject({
      status: 'submitted',
      completedAt: (before.startedAt ?? 0) + 3 * HOUR,
    });
  });

  it('takes a late review after it was deleted, without coming back to life', async () => {
    const code = await started();
    await service.attempts.tell(code, 'delete', { actor: { kind: 'staff' } });
    await finished(code);
    await until(() => hasClosed(code), 'the end of the workflow');
    const answer = await service.attempts.tell(code, 'review', { reviewStatus: 'Clean', actor: { kind: 'vendor' } });
    expect(answer).toMatchObject({ changed: true, status: 'started' });
    expect(await outcomeOf(service.attempts.tell(code, 'submit', { actor: learner }))).toBe('attempt_not_found');
    expect(await rowOf(service, code)).toMatchObject({ status: 'started', deletedAt: expect.any(Number) });
    await until(() => hasClosed(code), 'its second end');
  });

  it('cannot be made up: an event for an unknown code is refused', async () => {
    const code = newCode();
    expect(await outcomeOf(service.attempts.tell(code, 'submit', { actor: learner }))).toBe('attempt_not_found');
    expect(await rowOf(service, code)).toBeNull();
  });
});

describe('a task that was cut off after it had recorded its change', () => {
  /** What a worker records that dies before Temporal hears of it. */
  async function recordCutOff(
    state: AttemptState,
    event: string,
    fields: Partial<AttemptState>,
  ): Promise<AttemptState> {
    const { recordChange } = createActivities(service.context, new AbortController().signal);
    const at = state.modifiedAt + MINUTE;
    const cutOff: AttemptState = { ...state, version: state.version + 1, modifiedAt: at, ...fields };
    const effects = [{ kind: 'send-mail', mail: 'submitted' } as const];
    await recordChange({ state: cutOff, event, fromStatus: state.status, actor: learner, reason: null, effects, at });
    return cutOff;
  }

  /** An attempt whose start was recorded by such a task. */
  async function cutOffStart(): Promise<string> {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service, { startClock: false }));
    const state = await stateOf(service, code);
    await recordCutOff(state, 'start', { status: 'started', startedAt: state.modifiedAt, allowedSeconds: 3600 });
    return code;
  }

  it('has taken place: its repeat changes nothing, and its effects are seen to', async () => {
    const code = await started();
    const state = await stateOf(service, code);
    const cutOff = await recordCutOff(state, 'submit', { status: 'submitted', completedAt: state.modifiedAt + MINUTE });
    service.mailer.mails.length = 0;
    expect(await outcomeOf(service.attempts.tell(code, 'submit', { actor: learner }))).toBe('submitted');
    expect(await stateOf(service, code)).toEqual(cutOff);
    await finished(code);
    expect(service.mailer.mails).toHaveLength(1);
    expect((await changesOf(service, code)).map(({ event }) => event)).toEqual(['created', 'start', 'submit']);
  });

  it('has taken place before whatever comes first afterwards', async () => {
    const code = await started();
    await recordCutOff(await stateOf(service, code), 'stop', { status: 'ready_to_submit' });
    expect(await outcomeOf(service.attempts.tell(code, 'submit', { actor: learner }))).toBe('submitted');
    await finished(code);
    expect((await changesOf(service, code)).map(({ event }) => event)).toEqual(['created', 'start', 'stop', 'submit']);
    expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', version: 4 });
  });

  it('is found before what only makes sense after it is refused', async () => {
    const code = await cutOffStart();
    expect(await outcomeOf(service.attempts.tell(code, 'stop', { actor: learner }))).toBe('ready_to_submit');
    expect((await changesOf(service, code)).map(({ event }) => event)).toEqual(['created', 'start', 'stop']);
  });

  it('is found before a signal that only makes sense after it is ignored', async () => {
    const code = await cutOffStart();
    await handleOf(service, code).signal(eventSignals.stop, {});
    await until(async () => (await rowOf(service, code))?.status === 'ready_to_submit', 'the stop');
    await handleOf(service, code).signal(eventSignals['mark-ready-to-resume'], {});
    await until(async () => (await ignoredOf(service, code)).length > 0, 'the signal that makes no sense');
    expect((await ignoredOf(service, code)).map(({ event }) => event)).toEqual(['mark-ready-to-resume']);
    expect((await changesOf(service, code)).map(({ event }) => event)).toEqual(['created', 'start', 'stop']);
  });

  it('is what a repeat is answered with that the rules would refuse by now', async () => {
    const code = await started();
    const state = await stateOf(service, code);
    const answeredWishes = [{ id: 'reset', status: 'error' as const }];
    const failed = await recordCutOff(state, 'error', { status: 'error' });
    await recordCutOff(failed, 'mark-ready-to-resume', { readyToResume: true, answeredWishes });
    const repeat = service.attempts.tell(code, 'mark-ready-to-resume', { actor: { kind: 'staff' }, wishId: 'reset' });
    expect(await outcomeOf(repeat)).toBe('error');
  });

  it('is found by the watch once its exam should have ended, which then ends at its exact end', async () => {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service, { startClock: false }));
    const before = await stateOf(service, code);
    const running = { status: 'started', startedAt: before.modifiedAt, allowedSeconds: 3600 } as const;
    await recordCutOff(before, 'start', running);
    await env.sleep(2 * HOUR);
    expect(await rowOf(service, code)).toMatchObject({ status: 'started' });
    const now = await env.currentTimeMs();
    await createWatch({ ...service.context, ...service.config.temporal, clock: () => now }).watchOnce();
    await until(async () => (await rowOf(service, code))?.status === 'submitted', 'the end of the exam');
    expect(await stateOf(service, code)).toMatchObject({ completedAt: before.modifiedAt + HOUR });
  });
});
