import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { boundCall } from './bounded-call.ts';
import { GRPC, grpcStatusOf } from './failures.ts';

const PROBE_MS = 2_000;
/** No workflow has this id. */
const PROBED_WORKFLOW = 'readiness-probe';

/** Whether Temporal reads from the store of our namespace now. */
export async function isReachable(client: Client): Promise<boolean> {
  try {
    await boundCall(client, PROBE_MS, () => client.workflow.getHandle(PROBED_WORKFLOW).describe());
    return true;
  } catch (error) {
    // Differs from a missing namespace, and shows that the store was read.
    return error instanceof WorkflowNotFoundError;
  }
}

/** What a server answers that cannot do its work; a queue that is too long is no such failure. */
const BROKEN: ReadonlySet<number | null> = new Set([GRPC.UNKNOWN, GRPC.INTERNAL, GRPC.UNAVAILABLE, GRPC.DATA_LOSS]);
/** One failure may be that of a connection. */
const FAILURES_IN_A_ROW = 3;
/** After so long without a failure, changes are tried again. */
const REMEMBER_MS = 10_000;

/** Whether Temporal can be used, by a probe and by how the real changes of late went. */
export interface Reachability {
  isReachable: () => Promise<boolean>;
  /** Makes a change and takes note of how it goes. */
  watch: <T>(change: () => Promise<T>) => Promise<T>;
}

/**
 * A server whose store takes no writes may still answer reads, so a probe alone would call it usable: it is not as long as
 * every change fails. `now` is in milliseconds.
 */
export function createReachability(client: Client, now: () => number = Date.now): Reachability {
  let failures = 0;
  let failedAt = -Infinity;
  const hasFailedOfLate = () => failures >= FAILURES_IN_A_ROW && now() - failedAt < REMEMBER_MS;
  return {
    isReachable: async () => !hasFailedOfLate() && (await isReachable(client)),
    async watch(change) {
      try {
        const answer = await change();
        failures = 0;
        return answer;
      } catch (error) {
        if (BROKEN.has(grpcStatusOf(error))) {
          failures += 1;
          failedAt = now();
        } else if (grpcStatusOf(error) === null) {
          // A refusal by the rules is an answer too.
          failures = 0;
        }
        throw error;
      }
    },
  };
}
