import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import type { EventName, EventPayloads } from '../../rules/attempt/events.ts';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import {
  areEffectsFinished,
  changesOf,
  effectsOf,
  handleOf,
  newCode,
  rowOf,
  stateOf,
} from '../support/attempt-records.ts';
import { startRestService, VENDOR_ANSWER } from '../support/rest-service.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { creationRequest, outcomeOf, type Service } from '../support/service.ts';

const actor = { kind: 'staff', userId: 1 } as const;
const WINDOW = { undoMs: MINUTE, actor } as const;

let vendor: ScriptedVendor;
let env: TestWorkflowEnvironment;
let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ vendor, env, service, close } = await startRestService());
});
beforeEach(() => vendor.otherwise(VENDOR_ANSWER));
afterAll(() => close());

async function started(): Promise<{ code: string; examId: number; userId: number }> {
  const code = newCode();
  const request = await creationRequest(service, { exam: { proctored: true, backend: 'rest' }, startClock: true });
  await service.attempts.create(code, request);
  await until(() => areEffectsFinished(service, code), 'the effects of the start');
  return { code, examId: request.examId, userId: request.userId };
}

const act = <N extends EventName>(code: string, name: N, payload: EventPayloads[N]) =>
  service.attempts.tell(code, name, payload);
const undo = (code: string, version: number) => act(code, 'undo', { version, actor });
const finished = (code: string) => until(() => areEffectsFinished(service, code), 'the effects');

/** What the vendor is to be told and the learner to be sent after the start, with what became of it. */
async function outcomes(code: string): Promise<Record<string, string>> {
  const effects = await effectsOf(service, code);
  return Object.fromEntries(
    effects.filter(({ kind }) => kind !== 'start-at-vendor').map(({ kind, outcome }) => [kind, outcome]),
  );
}

const HANDED_IN = ['complete-unit', 'set-credit', 'publish-exam-event', 'send-mail', 'stop-at-vendor'];
const all = (outcome: string) => Object.fromEntries(HANDED_IN.map((kind) => [kind, outcome]));

describe('a hand-in that can be undone', () => {
  it('is seen at once, and its effects wait for a minute', async () => {
    const { code } = await started();
    const answer = await act(code, 'submit', WINDOW);
    const { undoable } = await stateOf(service, code);
    expect(answer).toMatchObject({ status: 'submitted', undo: { version: 3, until: undoable?.until } });
    await env.sleep(50_000);
    expect(await rowOf(service, code)).toMatchObject({ status: 'submitted' });
    expect(await outcomes(code)).toEqual(all('pending'));
    await env.sleep(15_000);
    await finished(code);
    expect(await outcomes(code)).toEqual(all('done'));
    expect(await outcomeOf(undo(code, 3))).toBe('undo_too_late');
  });

  it('leaves nothing outside once it is undone, and the learner has the seconds that it cost', async () => {
    const { code } = await started();
    const { startedAt, modifiedAt } = await stateOf(service, code);
    await act(code, 'submit', WINDOW);
    const { modifiedAt: submittedAt } = await stateOf(service, code);
    await env.sleep(30_000);
    expect(await undo(code, 3)).toMatchObject({ status: 'started', changed: true });
    const { modifiedAt: undoneAt } = await stateOf(service, code);
    expect(modifiedAt).toBeLessThanOrEqual(submittedAt);
    const end = (startedAt ?? 0) + 3 * HOUR + undoneAt - submittedAt;
    expect(await rowOf(service, code)).toMatchObject({ status: 'started', expiresAt: end, completedAt: null });
    await env.sleep(2 * MINUTE);
    expect(await outcomes(code)).toEqual(all('withheld'));
    expect(await outcomeOf(undo(code, 3))).toBe('undo_overtaken');
    await env.sleep(3 * HOUR);
    expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', completedAt: end });
    expect((await changesOf(service, code)).map(({ event }) => event)).toEqual([
      'created',
      'start',
      'submit',
      'undo',
      'expire',
    ]);
  });

  it('waits no longer than until something else happens', async () => {
    const { code } = await started();
    await act(code, 'submit', WINDOW);
    await act(code, 'review', { reviewStatus: 'Clean', actor: { kind: 'vendor' } });
    await finished(code);
    expect(await outcomes(code)).toMatchObject({ 'stop-at-vendor': 'done' });
    expect(await outcomeOf(undo(code, 3))).toBe('undo_overtaken');
  });

  it('waits on after its workflow was lost, and can still be undone', async () => {
    const { code } = await started();
    await act(code, 'submit', WINDOW);
    await handleOf(service, code).terminate('the namespace was wiped');
    expect(await act(code, 'ping', {})).toMatchObject({ status: 'submitted' });
    expect(await outcomes(code)).toEqual(all('pending'));
    expect(await undo(code, 3)).toMatchObject({ status: 'started' });
    expect(await outcomes(code)).toEqual(all('withheld'));
    await act(code, 'submit', WINDOW);
    await handleOf(service, code).terminate('once more');
    await act(code, 'ping', {});
    await env.sleep(2 * MINUTE);
    await finished(code);
    expect((await effectsOf(service, code)).filter(({ outcome }) => outcome === 'done').length).toBeGreaterThan(4);
  });
});

describe('a removal that can be undone', () => {
  it('asks nothing of the vendor until then, and brings the attempt back', async () => {
    const { code } = await started();
    await act(code, 'delete', WINDOW);
    expect(await rowOf(service, code)).toMatchObject({ deletedAt: expect.any(Number), expiresAt: null });
    await env.sleep(30_000);
    expect(await undo(code, 3)).toMatchObject({ status: 'started' });
    expect(await rowOf(service, code)).toMatchObject({ status: 'started', deletedAt: null });
    await env.sleep(MINUTE);
    expect(await outcomes(code)).toMatchObject({ 'remove-at-vendor': 'withheld', 'erase-answers': 'withheld' });
    await env.sleep(3 * HOUR);
    expect(await rowOf(service, code)).toMatchObject({ status: 'submitted' });
  });

  it('is carried out after it, and ends the workflow', async () => {
    const { code } = await started();
    await act(code, 'delete', WINDOW);
    await env.sleep(2 * MINUTE);
    await finished(code);
    expect(await outcomes(code)).toMatchObject({ 'remove-at-vendor': 'done', 'erase-answers': 'done' });
    await until(async () => (await handleOf(service, code).describe()).status.name === 'COMPLETED', 'the end');
    expect(await outcomeOf(undo(code, 3))).toBe('undo_too_late');
  });

  it('stays once the learner has begun anew', async () => {
    const { code, examId, userId } = await started();
    await act(code, 'delete', WINDOW);
    const request = await creationRequest(service, { examId, userId, takingAsProctored: true });
    await service.attempts.create(newCode(), request);
    expect(await outcomeOf(undo(code, 3))).toBe('undo_overtaken');
    expect(await rowOf(service, code)).toMatchObject({ deletedAt: expect.any(Number) });
    expect(await stateOf(service, code)).toMatchObject({ version: 3 });
  });
});
