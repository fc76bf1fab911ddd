import { AsyncLocalStorage } from 'node:async_hooks';
import { ServiceError, WorkflowService, type CallContext } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { createLazyConnection } from '../../../temporal/lazy-connection.ts';

/** A connection that answers everything with nothing, and notes the context of each call and when it is closed. */
function answering(contexts: (CallContext | undefined)[], close = async () => {}): NativeConnection {
  const callContextStorage = new AsyncLocalStorage<CallContext>();
  const workflowService = WorkflowService.create(
    (_method, _request, callback) => {
      contexts.push(callContextStorage.getStore());
      callback(null, new Uint8Array());
    },
    false,
    false,
  );
  return { callContextStorage, workflowService, close } as unknown as NativeConnection;
}

test('connects at the first call, once for all that wait, and not before', async () => {
  let tries = 0;
  const lazy = createLazyConnection(async () => {
    tries += 1;
    return answering([]);
  });
  expect(tries).toBe(0);
  await Promise.all([lazy.workflowService.getSystemInfo({}), lazy.workflowService.getSystemInfo({})]);
  expect(tries).toBe(1);
});

test('fails with an error of the client that tells why, and tries again at the next call', async () => {
  let isUp = false;
  const lazy = createLazyConnection(async () => {
    if (!isUp) throw new Error('connection refused');
    return answering([]);
  });
  const failure = lazy.workflowService.getSystemInfo({});
  await expect(failure).rejects.toThrow(ServiceError);
  await expect(failure).rejects.toMatchObject({ cause: { message: 'connection refused' } });
  isUp = true;
  await expect(lazy.workflowService.getSystemInfo({})).resolves.toBeDefined();
});

test('passes on deadlines and metadata, and keeps those of one call from the others', async () => {
  const contexts: (CallContext | undefined)[] = [];
  const lazy = createLazyConnection(async () => answering(contexts));
  const call = () => lazy.workflowService.getSystemInfo({});
  await lazy.withDeadline(1_000, () => lazy.withMetadata({ a: '1' }, () => lazy.withMetadata({ b: '2' }, call)));
  await call();
  expect(contexts).toEqual([{ deadline: 1_000, metadata: { a: '1', b: '2' } }, {}]);
});

test('closes what it has connected, and nothing when that failed', async () => {
  let closed = 0;
  const lazy = createLazyConnection(async () => answering([], async () => void (closed += 1)));
  await lazy.close();
  expect(closed).toBe(0);
  await lazy.ensureConnected();
  await lazy.close();
  expect(closed).toBe(1);
  const failing = createLazyConnection(() => Promise.reject(new Error('connection refused')));
  await expect(failing.ensureConnected()).rejects.toThrow('There is no connection');
  await expect(failing.close()).resolves.toBeUndefined();
});
