import { afterAll, beforeAll, expect, it } from 'vitest';
import { EFFECT_SLOTS } from '../../activities/effect-slots.ts';
import { until } from '../../dev/until.ts';
import { areEffectsFinished, newCode } from '../support/attempt-records.ts';
import { creationRequest, outcomeOf, startServiceOnDevServer, type Service } from '../support/service.ts';

/** More than a worker carries out at a time, whatever the activities are. */
const HANGING = 110;
const PROCTORED = { proctored: true, backend: 'mock' } as const;
const env = { PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: 'mock', mock: {} }) };

let service: Service;
let stopWorker: () => Promise<void>;
/** Lets the mail server answer. */
const answers: (() => void)[] = [];

beforeAll(async () => {
  service = await startServiceOnDevServer({ env });
  service.mailer.send = () => new Promise((answer) => answers.push(answer));
  stopWorker = await service.startWorker();
});
afterAll(async () => {
  await stopWorker();
  await service.close();
});

async function handIn(): Promise<string> {
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { exam: PROCTORED }));
  await service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } });
  return code;
}

async function handInMany(count: number): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < count) codes.push(...(await Promise.all(Array.from({ length: 10 }, handIn))));
  return codes;
}

it('a mail server that hangs with more mails than a worker has places holds up neither learners nor the LMS', async () => {
  const codes = await handInMany(HANGING);
  await until(() => Promise.resolve(answers.length >= EFFECT_SLOTS.mail), 'mails under way');
  const request = await creationRequest(service, { exam: PROCTORED });
  expect(await outcomeOf(service.attempts.create(newCode(), request))).toBe('created');
  const isCredited = () => service.lms.told.filter((kind) => kind === 'set-credit').length === HANGING;
  await until(() => Promise.resolve(isCredited()), 'the credit of every learner');
  expect(answers).toHaveLength(EFFECT_SLOTS.mail);
  service.mailer.send = () => Promise.resolve();
  for (const answer of answers) answer();
  for (const code of codes) await until(() => areEffectsFinished(service, code), 'the mail');
});
