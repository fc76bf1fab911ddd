import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AttemptRefusedError } from '../../workflows/refusals.ts';
import { newCode, rowOf, stateOf } from '../support/attempt-records.ts';
import type { ScriptedAnswer, ScriptedVendor } from '../support/scripted-vendor.ts';
import { callsOf, startWatchedExams, type WatchedExams } from '../support/watched-exams.ts';

const REGISTRATION = 'POST /api/v1/exam/None/attempt/ created';

let exams: WatchedExams;
let vendor: ScriptedVendor;

beforeAll(async () => {
  exams = await startWatchedExams('watch');
  vendor = exams.vendors['watch'] as ScriptedVendor;
});
afterAll(() => exams.close());
beforeEach(() => {
  vendor.script();
  vendor.take();
});

describe('the registration of an attempt with its vendor', () => {
  it('gives the attempt the id that the vendor answers', async () => {
    vendor.script({ body: { id: 'at-7' } });
    const code = newCode();
    await exams.create('watch', code);
    expect(await stateOf(exams.service, code)).toMatchObject({ status: 'created', externalId: 'at-7' });
    expect(callsOf(vendor.take())).toEqual([REGISTRATION]);
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['answers 500', { status: 500, body: 'oops' }, 'vendor_unavailable'],
    ['answers nothing', { manner: 'silent' }, 'vendor_unavailable'],
    ['hangs up', { manner: 'hang-up' }, 'vendor_unavailable'],
    ['answers garbage', { body: '<html>welcome</html>' }, 'vendor_refused'],
    ['answers without an id', { body: { id: '' } }, 'vendor_refused'],
    ['says no', { status: 403, body: { detail: 'no' } }, 'vendor_refused'],
  ])('is refused within a bounded wait and leaves nothing behind when the vendor %s', async (_, answer, refusal) => {
    vendor.script(answer);
    const code = newCode();
    await expect(exams.create('watch', code)).rejects.toEqual(new AttemptRefusedError(refusal as 'vendor_refused'));
    expect(await rowOf(exams.service, code)).toBeNull();
    expect(callsOf(vendor.take())).toEqual([REGISTRATION]);
    vendor.script({ body: { id: 'at-8' } });
    expect(await exams.create('watch')).toMatchObject({ status: 'created' });
  });

  it('is done once when the vendor answers twice', async () => {
    vendor.script({ body: { id: 'at-9' }, manner: 'twice' });
    const code = newCode();
    await exams.create('watch', code);
    vendor.script({ body: { id: 'at-10' } });
    const next = newCode();
    await exams.create('watch', next);
    expect([await stateOf(exams.service, code), await stateOf(exams.service, next)]).toMatchObject([
      { externalId: 'at-9' },
      { externalId: 'at-10' },
    ]);
    expect(callsOf(vendor.take())).toEqual([REGISTRATION, REGISTRATION]);
  });

  it('gives the attempt the onboarding status that the vendor wants settled first', async () => {
    vendor.script({ body: { status: 'onboarding_missing', id: 'at-11' } });
    const code = newCode();
    await exams.create('watch', code);
    expect(await stateOf(exams.service, code)).toMatchObject({ status: 'onboarding_missing', externalId: null });
  });
});
