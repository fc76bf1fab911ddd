import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { serve } from '../../../activities/serve.ts';
import { until } from '../../../dev/until.ts';
import { keyIdOf } from '../../../temporal/encryption/keys.ts';
import { connectForApi } from '../../../service.ts';
import { reasonOf } from '../../../workflows/exam-attempt/client.ts';
import { startWatch } from '../../../activities/heartbeat/keep-watch.ts';
import { watchIdOf } from '../../../workflows/heartbeat-watch/workflow.ts';
import { changesOf, handleOf, newCode, stateOf } from '../../support/attempt-records.ts';
import { keptHistory, newEncryptionKey, startEncryptedService } from '../../support/encrypted-service.ts';
import { addExam, creationRequest, outcomeOf, type Service } from '../../support/service.ts';

const [firstKey, secondKey] = [newEncryptionKey(), newEncryptionKey()];
const TITLE = 'Secret title '.repeat(40);
const learner = { kind: 'learner' } as const;
/** Search attributes, which Temporal has to read, and what its client notes of a local activity: its number, type and times. */
const READABLE = /indexedFields|markerRecordedEventAttributes\.details\.data\./;
const opened: Service[] = [];
afterAll(() => Promise.all(opened.map((service) => service.close())));

const open: typeof startEncryptedService = async (...args) => {
  const service = await startEncryptedService(...args);
  opened.push(service);
  return service;
};

/** Works with a worker of the service while the work lasts. */
async function withWorker<T>(service: Service, work: () => Promise<T>): Promise<T> {
  const stop = await service.startWorker();
  try {
    return await work();
  } finally {
    await stop();
  }
}

const currentKeyId = ({ config }: Service) => {
  const { current } = config.temporal.encryption;
  return current === null ? '' : keyIdOf(current);
};

/** A running attempt; its title is as long as Temporal takes, which an encrypted one must not exceed. */
async function started(service: Service, courseId = 'course-v1:Hidden+Words+2030') {
  const code = newCode();
  const examId = await addExam(service, { courseId });
  const exam = { courseId, id: examId, type: 'timed', backend: null } as const;
  await service.attempts.create(code, await creationRequest(service, { examId }), { name: TITLE, exam });
  return { code, examId };
}

const submit = (service: Service, code: string) => outcomeOf(service.attempts.tell(code, 'submit', { actor: learner }));

describe('with a key', () => {
  it('nothing in a history can be read, and search attributes still find the attempt', async () => {
    const service = await open({ current: firstKey });
    service.lms.failure = () => new Error('a secret failure');
    await withWorker(service, async () => {
      const { code, examId } = await started(service);
      expect(await submit(service, code)).toBe('submitted');
      const retried = async () => ((await handleOf(service, code).describe()).raw.pendingActivities ?? []).length > 0;
      await until(retried, 'an effect that is tried again');
      const { payloads, failures } = await keptHistory(service.client, code);
      const plain = payloads.filter(({ encoding }) => encoding !== 'binary/encrypted').map(({ path }) => path);
      expect(plain.filter((path) => !READABLE.test(path))).toEqual([]);
      expect(new Set(payloads.map(({ keyId }) => keyId).filter(Boolean))).toEqual(new Set([currentKeyId(service)]));
      expect(payloads.length).toBeGreaterThan(5);
      expect(payloads.filter(({ data }) => data.includes('Secret title'))).toEqual([]);
      expect(new Set(failures)).toEqual(new Set(['Encoded failure']));
      expect((await stateOf(service, code)).status).toBe('submitted');
      const query = `ProctoringExamId=${examId} and ProctoringCourse="course-v1:Hidden+Words+2030"`;
      await until(async () => (await service.client.workflow.count(query)).count === 1, 'the search attributes');
    });
  });

  it('an attempt that began without a key goes on, and so does one after a rotation', async () => {
    const before = await open({});
    const [old, older] = await withWorker(before, async () => [await started(before), await started(before)]);
    const encrypting = await open({ current: firstKey }, before);
    const begun = await withWorker(encrypting, async () => {
      expect(await submit(encrypting, old.code)).toBe('submitted');
      return await started(encrypting);
    });
    const rotated = await open({ current: secondKey, previous: [firstKey] }, before);
    await withWorker(rotated, async () => {
      for (const { code } of [begun, older]) {
        expect(await submit(rotated, code)).toBe('submitted');
        expect((await changesOf(rotated, code)).map(({ event }) => event)).toEqual(['created', 'start', 'submit']);
      }
      const { payloads } = await keptHistory(rotated.client, begun.code);
      const keyIds = new Set(payloads.map(({ keyId }) => keyId).filter(Boolean));
      expect(keyIds).toEqual(new Set([currentKeyId(encrypting), currentKeyId(rotated)]));
    });
  });
});

describe('without the key', () => {
  it('an API is not ready and says which key is missing, until it has it', async () => {
    const service = await open({ current: firstKey });
    const keyless = await open({}, service);
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const { pool, vendors, lookups } = keyless.context;
    const given = { pool, vendors, lookups, clock: Date.now, requestId: () => undefined };
    const api = await connectForApi(keyless.config, log, given);
    try {
      expect(await api.isTemporalReachable()).toBe(true);
      await withWorker(service, async () => {
        await startWatch(service.client, service.config.temporal.taskQueue);
        expect([await api.isTemporalReachable(), await api.isTemporalReachable()]).toEqual([false, false]);
        expect(lines).toEqual([
          expect.stringContaining(`encrypted with key ${currentKeyId(service)}, but no key is set`),
        ]);

        const { code } = await started(service);
        const unreadable = api.attempts.tell(code, 'submit', { actor: learner });
        await expect(unreadable.catch(reasonOf)).resolves.toBe('temporal_unavailable');
        keyless.config.temporal.encryption = service.config.temporal.encryption;
        expect(await outcomeOf(api.attempts.tell(code, 'submit', { actor: learner }))).toBe('submitted');
        await until(api.isTemporalReachable, 'the API is ready');
      });
    } finally {
      await api.close();
      await service.client.workflow.getHandle(watchIdOf(service.config.temporal.taskQueue)).terminate();
    }
  });

  it('a worker takes no tasks and says which key is missing, and works once it has it', async () => {
    const service = await open({ current: firstKey });
    const { taskQueue } = service.config.temporal;
    await withWorker(service, () => startWatch(service.client, taskQueue));
    const keyless = await open({ current: secondKey }, service);
    const lines: string[] = [];
    const log = pino({}, new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) }));
    const stopping = new AbortController();
    const served = serve(keyless.context, log, stopping.signal);
    await until(() => Promise.resolve(lines.some((line) => line.includes('Trying again in'))), 'the refusal');
    expect(lines.join('')).toContain(`encrypted with key ${currentKeyId(service)}, but the keys set are`);
    expect(lines.join('')).not.toContain('worker ready');
    keyless.config.temporal.encryption = service.config.temporal.encryption;
    await until(() => Promise.resolve(lines.some((line) => line.includes('worker ready'))), 'the worker');
    stopping.abort();
    await served;
    await service.client.workflow.getHandle(watchIdOf(taskQueue)).terminate();
  });
});
