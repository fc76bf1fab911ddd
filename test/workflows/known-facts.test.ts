import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { handleOf, newCode, stateOf } from '../support/attempt-records.ts';
import { localActivityIn } from '../support/activity-names.ts';
import { learner } from '../support/rest-service.ts';
import { addExam, creationRequest, startSkippingService, type SkippingService } from '../support/service.ts';

let skipping: SkippingService;
beforeAll(async () => {
  skipping = await startSkippingService();
});
afterAll(() => skipping.close());

/** An attempt that is made and then started, with what the workflow asked of Postgres for the start. */
async function start(change: (examId: number) => Promise<unknown>) {
  const { service } = skipping;
  const examId = await addExam(service, { minutes: 60 });
  const code = newCode();
  const request = { ...(await creationRequest(service, { examId })), startClock: false };
  await service.attempts.create(code, request);
  const asked = async () =>
    ((await handleOf(service, code).fetchHistory()).events ?? []).flatMap((event) => localActivityIn(event) ?? []);
  const before = (await asked()).length;
  await change(examId);
  await service.attempts.tell(code, 'start', { actor: learner });
  return { state: await stateOf(service, code), asked: (await asked()).slice(before) };
}

describe('an attempt that knows the facts', () => {
  it('is changed in one step while they are as it knows them', async () => {
    const { state, asked } = await start(() => Promise.resolve());
    expect(asked).toEqual(['recordChange']);
    expect(state).toMatchObject({ status: 'started', allowedSeconds: 60 * 60 });
  });

  it('plans the change anew where they are others by now', async () => {
    const { state, asked } = await start((examId) =>
      skipping.service.pool.query(sql.type(z.object({}))`update exam set time_limit_mins = 90 where id = ${examId}`),
    );
    expect(asked).toEqual(['recordChange', 'recordChange']);
    expect(state).toMatchObject({ status: 'started', allowedSeconds: 90 * 60 });
  });
});
