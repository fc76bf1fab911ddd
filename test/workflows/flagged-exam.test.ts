import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../support/attempt-builders.ts';
import { changesOf, newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import { creationRequest, outcomeOf, startSkippingService, type Service } from '../support/service.ts';

const learner = { kind: 'learner' } as const;
const vendor = { kind: 'vendor' } as const;
const MOCK = { proctored: true, backend: 'null' } as const;

let service: Service;
let close: () => Promise<void>;
let env: Awaited<ReturnType<typeof startSkippingService>>['env'];

beforeAll(async () => {
  ({ env, service, close } = await startSkippingService());
});
afterAll(() => close());

/** A proctored exam whose clock runs, with the instant at which it began. */
async function started(): Promise<{ code: string; startedAt: number }> {
  const code = newCode();
  const request = await creationRequest(service, { exam: MOCK, takingAsProctored: true, startClock: false });
  await service.attempts.create(code, request);
  await service.attempts.tell(code, 'start', { actor: learner });
  const { startedAt } = await stateOf(service, code);
  return { code, startedAt: startedAt ?? Number.NaN };
}

const flag = (code: string) => service.attempts.tell(code, 'review', { actor: vendor, reviewStatus: 'Suspicious' });

describe('an exam that is flagged while it runs', () => {
  it('is handed in at the end of its clock, though nobody looks', async () => {
    const { code, startedAt } = await started();
    await env.sleep(MINUTE);
    expect(await flag(code)).toMatchObject({ status: 'second_review_required' });
    expect(await rowOf(service, code)).toMatchObject({ expiresAt: startedAt + 3 * HOUR, completedAt: null });
    await env.sleep(3 * HOUR);
    expect(await rowOf(service, code)).toMatchObject({
      status: 'submitted',
      completedAt: startedAt + 3 * HOUR,
      expiresAt: null,
    });
  });

  it('is handed in by its learner, and a later pass counts', async () => {
    const { code } = await started();
    await flag(code);
    await env.sleep(HOUR);
    expect(await service.attempts.tell(code, 'submit', { actor: learner })).toMatchObject({ status: 'submitted' });
    const pass = { actor: { kind: 'staff', userId: 1 }, reviewStatus: 'Clean', reviewedBy: 1 } as const;
    expect(await service.attempts.tell(code, 'review', pass)).toMatchObject({ status: 'verified' });
    await env.sleep(3 * HOUR);
    expect((await changesOf(service, code)).map(({ to }) => to)).toEqual([
      'created',
      'started',
      'second_review_required',
      'submitted',
      'verified',
    ]);
  });
});

describe('a start at the due date', () => {
  it('is refused and changes nothing', async () => {
    const code = newCode();
    const dueAt = (await env.currentTimeMs()) + HOUR;
    const request = await creationRequest(service, { exam: { dueAt }, startClock: false });
    await service.attempts.create(code, request);
    const before = await stateOf(service, code);
    await env.sleep(HOUR);
    expect(await outcomeOf(service.attempts.tell(code, 'start', { actor: learner }))).toBe('start_past_due');
    expect(await stateOf(service, code)).toEqual(before);
  });

  it('has the exact seconds until then, and ends at that instant', async () => {
    const code = newCode();
    const dueAt = (await env.currentTimeMs()) + HOUR;
    const request = await creationRequest(service, { exam: { dueAt }, startClock: false });
    await service.attempts.create(code, request);
    await env.sleep(HOUR - 54_000);
    expect(await service.attempts.tell(code, 'start', { actor: learner })).toMatchObject({ status: 'started' });
    const { allowedSeconds } = await stateOf(service, code);
    expect(allowedSeconds).toBeGreaterThan(50);
    expect(allowedSeconds).toBeLessThanOrEqual(54);
    await env.sleep(MINUTE);
    expect(await rowOf(service, code)).toMatchObject({ status: 'submitted', completedAt: dueAt });
  });
});
