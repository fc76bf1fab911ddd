import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { boundCall } from './bounded-call.ts';
import { GRPC, grpcStatusOf, missingKeyOf } from './failures.ts';

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

export interface ReachabilityOptions {
  /** Reads what is kept there for all processes, to see whether we have the key. */
  readShared?: () => Promise<void>;
  /** Hears which key is missing, once until it is there. */
  onMissingKey?: (missing: Error) => void;
  /** Milliseconds. */
  now?: () => number;
}

/**
 * A server whose store takes no writes may still answer reads, so a probe alone would call it usable: it is not as long as
 * every change fails, nor while we cannot read what others keep there.
 */
export function createReachability(client: Client, options: ReachabilityOptions = {}): Reachability {
  const { readShared = async () => {}, onMissingKey, now = Date.now } = options;
  let failures = 0;
  let failedAt = -Infinity;
  let isKeyMissing = false;
  const hasFailedOfLate = () => failures >= FAILURES_IN_A_ROW && now() - failedAt < REMEMBER_MS;

  /** Whether it is because of a missing key. */
  function noteKey(error: unknown): boolean {
    const missing = missingKeyOf(error);
    if (missing && !isKeyMissing) onMissingKey?.(missing);
    isKeyMissing = missing !== null;
    return isKeyMissing;
  }

  async function isReadable(): Promise<boolean> {
    try {
      await boundCall(client, PROBE_MS, readShared);
      isKeyMissing = false;
      return true;
    } catch (error) {
      // Before the first worker there is nothing to read.
      return !noteKey(error) && grpcStatusOf(error) === GRPC.NOT_FOUND;
    }
  }

  return {
    isReachable: async () =>
      !hasFailedOfLate() && (await Promise.all([isReachable(client), isReadable()])).every(Boolean),
    async watch(change) {
      try {
        const answer = await change();
        failures = 0;
        return answer;
      } catch (error) {
        const isUnreadable = noteKey(error);
        if (isUnreadable || BROKEN.has(grpcStatusOf(error))) {
          failures = isUnreadable ? FAILURES_IN_A_ROW : failures + 1;
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
