import type { Receiver } from './receiver.ts';
import type { VendorServer } from './vendor-server.ts';

/** What the checks share: the vendor, and what it has given so far. */
export interface CheckContext {
  vendor: VendorServer;
  /** Where the vendor calls back; null when callbacks are not checked. */
  receiver: Receiver | null;
  /** How long a callback may take, in milliseconds. */
  patienceMs: number;
  exam: { id: string } | null;
}

/** Thrown by a check that cannot begin, because an earlier one gave nothing to work with. */
export class CannotCheck extends Error {
  override readonly name = 'CannotCheck';
}

/** One thing that a vendor has to do. */
export interface Check {
  /** Stable name for programs. */
  id: string;
  /** What the vendor has to do, as a sentence. */
  title: string;
  /** What is wrong, in words for the vendor's engineers; empty when all is well. */
  run: (context: CheckContext) => Promise<string[]>;
}

/** How a check ended. */
export interface CheckResult {
  id: string;
  title: string;
  outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  problems: string[];
}

/** Runs the checks in their order: later ones use what earlier ones got. `onResult` hears of each as it ends. */
export async function runChecks(
  checks: readonly Check[],
  context: CheckContext,
  onResult: (result: CheckResult) => void = () => {},
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { id, title, run } of checks) {
    const result = await run(context).then(
      (problems): CheckResult => ({ id, title, outcome: problems.length === 0 ? 'passed' : 'failed', problems }),
      (error: unknown): CheckResult => ({
        id,
        title,
        outcome: error instanceof CannotCheck ? 'skipped' : 'failed',
        problems: [error instanceof Error ? error.message : String(error)],
      }),
    );
    results.push(result);
    onResult(result);
  }
  return results;
}
