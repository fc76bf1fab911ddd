import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { restVendorSettings } from '../support/service.ts';
import { startApiWithVendor } from './api-with-vendor.ts';
import { addExam, newLearner, type Api } from './harness.ts';

// On a real server: the time-skipping one never answers a start that it has once let wait for ten seconds, however often it
// is repeated, and on a busy machine so many at once take that long.
let vendor: ScriptedVendor;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ vendor, api, close } = await startApiWithVendor(({ url }) => restVendorSettings(url)));
  vendor.otherwise({ body: { id: 'vendor-attempt' } });
});
afterAll(() => close());

const registrations = () => vendor.take().filter(({ path }) => path.endsWith('/attempt/'));
const countSchema = z.object({ count: z.number() });
const attemptsOn = (examId: number) =>
  api.service.pool.oneFirst(sql.type(countSchema)`select count(*) as count from attempt where exam_id = ${examId}`);

describe('twenty creations at once', () => {
  it.each([
    ['timed', { is_proctored: false }, { start_clock: 'true' }, 0],
    ['proctored', { is_proctored: true, backend: 'rest' }, { attempt_proctored: 'true' }, 1],
  ] as const)('make one attempt on a %s exam, and the others are told that it exists', async (_, exam, wish, made) => {
    const as = newLearner();
    const examId = await addExam(api, exam);
    registrations();
    const create = () => api.call('POST', '/v1/proctored_exam/attempt', { as, body: { exam_id: examId, ...wish } });
    const answers = await Promise.all(Array.from({ length: 20 }, create));
    const told = answers.map(({ status, headers }) => String(headers['x-error-code'] ?? status));
    expect(told.toSorted()).toEqual(['200', ...Array(19).fill('attempt_already_exists')]);
    expect(await attemptsOn(examId)).toBe(1);
    expect(registrations()).toHaveLength(made);
  });
});
