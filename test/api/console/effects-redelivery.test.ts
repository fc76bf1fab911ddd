import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../../dev/until.ts';
import type { Person } from '../../../dev/people.ts';
import { areEffectsFinished, effectsOf, newCode } from '../../support/attempt-records.ts';
import { creationRequest } from '../../support/service.ts';
import { COURSE, newLearner, PEOPLE, startApi, type Api } from '../harness.ts';

const AGAIN = '/api/proctoring/v1/effects/redeliver';
const operator: Person = { ...newLearner(), isOperator: true };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const ask = (body: object, as: Person = PEOPLE.dora) => api.callRoot('POST', AGAIN, { as, body });
const isOf = (code: string) => (effect: { key: string }) => effect.key.startsWith(code);
const toldOf = (code: string) => api.service.lms.effects.filter(isOf(code)).map(({ key }) => key);

/** A submitted attempt of a course of its own, whose effects were done that many seconds ago. */
async function deliveredAttempt(secondsAgo: number, courseId = `course-v1:Again+${crypto.randomUUID()}+2030`) {
  const code = newCode();
  const request = await creationRequest(api.service, { exam: { courseId } });
  await api.service.attempts.create(code, request);
  await api.service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } });
  await until(() => areEffectsFinished(api.service, code), 'the effects');
  await api.service.pool.query(sql.type(z.object({}))`
    update attempt_effect e set finished_at = finished_at - make_interval(secs => ${secondsAgo})
    from attempt a where a.id = e.attempt_id and a.attempt_code = ${code}`);
  return { code, courseId, told: toldOf(code) };
}

describe('what the LMS was told', () => {
  it('is told again under the same keys and in the same order, and who asked for it is kept', async () => {
    const { code, courseId, told } = await deliveredAttempt(3_600);
    const filter = { from: new Date(Date.now() - 2 * 3_600_000).toISOString() };
    const body = { course: courseId, filter, reason: 'Restored to the backup of yesterday' };
    expect(await ask({ ...body, dry_run: true })).toMatchObject({ status: 202, body: { effects: told.length } });
    expect(toldOf(code)).toEqual(told);
    const answers = await Promise.all([ask(body), ask(body)]);
    const counts = answers.map((answer) => (answer.body as { effects: number }).effects);
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, told.length]);
    await until(async () => toldOf(code).length === 2 * told.length, 'the second delivery');
    expect(toldOf(code).slice(told.length)).toEqual(told);
    await until(() => areEffectsFinished(api.service, code), 'the end of it');
    expect(await ask(body)).toMatchObject({ body: { effects: 0 } });
    const asked = await api.service.pool.any(sql.type(z.object({ reason: z.string(), actor_kind: z.string() }))`
      select r.reason, r.actor_kind from attempt_effect_retry r join attempt_effect e on e.key = r.effect_key
      join attempt a on a.id = e.attempt_id where a.attempt_code = ${code}`);
    expect(asked).toHaveLength(told.length);
    expect(asked[0]).toEqual({ reason: 'Restored to the backup of yesterday', actor_kind: 'staff' });
  });

  it('is told again by its keys, only once it is settled, and nobody else is', async () => {
    const { code, told } = await deliveredAttempt(3_600);
    const fresh = await deliveredAttempt(0);
    const effects = await effectsOf(api.service, code);
    const [key = ''] = told;
    expect(await ask({ keys: [key, ...fresh.told] }, operator)).toMatchObject({ body: { effects: 1 } });
    await until(async () => toldOf(code).length === told.length + 1, 'the second delivery');
    expect(toldOf(code).at(-1)).toBe(key);
    expect(toldOf(fresh.code)).toEqual(fresh.told);
    const others = effects.filter((effect) => !told.includes(effect.key)).map((effect) => effect.key);
    if (others.length > 0) expect(await ask({ keys: others })).toMatchObject({ body: { effects: 0 } });
  });

  it('is told again to staff of a course only of their own, which they must name', async () => {
    const [own, foreign] = [await deliveredAttempt(3_600, COURSE), await deliveredAttempt(3_600)];
    const keys = [...own.told, ...foreign.told];
    expect(await ask({ keys }, PEOPLE.carol)).toMatchObject({ status: 403 });
    expect(await ask({ keys, course: foreign.courseId }, PEOPLE.carol)).toMatchObject({ status: 403 });
    expect(await ask({ keys, course: COURSE }, PEOPLE.carol)).toMatchObject({ body: { effects: own.told.length } });
    await until(async () => toldOf(own.code).length === 2 * own.told.length, 'the second delivery');
    expect(toldOf(foreign.code)).toEqual(foreign.told);
  });

  it.each([
    {},
    { filter: {} },
    { keys: [] },
    { filter: { from: 'yesterday' } },
    { filter: { from: '2030-06-01T08:00:00Z', kind: 'send-mail' } },
    { keys: ['one'], filter: { from: '2030-06-01T08:00:00Z' } },
  ])('must be named: %j', async (body) => {
    expect(await ask(body)).toMatchObject({ status: 400, headers: { 'x-error-code': 'validation_failed' } });
  });
});
