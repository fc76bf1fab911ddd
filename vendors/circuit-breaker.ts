import { VendorUnavailableError } from './errors.ts';

export interface CircuitBreakerOptions {
  /** Failures in a row after which calls are refused at once. */
  failuresToOpen?: number;
  /** Milliseconds until one call may try again. */
  openMs?: number;
  /** Called whenever the circuit opens, with the milliseconds for which calls are refused. */
  onOpen?: (openMs: number) => void;
  /** Monotonic milliseconds. */
  monotonicNow?: () => number;
}

export interface CircuitBreaker {
  /** Makes the call, or throws `VendorUnavailableError` at once while the circuit is open. */
  run<Answer>(call: () => Promise<Answer>): Promise<Answer>;
}

/**
 * Keeps a vendor that is down from holding up everyone who waits for it: after several failures in a row its calls fail
 * at once, and after a while a single call probes whether it is back. Only `VendorUnavailableError` counts as a
 * failure.
 */
export function createCircuitBreaker(vendor: string, options: CircuitBreakerOptions = {}): CircuitBreaker {
  const { failuresToOpen = 5, openMs = 15_000, onOpen, monotonicNow = () => performance.now() } = options;
  let failures = 0;
  let refusesUntil = Number.NEGATIVE_INFINITY;

  function admit(): void {
    if (failures < failuresToOpen) return;
    if (monotonicNow() < refusesUntil) {
      throw new VendorUnavailableError(`${vendor} failed ${failures} times in a row and is left alone for a while`);
    }
    // The caller that gets here is the probe; all others are refused until it has an answer.
    refusesUntil = monotonicNow() + openMs;
  }

  return {
    async run(call) {
      admit();
      try {
        const answer = await call();
        failures = 0;
        return answer;
      } catch (error) {
        failures = error instanceof VendorUnavailableError ? failures + 1 : 0;
        if (failures >= failuresToOpen) {
          refusesUntil = monotonicNow() + openMs;
          onOpen?.(openMs);
        }
        throw error;
      }
    },
  };
}
