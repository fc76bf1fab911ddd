import { pino } from 'pino';
import { sql } from 'slonik';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { until } from '../../dev/until.ts';
import { connectLmsEffects } from '../../lms/connect.ts';
import { areEffectsFinished, newCode } from '../support/attempt-records.ts';
import { LMS_SECRET, startMockLms } from '../support/mock-lms.ts';
import { creationRequest, startServiceOnDevServer } from '../support/service.ts';

const COMPLETE = 'org.durable-proctoring.unit.complete.v1';
const row = z.object({ kind: z.string(), outcome: z.string(), tries: z.number(), last_error: z.string().nullable() });

it('an LMS gets the events that it is subscribed to, and the others are recorded as withheld with the reason', async () => {
  const lms = await startMockLms();
  onTestFinished(() => lms.close());
  const service = await startServiceOnDevServer({
    env: { LMS_WEBHOOK_URL: lms.webhookUrl, LMS_WEBHOOK_SECRET: LMS_SECRET, LMS_WEBHOOK_EVENTS: COMPLETE },
  });
  onTestFinished(() => service.close());
  Object.assign(service.context, { lms: connectLmsEffects(service.config, pino({ level: 'silent' })) });
  onTestFinished(await service.startWorker());

  const code = newCode();
  await service.attempts.create(code, await creationRequest(service));
  await service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } });
  await until(() => areEffectsFinished(service, code), 'the end of the effects');

  const { deliveries } = await lms.received();
  expect(deliveries.map(({ event }) => event.type)).toEqual([COMPLETE]);
  const rows = await service.pool.any(sql.type(row)`
    select e.effect->>'kind' as kind, e.outcome, e.tries, e.last_error
    from attempt_effect e join attempt a on a.id = e.attempt_id where a.attempt_code = ${code}`);
  expect(rows.filter(({ kind }) => kind === 'complete-unit')).toMatchObject([{ outcome: 'done', tries: 1 }]);
  const others = rows.filter(({ kind }) => kind === 'track' || kind === 'announce-status');
  expect(others.length).toBeGreaterThan(2);
  for (const each of others)
    expect(each).toMatchObject({
      outcome: 'withheld',
      tries: 0,
      last_error: expect.stringMatching(/^Not subscribed to org\.durable-proctoring\..+ \(LMS_WEBHOOK_EVENTS\)$/),
    });
  const left = await service.pool.oneFirst(sql.type(z.object({ count: z.coerce.number() }))`
    select count(*) from attempt_effect_try t join attempt_effect e on e.key = t.effect_key
    join attempt a on a.id = e.attempt_id where a.attempt_code = ${code} and e.outcome = 'withheld'`);
  expect(left).toBe(0);
});
