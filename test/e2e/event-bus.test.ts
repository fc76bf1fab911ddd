import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { pythonWith } from '../../dev/python-environment.ts';
import { installedRedis } from '../../dev/redis.ts';
import { canRun } from '../../dev/run-command.ts';
import { until } from '../../dev/until.ts';
import { createEventBusDelivery } from '../../lms/event-bus/delivery.ts';
import { createStreamWriter } from '../../lms/event-bus/redis-stream.ts';
import { LmsUnavailableError } from '../../lms/port.ts';
import { EFFECTS } from '../../lms/effects/examples.ts';
import { RecordingLms } from '../support/recorders.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';

const BUS = join(import.meta.dirname, '../../dev/event-bus');
const STREAM = 'campus-learning-exam-attempt-lifecycle';
const VERIFIED = 'org.openedx.learning.exam.attempt.verified.v1';
const RESET = 'org.openedx.learning.exam.attempt.reset.v1';
const redisCommand = await installedRedis();
const hasPython = await canRun('python3', ['-c', 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))']);

const closing: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function startBus(url?: (redis: RedisServer) => string) {
  const redis = await startRedis(redisCommand ?? '');
  closing.push(() => redis.close());
  const others = new RecordingLms();
  const writer = createStreamWriter({
    url: () => url?.(redis) ?? redis.url,
    mostEntries: 10_000,
    log: pino({ level: 'silent' }),
  });
  const bus = createEventBusDelivery({ writer, topicPrefix: 'campus', others });
  closing.push(() => bus.close?.());
  return { redis, others, bus };
}

/** What the platform's own consumer takes from the bus, line by line. */
async function startConsumer(url: string): Promise<() => Record<string, unknown>[]> {
  const python = await pythonWith('edx-event-bus-redis', join(BUS, 'requirements.txt'));
  const child = spawn(python, [join(BUS, 'consume.py'), url, 'campus'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  closing.push(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  const lines = () => printed.split('\n').slice(0, -1);
  return () => lines().map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe.skipIf(redisCommand === undefined)('the event bus of Open edX, on a real Redis', () => {
  it('gets the events of exams, and nothing else', async () => {
    const { redis, others, bus } = await startBus();
    await bus.deliver(EFFECTS.examRejected);
    const [entry] = await redis.entriesOf(STREAM);
    expect(entry).toMatchObject({
      type: 'org.openedx.learning.exam.attempt.rejected.v1',
      id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/),
      minorversion: '0',
      sourcelib: '10.5.0',
    });
    const rest = Object.values(EFFECTS).filter(({ kind }) => kind !== 'publish-exam-event');
    for (const effect of rest) await bus.deliver(effect);
    expect(others.effects).toEqual(rest);
    expect(await redis.entriesOf(STREAM)).toHaveLength(1);
  });

  it('gives an event the same id on every try', async () => {
    const { redis, bus } = await startBus();
    await bus.deliver(EFFECTS.examRejected);
    await bus.deliver(EFFECTS.examRejected);
    await bus.deliver({ ...EFFECTS.examRejected, key: 'another' });
    const [first, second, third] = (await redis.entriesOf(STREAM)).map(({ id }) => id);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('hears of a pass before the reset of an attempt whose rejection stands', async () => {
    const { redis, bus } = await startBus();
    await bus.deliver({ ...EFFECTS.examReset, undoesOverride: true });
    await bus.deliver(EFFECTS.examReset);
    const [pass, reset, alone] = await redis.entriesOf(STREAM);
    expect([pass?.type, reset?.type, alone?.type]).toEqual([VERIFIED, RESET, RESET]);
    expect(pass?.id).not.toBe(reset?.id);
    expect(alone?.id).toBe(reset?.id);
  });

  it('goes on with another password of its account when the one it was connected with counts no longer', async () => {
    let password = 'one';
    const { redis, bus } = await startBus((server) => server.urlFor('exams', password));
    await redis.command('ACL', 'SETUSER', 'exams', 'on', '>one', '>two', '~*', '+@all');
    await bus.deliver(EFFECTS.examRejected);
    await redis.command('ACL', 'SETUSER', 'exams', '<one');
    await redis.command('CLIENT', 'KILL', 'USER', 'exams');
    await expect(bus.deliver({ ...EFFECTS.examRejected, key: 'second' })).rejects.toThrow(LmsUnavailableError);
    password = 'two';
    await bus.deliver({ ...EFFECTS.examRejected, key: 'second' });
    expect(await redis.entriesOf(STREAM)).toHaveLength(2);
  });

  it('leaves the connection of an account that it is to use no longer', async () => {
    let account = 'exams';
    const { redis, bus } = await startBus((server) => server.urlFor(account, 'one'));
    for (const name of ['exams', 'proctoring'])
      await redis.command('ACL', 'SETUSER', name, 'on', '>one', '~*', '+@all');
    const connected = async () => {
      const clients = String(await redis.command('CLIENT', 'LIST'));
      return ['exams', 'proctoring'].filter((name) => clients.includes(`user=${name} `));
    };
    await bus.deliver(EFFECTS.examRejected);
    expect(await connected()).toEqual(['exams']);
    account = 'proctoring';
    await bus.deliver({ ...EFFECTS.examRejected, key: 'second' });
    await until(async () => (await connected()).join() === 'proctoring', 'the end of the earlier connection');
    expect(await redis.entriesOf(STREAM)).toHaveLength(2);
  });

  it('is tried again while Redis is away, and goes on when it is back', async () => {
    const { redis, bus } = await startBus();
    await bus.deliver(EFFECTS.examRejected);
    await redis.stop();
    await expect(bus.deliver({ ...EFFECTS.examRejected, key: 'second' })).rejects.toThrow(LmsUnavailableError);
    await redis.start();
    await until(
      () =>
        bus.deliver({ ...EFFECTS.examRejected, key: 'second' }).then(
          () => true,
          () => false,
        ),
      'the delivery after the outage',
    );
    expect((await redis.entriesOf(STREAM)).length).toBeGreaterThanOrEqual(2);
  });

  it.skipIf(!hasPython)('is read by the consumer that the platform has, names in any script included', async () => {
    const { redis, bus } = await startBus();
    const taken = await startConsumer(redis.url);
    const effect = EFFECTS.examRejected;
    await bus.deliver({ ...effect, learner: { ...effect.learner, fullName: 'Zoë 期末 Ångström' } });
    await bus.deliver({ ...EFFECTS.examReset, undoesOverride: true });
    await until(async () => taken().length > 2, 'the events in the LMS');
    expect(taken()).toEqual([
      expect.objectContaining({
        type: 'org.openedx.learning.exam.attempt.rejected.v1',
        exam_attempt: expect.objectContaining({
          course_key: effect.course,
          usage_key: effect.contentId,
          student_user: expect.objectContaining({
            id: effect.learner.id,
            pii: expect.objectContaining({ name: 'Zoë 期末 Ångström' }),
          }),
        }),
      }),
      expect.objectContaining({ type: VERIFIED }),
      expect.objectContaining({ type: RESET }),
    ]);
  });
});
