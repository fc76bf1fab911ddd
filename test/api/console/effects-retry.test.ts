import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'slonik';
import { z } from 'zod';
import type { Person } from '../../../dev/people.ts';
import { freePort } from '../../../dev/ports.ts';
import { until } from '../../../dev/until.ts';
import { createChangeDelivery } from '../../../workflows/change-delivery/client.ts';
import { areEffectsFinished } from '../../support/attempt-records.ts';
import { mailOf, refuseMail } from '../../support/refused-mail.ts';
import { COURSE, newLearner, PEOPLE, startApi, type Api } from '../harness.ts';

const RETRY = '/api/proctoring/v1/effects/retry';
const ELSEWHERE = 'course-v1:Elsewhere+One+2030';
const operator: Person = { ...newLearner(), isOperator: true };

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
/** One for each test, so that none finds the effects of another. */
let cause: string;
beforeEach(() => {
  cause = `550 ${crypto.randomUUID()}`;
});

const withRefusedMail = ({ service }: Api, words: string, courseId = COURSE) =>
  refuseMail(service, { cause: words, courseId });

const ask = (body: object, as: Person = PEOPLE.dora) => api.callRoot('POST', RETRY, { as, body });
const lastError = () => `MailRefusedError: ${cause}`;

describe('effects that were refused', () => {
  it('are tried again by their keys, once however often it is asked', async () => {
    const { code, key } = await withRefusedMail(api, cause);
    expect(await mailOf(api.service, code)).toEqual({ outcome: 'refused', tries: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => ask({ keys: [key], reason: 'The mailbox exists by now' })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const counts = answers.map(({ body }) => (body as { effects: number }).effects);
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
    await until(() => areEffectsFinished(api.service, code), 'the second try');
    expect(await mailOf(api.service, code)).toEqual({ outcome: 'done', tries: 2 });
    const asked = z.object({ reason: z.string(), actor_kind: z.string() });
    expect(
      await api.service.pool.any(sql.type(asked)`
        select reason, actor_kind from attempt_effect_retry where effect_key = ${key}`),
    ).toEqual([{ reason: 'The mailbox exists by now', actor_kind: 'staff' }]);
    expect(await ask({ keys: [key, 'unknown'] })).toMatchObject({ status: 202, body: { effects: 0 } });
  });

  it('are tried again by their cause, and no others', async () => {
    const other = await withRefusedMail(api, `${cause} again`);
    const mine = [await withRefusedMail(api, cause), await withRefusedMail(api, cause)];
    const filter = { target: 'mail', last_error: lastError() };
    expect(await ask({ filter, dry_run: true }, operator)).toMatchObject({ status: 202, body: { effects: 2 } });
    expect(await mailOf(api.service, mine[0]?.code ?? '')).toEqual({ outcome: 'refused', tries: 1 });
    expect(await ask({ filter: { ...filter, target: 'vendor' } }, operator)).toMatchObject({ body: { effects: 0 } });
    expect(await ask({ filter }, operator)).toMatchObject({ status: 202, body: { effects: 2 } });
    for (const { code } of mine) {
      await until(async () => (await mailOf(api.service, code)).outcome === 'done', 'the second try');
    }
    expect(await mailOf(api.service, other.code)).toEqual({ outcome: 'refused', tries: 1 });
  });

  it('are those of their own course for its staff, who must name it', async () => {
    const [own, foreign] = [await withRefusedMail(api, cause), await withRefusedMail(api, cause, ELSEWHERE)];
    const keys = [own.key, foreign.key];
    expect(await ask({ keys }, PEOPLE.carol)).toMatchObject({ status: 403 });
    expect(await ask({ keys, course: ELSEWHERE }, PEOPLE.carol)).toMatchObject({ status: 403 });
    expect(await ask({ keys, course: COURSE }, PEOPLE.ivan)).toMatchObject({ status: 403 });
    expect(await ask({ filter: { last_error: lastError() }, course: COURSE }, PEOPLE.carol)).toMatchObject({
      status: 202,
      body: { effects: 1 },
    });
    expect(await mailOf(api.service, foreign.code)).toEqual({ outcome: 'refused', tries: 1 });
    const listed = await api.callRoot('GET', `/api/proctoring/v1/effects?course=${encodeURIComponent(COURSE)}`, {
      as: PEOPLE.carol,
    });
    const { effects } = listed.body as { effects: { course: string }[] };
    expect(effects.filter(({ course }) => course !== COURSE)).toEqual([]);
  });

  it.each([
    {},
    { keys: [] },
    { filter: {} },
    { keys: ['one'], filter: { target: 'mail' } },
    { filter: { target: 'nobody' } },
    { filter: { kind: 'send-nothing' } },
  ])('must be named: %j', async (body) => {
    expect(await ask(body)).toMatchObject({ status: 400, headers: { 'x-error-code': 'validation_failed' } });
  });
});

it('what was asked for while Temporal was away is done when it is back', async () => {
  const lamed = await startApi({ temporalAddress: `127.0.0.1:${await freePort()}` });
  try {
    const { code, key } = await withRefusedMail(lamed, cause);
    const asked = await lamed.callRoot('POST', RETRY, { as: PEOPLE.dora, body: { keys: [key] } });
    expect(asked).toMatchObject({ status: 202, body: { effects: 1 } });
    expect(await mailOf(lamed.service, code)).toEqual({ outcome: 'pending', tries: 1 });
    const { client, config, pool } = lamed.service;
    const subject = await pool.oneFirst(sql.type(z.object({ subject: z.string() }))`
      select subject from pending_change where kind = 'effects-to-retry' and delivered_at is null`);
    await createChangeDelivery(client, { taskQueue: config.temporal.taskQueue }).begin(subject);
    await until(async () => (await mailOf(lamed.service, code)).outcome === 'done', 'the second try');
  } finally {
    await lamed.close();
  }
});
