import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../dev/until.ts';
import { areEffectsFinished, effectsOf, stateOf } from '../support/attempt-records.ts';
import type { ScriptedVendor } from '../support/scripted-vendor.ts';
import { callsOf, startWatchedExams, type WatchedExams } from '../support/watched-exams.ts';

const ATTEMPTS = 4;

let exams: WatchedExams;
let dead: ScriptedVendor;
let well: ScriptedVendor;

beforeAll(async () => {
  exams = await startWatchedExams('dead', 'well');
  dead = exams.vendors['dead'] as ScriptedVendor;
  well = exams.vendors['well'] as ScriptedVendor;
  well.otherwise({ body: { status: 'done' } });
});
afterAll(() => exams.close());

async function codes(backend: string): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < ATTEMPTS; index += 1) made.push(await exams.ready(backend, `at-${index}`));
  return made;
}

/** A whole exam of everybody, though nobody may hear of it. */
async function sit(attempts: readonly string[]): Promise<void> {
  for (const code of attempts) {
    await exams.tell(code, 'start');
    await exams.tell(code, 'submit');
  }
}

const areFinished = async (attempts: readonly string[]) =>
  (await Promise.all(attempts.map((code) => areEffectsFinished(exams.service, code)))).every(Boolean);

describe('a vendor that is dead for a day', () => {
  it('is left alone after a few failures, hurts no other vendor, and hears everything in order when it is back', async () => {
    const { service, env } = exams;
    const [hurt, spared] = [await codes('dead'), await codes('well')];
    dead.otherwise({ manner: 'silent' });
    await sit(hurt);
    await sit(spared);
    await until(() => areFinished(spared), 'the other vendor');
    for (const code of hurt) expect(await stateOf(service, code)).toMatchObject({ status: 'submitted' });

    await env.sleep('24 hours');
    const asked = callsOf(dead.take()).length;
    const effects = await effectsOf(service, hurt[0] ?? '');
    const start = effects.find(({ kind }) => kind === 'start-at-vendor');
    expect(start).toMatchObject({ outcome: 'pending', error: expect.stringMatching(/left alone|no answer in time/) });
    expect(start?.tries).toBeGreaterThan(100);
    expect(asked).toBeLessThan(ATTEMPTS * 10);
    const mails = effects.filter(({ kind }) => kind === 'send-mail').map(({ outcome }) => outcome);
    expect(mails).toEqual(['done']);

    dead.otherwise({ body: { status: 'done' } });
    await until(
      async () => {
        await env.sleep('10 minutes');
        return areFinished(hurt);
      },
      'the dead vendor',
      { everyMs: 500 },
    );
    const heard = callsOf(dead.take());
    for (const [index] of hurt.entries()) {
      const path = `PATCH /api/v1/exam/None/attempt/at-${index}/`;
      expect(heard.filter((call) => call.startsWith(path))).toEqual([`${path} started`, `${path} submitted`]);
    }
    expect(callsOf(well.take()).length).toBe(2 * ATTEMPTS);
  });
});
