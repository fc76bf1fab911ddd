import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { canRun } from '../../dev/run-command.ts';
import { until } from '../../dev/until.ts';
import { connectLmsEffects } from '../../lms/connect.ts';
import { LmsUnavailableError } from '../../lms/port.ts';
import { createTestSender } from '../../lms/send-test-event.ts';
import { createWebhookDelivery } from '../../lms/webhook-delivery.ts';
import { areEffectsFinished, newCode } from '../support/attempt-records.ts';
import { EFFECTS } from '../../lms/effects/examples.ts';
import { LMS_SECRET } from '../support/mock-lms.ts';
import { creationRequest, startServiceOnDevServer } from '../support/service.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const hasPython = await canRun('python3', ['--version']);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Receiver {
  url: string;
  /** What it has printed, line by line. */
  lines: () => string[];
}

async function startReceiver(command: string, file: string): Promise<Receiver> {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-receiver-'));
  const env = { ...process.env, WEBHOOK_SECRET: LMS_SECRET, PORT: '0', DATABASE: join(folder, 'events.db') };
  const child: ChildProcess = spawn(command, [join(EXAMPLES, file)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  closing.push(async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    await rm(folder, { recursive: true });
  });
  const port = () => /^listening on (\d+)$/m.exec(printed)?.[1];
  await until(async () => port() !== undefined, `the start of ${file}`);
  const lines = () => printed.trim().split('\n').slice(1);
  return { url: `http://127.0.0.1:${port()}/`, lines };
}

/** The whole service, with its LMS at `url`. */
async function startService(url: string) {
  const service = await startServiceOnDevServer({ env: { LMS_WEBHOOK_URL: url, LMS_WEBHOOK_SECRET: LMS_SECRET } });
  Object.assign(service.context, { lms: connectLmsEffects(service.config, pino({ level: 'silent' })) });
  const stopWorker = await service.startWorker();
  closing.push(() => service.close(), stopWorker);
  return service;
}

const RECEIVERS: [command: string, file: string][] = [
  [process.execPath, 'webhook-receiver.ts'],
  ...(hasPython ? [['python3', 'webhook_receiver.py'] as [string, string]] : []),
];

describe.each(RECEIVERS)('%s %s', (command, file) => {
  it('takes what the service tells of an exam', async () => {
    const receiver = await startReceiver(command, file);
    const service = await startService(receiver.url);
    const code = newCode();
    await service.attempts.create(code, await creationRequest(service));
    await service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } });
    await until(() => areEffectsFinished(service, code), 'the end of the effects');
    const completed = `org.durable-proctoring.unit.complete.v1 ${code}`;
    expect(receiver.lines().filter((line) => line === completed)).toHaveLength(1);
  });

  it('knows a test event from one that tells of something', async () => {
    const { url, lines } = await startReceiver(command, file);
    const outcome = await createTestSender({ url, secrets: () => [LMS_SECRET] })('test/1', null);
    expect(outcome).toMatchObject({ isTaken: true, status: 204 });
    await until(async () => lines().length > 0, 'the line of the test');
    expect(lines()).toEqual(['a test event: the way to here works']);
  });

  it('takes an event once that comes twice, and none that somebody else has signed', async () => {
    const { url, lines } = await startReceiver(command, file);
    const [ours, theirs] = [
      createWebhookDelivery({ url, secrets: () => [LMS_SECRET] }),
      createWebhookDelivery({ url, secrets: () => [`whsec_${Buffer.alloc(32, 7).toString('base64')}`] }),
    ];
    await expect(theirs.deliver(EFFECTS.examRejected)).rejects.toThrow(LmsUnavailableError);
    await ours.deliver(EFFECTS.examRejected);
    await ours.deliver(EFFECTS.examRejected);
    await until(async () => lines().length > 0, 'the line of the event');
    expect(lines()).toHaveLength(1);
  });
});
