import { ServiceError, type Client } from '@temporalio/client';

/** gRPC's own deadline comes first, since its error says more. */
const GRACE_MS = 250;

/**
 * A call that ends within so many milliseconds. The client's deadline applies to each of its tries, and after some errors
 * ("Workflow is busy", ResourceExhausted) it tries again on its own, so the whole needs an end too: it is then a
 * `ServiceError`. What was sent may still be accepted.
 */
export async function boundCall<T>(client: Client, milliseconds: number, call: () => Promise<T>): Promise<T> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => tooLate.reject(new ServiceError(`Temporal did not answer within ${milliseconds} ms`)),
    milliseconds + GRACE_MS,
  );
  try {
    return await Promise.race([client.withDeadline(Date.now() + milliseconds, call), tooLate.promise]);
  } finally {
    clearTimeout(timer);
  }
}
