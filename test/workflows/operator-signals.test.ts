import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { eventSignals, eventUpdates, retryEffectUpdate, workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { changesOf, handleOf, ignoredOf, newCode, stateOf } from '../support/attempt-records.ts';
import { creationRequest, startSkippingService, type Service } from '../support/service.ts';

let service: Service;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ service, close } = await startSkippingService());
});
afterAll(() => close());

async function started(): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service));
  return code;
}

const traced = (code: string, count: number) =>
  until(async () => (await ignoredOf(service, code)).length === count, `${count} traces`);

describe('a signal sent by hand', () => {
  it('works without a payload, in the name of an operator', async () => {
    const code = await started();
    await handleOf(service, code).signal('submit');
    await until(async () => (await stateOf(service, code)).status === 'submitted', 'hand-in');
    expect((await changesOf(service, code)).at(-1)).toEqual({
      event: 'submit',
      to: 'submitted',
      actor: 'operator',
      reason: null,
    });
  });

  it('carries who and why into the history of the attempt', async () => {
    const code = await started();
    const actor = { kind: 'staff', userId: 12 } as const;
    await handleOf(service, code).signal(eventSignals['set-status'], { status: 'error', actor, reason: 'fire alarm' });
    await until(async () => (await stateOf(service, code)).status === 'error', 'error');
    expect((await changesOf(service, code)).at(-1)).toEqual({
      event: 'set-status',
      to: 'error',
      actor: 'staff',
      reason: 'fire alarm',
    });
  });

  it('that is illegal or unknown leaves a trace and changes nothing', async () => {
    const code = await started();
    const before = await stateOf(service, code);
    const handle = handleOf(service, code);
    await handle.signal(eventSignals.start, { actor: { kind: 'learner' } });
    await handle.signal('make-coffee', { actor: { kind: 'staff' } });
    await handle.signal(eventSignals['mark-ready-to-resume'], {});
    await traced(code, 3);
    expect(await ignoredOf(service, code)).toEqual([
      { event: 'start', refusal: 'attempt_already_started', actor: 'learner' },
      { event: 'make-coffee', refusal: 'invalid_event', actor: 'staff' },
      { event: 'mark-ready-to-resume', refusal: 'attempt_not_resumable', actor: 'operator' },
    ]);
    expect(await stateOf(service, code)).toEqual(before);
  });

  it.each<[string, string, unknown[]]>([
    ['a text', 'set-status', ['submitted']],
    ['a list', 'submit', [[1, 2]]],
    ['an unknown status', 'set-status', [{ status: 'splendid' }]],
    ['no status', 'set-status', [{}]],
    ['a wrong actor', 'submit', [{ actor: { kind: 'cat' } }]],
    ['extra time that no clock holds', 'extra-time', [{ additionalMins: Number.MAX_SAFE_INTEGER }]],
    ['a reason that no database stores', 'submit', [{ reason: 'zero \u0000 byte' }]],
    ['a name that no database stores', 'coffee\u0000', []],
  ])('with %s leaves a trace and changes nothing', async (_, name, args) => {
    const code = await started();
    const before = await stateOf(service, code);
    await handleOf(service, code).signal(name, ...args);
    await traced(code, 1);
    expect(await ignoredOf(service, code)).toEqual([
      { event: name.replace('\u0000', ''), refusal: 'invalid_event', actor: 'operator' },
    ]);
    expect(await stateOf(service, code)).toEqual(before);
    expect(await service.attempts.tell(code, 'submit', {})).toMatchObject({ status: 'submitted' });
  });

  it('with bytes that are no JSON leaves a trace, and the attempt goes on', async () => {
    const code = await started();
    const data = Buffer.from('}{');
    for (const encoding of ['json/plain', 'binary/unheard-of']) {
      await service.client.workflowService.signalWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId: workflowIdOf(code) },
        signalName: 'submit',
        input: { payloads: [{ metadata: { encoding: Buffer.from(encoding) }, data }] },
      });
    }
    await traced(code, 2);
    expect(await ignoredOf(service, code)).toEqual([
      { event: 'submit', refusal: 'invalid_event', actor: 'operator' },
      { event: 'submit', refusal: 'invalid_event', actor: 'operator' },
    ]);
    expect(await service.attempts.tell(code, 'submit', {})).toMatchObject({ status: 'submitted', changed: true });
  });
});

describe('an update that the rules refuse', () => {
  it.each<[string, unknown[]]>([
    ['nothing', []],
    ['a text', ['send-mail']],
    ['no key', [{ reason: 'please' }]],
    ['a wrong actor', [{ key: 'a/1/send-mail', actor: 'me' }]],
  ])('is refused when it asks for another try of an effect with %s, and the attempt goes on', async (_, args) => {
    const code = await started();
    const handle = handleOf(service, code);
    await expect(handle.executeUpdate(retryEffectUpdate, { args: args as never })).rejects.toMatchObject({
      cause: { type: 'invalid_event' },
    });
    expect(await service.attempts.tell(code, 'submit', {})).toMatchObject({ status: 'submitted' });
  });

  it('is refused before it enters history', async () => {
    const code = await started();
    const handle = handleOf(service, code);
    await expect(service.attempts.tell(code, 'start', {})).rejects.toMatchObject({
      refusal: 'attempt_already_started',
    });
    const garbage = handle.executeUpdate(eventUpdates['set-status'], { args: [{ status: 'splendid' as never }] });
    await expect(garbage).rejects.toMatchObject({ cause: { type: 'invalid_event' } });
    const { events } = await handle.fetchHistory();
    const accepted = events?.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
    expect(
      accepted?.map((event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name),
    ).toEqual(['create']);
  });
});
