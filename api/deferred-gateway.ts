import { ApiError } from './errors/api-error.ts';
import type { TemporalGateway } from './temporal-gateway.ts';

interface Connected {
  gateway: TemporalGateway;
  close(): Promise<void>;
}

/**
 * A gateway that connects on first use and retries until it succeeds, so that the API starts and
 * serves reads while Temporal is down. Until then changes are refused with `temporal_unavailable`.
 */
export function createDeferredGateway(connect: () => Promise<Connected>): TemporalGateway & Pick<Connected, 'close'> {
  let connecting: Promise<Connected> | null = null;
  const connected = async (): Promise<Connected> => {
    connecting ??= connect();
    try {
      return await connecting;
    } catch (cause) {
      connecting = null;
      throw new ApiError('temporal_unavailable', { cause });
    }
  };
  const gateway = async () => (await connected()).gateway;
  return {
    createAttempt: async (...request) => (await gateway()).createAttempt(...request),
    send: async (...message) => (await gateway()).send(...message),
    retryEffect: async (...effect) => (await gateway()).retryEffect(...effect),
    // The change is already stored, so its caller need not know that it cannot be delivered yet.
    deliverChanges: async (...changes) => (await gateway().catch(() => null))?.deliverChanges(...changes),
    isReachable: async () => (await gateway().catch(() => null))?.isReachable() ?? false,
    close: async () => {
      if (connecting !== null) await (await connecting.catch(() => null))?.close();
    },
  };
}
