import { sql } from 'slonik';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import { changesOf, newCode, stateOf } from '../support/attempt-records.ts';
import {
  PROCTORED,
  type RestService,
  VENDOR_ANSWER,
  learner,
  staff,
  startRestService,
} from '../support/rest-service.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { addExam, addPerson, creationRequest, outcomeOf, type Service } from '../support/service.ts';

let vendor: ScriptedVendor;
let service: Service;
let close: () => Promise<void>;
let env: RestService['env'];

beforeAll(async () => {
  ({ vendor, env, service, close } = await startRestService());
});
beforeEach(() => vendor.otherwise(VENDOR_ANSWER));
afterAll(() => close());

describe('a learner who loses the connection', () => {
  /** The connection breaks `after` milliseconds from now, and staff let the learner go on two days later. */
  async function lose(code: string, after: number): Promise<void> {
    await env.sleep(after);
    await service.attempts.tell(code, 'error', { actor: learner, detail: 'offline' });
    await env.sleep(48 * HOUR);
    await service.attempts.tell(code, 'mark-ready-to-resume', { actor: staff, reason: 'power cut' });
  }

  it('twice in a three-hour exam resumes twice and finishes with exactly the time due', async () => {
    const codes = [newCode(), newCode(), newCode()] as const;
    const examId = await addExam(service, PROCTORED);
    const userId = await addPerson(service, 'loses-connection');
    const request = await creationRequest(service, { examId, userId, takingAsProctored: true, startClock: false });
    const begin = async (code: string) => {
      expect(await outcomeOf(service.attempts.create(code, request))).toBe('created');
      await service.attempts.tell(code, 'start', { actor: learner });
      return await stateOf(service, code);
    };

    await begin(codes[0]);
    await lose(codes[0], 50 * MINUTE + 7_000);
    const first = await stateOf(service, codes[0]);
    expect(first).toMatchObject({ status: 'ready_to_resume', readyToResume: true, isResumable: false });
    expect(first.timeRemainingSeconds).toBeLessThanOrEqual(3 * 3600 - (50 * 60 + 7));

    const second = await begin(codes[1]);
    expect(await stateOf(service, codes[0])).toMatchObject({ status: 'resumed', resumed: true });
    expect(second).toMatchObject({ allowedSeconds: first.timeRemainingSeconds });
    await lose(codes[1], 109 * MINUTE);
    const { timeRemainingSeconds: left } = await stateOf(service, codes[1]);
    expect(left).toBeLessThan(21 * 60);

    const third = await begin(codes[2]);
    expect(third).toMatchObject({ allowedSeconds: left, timeRemainingSeconds: left, status: 'started' });
    await env.sleep(HOUR);
    expect(await stateOf(service, codes[2])).toMatchObject({
      status: 'submitted',
      completedAt: (third.startedAt ?? 0) + (left ?? 0) * 1000,
    });
    expect(await stateOf(service, codes[1])).toMatchObject({ status: 'resumed' });

    const used = (state: typeof third, end: number | null) => ((end ?? 0) - (state.startedAt ?? 0)) / 1000;
    const erredAt = async (code: string) =>
      await service.pool.oneFirst(sql.type(z.object({ at: z.number() }))`
        select t.at from attempt_transition t join attempt a on a.id = t.attempt_id
        where a.attempt_code = ${code} and t.event = 'error'`);
    const parts = [
      used(first, await erredAt(codes[0])),
      used(second, await erredAt(codes[1])),
      used(third, (await stateOf(service, codes[2])).completedAt),
    ];
    // Each error keeps whole seconds, in the service's favour by less than one.
    const total = parts.reduce((sum, part) => sum + part, 0);
    expect(total).toBeGreaterThan(3 * 3600 - 2);
    expect(total).toBeLessThanOrEqual(3 * 3600);
    expect((await changesOf(service, codes[1])).map(({ event, to, reason }) => [event, to, reason])).toEqual([
      ['created', 'created', null],
      ['start', 'started', null],
      ['error', 'error', 'offline'],
      ['mark-ready-to-resume', 'ready_to_resume', 'power cut'],
      ['resumed', 'resumed', null],
    ]);
  });

  it.each(['after the error', 'once they may go on', 'after the follow-up began'])(
    'has ten minutes that were granted %s, and once',
    async (when) => {
      const code = newCode();
      const request = await creationRequest(service, { exam: { ...PROCTORED, minutes: 30 }, startClock: true });
      const grant = async () =>
        await service.pool.query(sql.type(z.object({}))`
          insert into allowance (user_id, exam_id, key, value, created, modified) values
          (${request.userId}, ${request.examId}, 'additional_time_granted', '10', to_timestamp(${(await env.currentTimeMs()) / 1000}),
            to_timestamp(${(await env.currentTimeMs()) / 1000}))`);
      await service.attempts.create(code, request);
      await env.sleep(60_000);
      await service.attempts.tell(code, 'error', { actor: learner });
      if (when === 'after the error') await grant();
      await service.attempts.tell(code, 'mark-ready-to-resume', { actor: staff });
      if (when === 'once they may go on') await grant();
      const next = newCode();
      expect(await outcomeOf(service.attempts.create(next, request))).toBe('started');
      if (when === 'after the follow-up began') {
        await grant();
        await service.attempts.tell(next, 'extra-time', { additionalMins: 10, actor: staff });
      }
      const { allowedSeconds } = await stateOf(service, next);
      expect(allowedSeconds).toBeGreaterThan(38 * 60);
      expect(allowedSeconds).toBeLessThanOrEqual(39 * 60);
    },
  );

  it('may not go on before staff say so, nor twice from one attempt', async () => {
    const [code, next] = [newCode(), newCode()];
    const request = await creationRequest(service);
    await service.attempts.create(code, request);
    await service.attempts.tell(code, 'set-status', { actor: staff, status: 'error' });
    expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe('attempt_already_exists');
    await service.attempts.tell(code, 'mark-ready-to-resume', { actor: staff });
    const both = [next, newCode()].map((each) => outcomeOf(service.attempts.create(each, request)));
    expect((await Promise.all(both)).toSorted()).toEqual(['attempt_already_exists', 'started']);
    expect(await stateOf(service, code)).toMatchObject({ status: 'resumed' });
  });

  it('keeps the right to resume when the vendor fails at the follow-up', async () => {
    const code = newCode();
    const request = await creationRequest(service, { exam: PROCTORED });
    await service.attempts.create(code, request);
    await service.attempts.tell(code, 'start', { actor: learner });
    await service.attempts.tell(code, 'error', { actor: learner });
    await service.attempts.tell(code, 'mark-ready-to-resume', { actor: staff });
    vendor.otherwise({ status: 400, body: {} });
    expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe('vendor_refused');
    expect(await stateOf(service, code)).toMatchObject({ status: 'ready_to_resume', resumed: false });
    vendor.otherwise(VENDOR_ANSWER);
    expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe('created');
    expect(await stateOf(service, code)).toMatchObject({ status: 'resumed' });
  });
});
