import { MockActivityEnvironment } from '@temporalio/testing';
import type { DatabasePool } from 'slonik';
import { describe, expect, it } from 'vitest';
import { BegunTries } from '../../../activities/effects/begun-tries.ts';
import { createPromptTries, WORKER_ID } from '../../../activities/effects/prompt-tries.ts';
import { recordTriesOfOne } from '../../../activities/effects/recording.ts';
import { finalFailureOf } from '../../../activities/final-refusals.ts';
import type { EffectInput } from '../../../workflows/exam-attempt/activities.ts';

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Error) => error.message,
  );

const settledSoon = () => new Promise((resolve) => setImmediate(resolve));

describe('work for a target that is tried while a change waits', () => {
  it('is put off when a target has enough of it already, and no longer once that is done', async () => {
    const tryPromptly = createPromptTries('vendor', 20);
    const answers: (() => void)[] = [];
    const hang = () => new Promise<void>((resolve) => answers.push(resolve));
    const first = Array.from({ length: 20 }, () => tryPromptly(hang));
    expect(await failureOf(tryPromptly(hang))).toBe('Too many wait for the vendor');
    expect(answers).toHaveLength(20);
    for (const answer of answers) answer();
    await Promise.all(first);
    expect(await tryPromptly(() => Promise.resolve('done'))).toBe('done');
  });

  it('is put off earlier if it is waited for to its end, however long that takes', async () => {
    const tryPromptly = createPromptTries('vendor', 20);
    const answers: (() => void)[] = [];
    const hang = () => new Promise<void>((resolve) => answers.push(resolve));
    const first = Array.from({ length: 10 }, () => tryPromptly(hang, true));
    expect(await failureOf(tryPromptly(hang, true))).toBe('Too many wait for the vendor');
    const impatient = tryPromptly(hang);
    for (const answer of answers) answer();
    await Promise.all([...first, impatient]);
  });

  it('goes on after it took too long, and is not followed by more before it has ended', async () => {
    const tryPromptly = createPromptTries('vendor', 20);
    const work = Promise.withResolvers<string>();
    const late = tryPromptly(() => work.promise);
    await expect(late).rejects.toMatchObject({ type: 'first_try_lasts', details: [WORKER_ID] });
    expect(await failureOf(tryPromptly(() => Promise.resolve()))).toBe('The vendor was not well just now');
    work.resolve('taken after all');
    await settledSoon();
    expect(await failureOf(tryPromptly(() => Promise.resolve()))).toBe('The vendor was not well just now');
  });

  it('may be followed by more when it was refused for good', async () => {
    const tryPromptly = createPromptTries('mail server', 20);
    const refuse = () => Promise.reject(finalFailureOf(new TypeError('no such address')));
    expect(await failureOf(tryPromptly(refuse))).toBe('TypeError');
    expect(await tryPromptly(() => Promise.resolve('sent'))).toBe('sent');
  });
});

it('a target is not asked again while a first try may go on in another process', async () => {
  const mail: EffectInput = {
    key: 'A/3/send-mail',
    version: 3,
    at: 0,
    effect: { kind: 'send-mail', mail: 'submitted' },
    attemptId: 1,
    attemptCode: 'A',
    afterFirstTry: { lasting: { worker: 'another', until: 90_000 } },
  };
  const noPool = {} as DatabasePool;
  const send = recordTriesOfOne({ pool: noPool, begun: new BegunTries(), clock: () => 20_000 }, () =>
    Promise.reject(new Error('sent twice')),
  );
  const sent = new MockActivityEnvironment().run(send, mail);
  await expect(sent).rejects.toMatchObject({ nonRetryable: false, nextRetryDelay: 70_000 });
});
