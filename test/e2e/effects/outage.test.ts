import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectMailer } from '../../../emails/delivery/connect.ts';
import { connectLmsEffects } from '../../../lms/connect.ts';
import { startService, type Service } from '../../support/service.ts';
import { timeSkippingEnvironment } from '../../support/stack.ts';
import * as told from './expected.ts';
import { startOutside, type Outside } from './outside.ts';
import { effectRecord, unfinishedOf } from './records.ts';
import { addExamOf, addLearner, begin, follow, tell } from './scenario.ts';
import { until } from '../../../dev/until.ts';

const log = pino({ level: 'silent' });
const staff = { kind: 'staff' } as const;

let env: TestWorkflowEnvironment;
let outside: Outside;
let service: Service;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  [env, outside] = [await timeSkippingEnvironment(), await startOutside()];
  service = await startService({ client: env.client, address: env.address, env: outside.env });
  const { config, context } = service;
  Object.assign(context, { lms: connectLmsEffects(config, log), mailer: connectMailer(config.mail, log) });
  stopWorker = await service.startWorker();
});
afterAll(async () => {
  await stopWorker();
  await service.close();
  await Promise.all([env.teardown(), outside.close()]);
});

async function settled(...codes: string[]): Promise<void> {
  const all = async () => (await Promise.all(codes.map((code) => unfinishedOf(service.pool, code)))).flat();
  await until(async () => (await all()).length === 0, 'the end of all effects');
}

it('a day without LMS and mail server delays what they are told, loses nothing and keeps its order', async () => {
  const [exam, learner] = [await addExamOf(service, 'proctored'), await addLearner(service)];
  const attempt = await begin(service, exam, learner);
  await tell(service, attempt, ['start']);
  const news = follow({ outside, settled }, attempt.code, learner);
  await news();

  await outside.lms.behave({ mode: 'refuse', status: 503, applies_to: 'events' });
  await outside.mail.behave({ mode: 'down' });
  await tell(service, attempt, ['submit']);
  await env.sleep('8 hours');
  await tell(service, attempt, ['set-status', { status: 'rejected', actor: staff }]);
  await env.sleep('8 hours');
  await tell(service, attempt, ['set-status', { status: 'verified', actor: staff }]);
  await env.sleep('8 hours');
  expect({
    events: (await outside.lms.about(attempt.code)).length,
    mails: await outside.mail.to(learner.email),
  }).toEqual({
    events: 4,
    mails: [],
  });

  await Promise.all([outside.lms.behave({}), outside.mail.behave({})]);
  await env.sleep('20 minutes');
  const at = (version: number) => ({ ...attempt, version });
  const { events, mails } = await news();
  expect({ events, mails }).toEqual({
    events: [
      ...told.handedIn.map((event) => event(at(3))),
      ...told.failed.map((event) => event(at(4))),
      ...told.passedAfterAll.map((event) => event(at(5))),
    ],
    mails: [told.mail('submitted', at(3)), told.mail('rejected', at(4)), told.mail('verified', at(5))],
  });
  for (const effect of ['complete-unit', 'send-mail']) {
    const { outcome, tries, log: outcomes } = await effectRecord(service.pool, `${attempt.code}/3/${effect}`);
    expect({ outcome, others: new Set(outcomes.slice(0, -1)) }).toEqual({
      outcome: 'done',
      others: new Set(['failed']),
    });
    expect(tries).toBeGreaterThan(100);
  }
});
