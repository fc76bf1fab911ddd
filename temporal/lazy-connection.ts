import { AsyncLocalStorage } from 'node:async_hooks';
import {
  OperatorService,
  ServiceError,
  WorkflowService,
  type CallContext,
  type ConnectionLike,
} from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';

type Send = Parameters<typeof WorkflowService.create>[0];

/**
 * A connection that is made at the first call, and tried again at the next one if it could not be made; the calls that
 * waited for it fail with a `ServiceError`. So a process can start and serve reads while Temporal is down.
 */
export function createLazyConnection(connect: () => Promise<NativeConnection>): ConnectionLike {
  const contexts = new AsyncLocalStorage<CallContext>();
  let connecting: Promise<NativeConnection> | null = null;

  async function connected(): Promise<NativeConnection> {
    connecting ??= connect();
    try {
      return await connecting;
    } catch (cause) {
      connecting = null;
      throw new ServiceError('There is no connection to Temporal', { cause: cause as Error });
    }
  }

  const sendThrough =
    (service: 'workflowService' | 'operatorService'): Send =>
    (method, request, callback) => {
      const context = contexts.getStore() ?? {};
      connected().then(
        (connection) =>
          connection.callContextStorage.run(context, () => connection[service].rpcImpl?.(method, request, callback)),
        callback,
      );
    };

  async function within<T>(context: CallContext, work: () => Promise<T>): Promise<T> {
    return await contexts.run({ ...contexts.getStore(), ...context }, work);
  }

  return {
    plugins: [],
    workflowService: WorkflowService.create(sendThrough('workflowService'), false, false),
    operatorService: OperatorService.create(sendThrough('operatorService'), false, false),
    ensureConnected: async () => void (await connected()),
    withDeadline: (deadline, work) => within({ deadline }, work),
    withMetadata: (metadata, work) => within({ metadata: { ...contexts.getStore()?.metadata, ...metadata } }, work),
    withAbortSignal: (abortSignal, work) => within({ abortSignal }, work),
    close: async () => await (await connecting?.catch(() => null))?.close(),
  };
}
