import { ServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { expect, it } from 'vitest';
import { MissingEncryptionKeyError, NO_KEYS } from '../../../temporal/encryption/keys.ts';
import { createReachability } from '../../../temporal/reachability.ts';

/** A server that answers, and knows no workflow. */
const client = {
  withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
  workflow: {
    getHandle: () => ({ describe: () => Promise.reject(new WorkflowNotFoundError('none', 'id', undefined)) }),
  },
} as unknown as Client;

const missingKey = () => new MissingEncryptionKeyError('0123abcd', NO_KEYS);

it('what all processes share must be readable, and a missing key is told once until it is there', async () => {
  const [told, answers] = [[] as string[], [] as Error[]];
  const readShared = () => {
    const [next] = answers.splice(0, 1);
    return next ? Promise.reject(next) : Promise.resolve();
  };
  const { isReachable } = createReachability(client, { readShared, onMissingKey: ({ message }) => told.push(message) });
  expect(await isReachable()).toBe(true);
  answers.push(missingKey(), missingKey(), Object.assign(new ServiceError('none yet'), { code: 5 }));
  expect([await isReachable(), await isReachable(), await isReachable()]).toEqual([false, false, true]);
  expect(told).toEqual([expect.stringContaining('0123abcd')]);
  answers.push(missingKey());
  expect([await isReachable(), told.length]).toEqual([false, 2]);
});

it('an answer that cannot be read for want of a key keeps changes away for a while', async () => {
  let now = 0;
  const told: string[] = [];
  const onMissingKey = ({ message }: Error) => told.push(message);
  const { isReachable, watch } = createReachability(client, { onMissingKey, now: () => now });
  await expect(watch(() => Promise.reject(missingKey()))).rejects.toThrow('0123abcd');
  expect([await isReachable(), told.length]).toEqual([false, 1]);
  now = 60_000;
  expect(await isReachable()).toBe(true);
});
