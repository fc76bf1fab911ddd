import { temporal } from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LmsUnavailableError } from '../../lms/port.ts';
import { until } from '../../dev/until.ts';
import { eventSignals } from '../../workflows/exam-attempt/messages.ts';
import { HOUR } from '../support/attempt-builders.ts';
import {
  areEffectsFinished,
  changesOf,
  effectsOf,
  handleOf,
  newCode,
  rowOf,
  stateOf,
} from '../support/attempt-records.ts';
import { startOwnTemporal, type OwnTemporal } from '../support/own-temporal.ts';
import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { creationRequest, restVendorSettings, startService, type Service } from '../support/service.ts';

/** Events after which this server suggests a new run; the default is 4096. */
const HINT = 200;

let server: OwnTemporal;
let vendor: ScriptedVendor;
let service: Service;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  server = await startOwnTemporal(['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${HINT}`]);
  vendor = await startScriptedVendor();
  vendor.otherwise({ body: { id: 'vendor-attempt' } });
  const { client, address } = server;
  service = await startService({ client, address, env: restVendorSettings(vendor.url) });
  stopWorker = await service.startWorker();
});
afterAll(async () => {
  await stopWorker();
  await service.close();
  await vendor.close();
  await server.close();
});

const runOf = async (code: string) => (await handleOf(service, code).describe()).runId;

/** Signals that change nothing, until the history has become too long for one run. */
async function fillRun(code: string): Promise<void> {
  const handle = handleOf(service, code);
  const ping = () => handle.signal(eventSignals.ping, { actor: { kind: 'learner' } });
  // The server drops a task behind which more than a hundred signals wait, so each burst is seen to first.
  for (let sent = 0; sent < HINT; sent += 90) {
    await Promise.all(Array.from({ length: 90 }, ping));
    await stateOf(service, code);
  }
}

const anotherRun = (code: string, than: string) => until(async () => (await runOf(code)) !== than, 'another run');

const patches = () =>
  vendor
    .take()
    .filter(({ method }) => method === 'PATCH')
    .map(({ body }) => body);

describe('an attempt whose history grew beyond what the server likes', () => {
  it(
    'goes on in another run with its state, its timer and the effects that are not done',
    { timeout: 600_000 },
    async () => {
      const code = newCode();
      await service.attempts.create(
        code,
        await creationRequest(service, { exam: { proctored: true, backend: 'rest' } }),
      );
      vendor.otherwise({ manner: 'silent' });
      const actor = { kind: 'learner' } as const;
      await service.attempts.tell(code, 'start', { actor });
      await until(async () => patches().length > 0, 'a first try at the vendor');
      const before = await stateOf(service, code);
      const run = await runOf(code);
      await fillRun(code);
      await anotherRun(code, run);

      const { lastPingAt: _, ...kept } = await stateOf(service, code);
      const { lastPingAt: __, ...had } = before;
      expect(kept).toEqual(had);
      const { events } = await handleOf(service, code).fetchHistory();
      const timers = events?.flatMap(({ timerStartedEventAttributes }) => timerStartedEventAttributes ?? []) ?? [];
      const left = timers.map(({ startToFireTimeout }) => Number(startToFireTimeout?.seconds));
      expect(left).toEqual([expect.closeTo((3 * HOUR) / 1000 - 30, -2)]);
      expect(await effectsOf(service, code)).toMatchObject([{ kind: 'start-at-vendor', outcome: 'pending' }]);

      vendor.take();
      vendor.otherwise({ body: { id: 'vendor-attempt' } });
      // The pauses between tries have grown meanwhile, and the vendor's circuit may be open.
      await until(() => areEffectsFinished(service, code), 'the effect in the new run', { timeoutMs: 400_000 });
      expect(patches()).toEqual([JSON.stringify({ status: 'started' })]);

      expect(await service.attempts.tell(code, 'submit', { actor })).toMatchObject({
        status: 'submitted',
        changed: true,
      });
      await until(() => areEffectsFinished(service, code), 'the effects of the hand-in');
      expect((await changesOf(service, code)).map(({ to }) => to)).toEqual(['created', 'started', 'submitted']);
      expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', version: 3 });
      expect(service.mailer.mails).toHaveLength(1);
    },
  );

  it('neither loses nor repeats what is under way at the change of runs', async () => {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service));
    service.lms.effects.length = 0;
    let deliveries = 0;
    let release = () => {};
    service.lms.hold = async (effect) => {
      if (effect.kind !== 'set-credit') return;
      deliveries += 1;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    };
    await service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } });
    await until(async () => deliveries === 1, 'the delivery');
    const run = await runOf(code);
    await fillRun(code);
    expect(await service.attempts.tell(code, 'acknowledge', {})).toMatchObject({ changed: true });
    expect(await runOf(code)).toBe(run);
    release();
    await anotherRun(code, run);
    service.lms.hold = null;
    await until(() => areEffectsFinished(service, code), 'the effects');
    expect(deliveries).toBe(1);
    expect(service.lms.told.filter((told) => told === 'set-credit')).toHaveLength(1);
    expect(await stateOf(service, code)).toMatchObject({ status: 'submitted', isStatusAcknowledged: true, version: 4 });
  });

  it('takes over an effect that failed while the run waited for its end', async () => {
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service));
    let fail: (error: Error) => void = () => {};
    service.lms.effects.length = 0;
    service.lms.hold = (effect) =>
      effect.kind === 'complete-unit' ? new Promise((_, reject) => (fail = reject)) : Promise.resolve();
    await service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } });
    await until(async () => (await effectsOf(service, code)).some(({ tries }) => tries > 0), 'the delivery');
    const run = await runOf(code);
    await fillRun(code);
    const isGivenUp = async () => {
      const { pendingActivities } = (await handleOf(service, code).describe()).raw;
      return (
        pendingActivities?.[0]?.state ===
        temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED
      );
    };
    await until(isGivenUp, 'the wait for its end');
    service.lms.hold = null;
    fail(new LmsUnavailableError('fell over'));
    await anotherRun(code, run);
    await until(() => areEffectsFinished(service, code), 'the effects');
    expect(service.lms.told.filter((told) => told === 'complete-unit')).toHaveLength(1);
  });
});
