import type { NativeConnection } from '@temporalio/worker';

export interface Statement {
  text: string;
  values: readonly unknown[];
}

/** What a process asked of Postgres and of Temporal since it was last taken. */
export class Counters {
  readonly #statements: Statement[] = [];
  readonly #calls: string[] = [];

  /** For `openPool`. */
  readonly onStatement = (text: string, values: readonly unknown[]): void => {
    this.#statements.push({ text: text.replace(/\s+/g, ' ').trim(), values });
  };

  /** Counts the calls that go through this connection from now on. */
  watch({ workflowService }: NativeConnection): void {
    const send = workflowService.rpcImpl;
    workflowService.rpcImpl = (method, ...call) => {
      this.#calls.push(method.name);
      send?.(method, ...call);
    };
  }

  /** Statements and names of calls since the last time, in order. */
  take(): { statements: Statement[]; calls: string[] } {
    return { statements: this.#statements.splice(0), calls: this.#calls.splice(0) };
  }
}

/** Writes of the API's heartbeat notes, which come once a second regardless of the requests. */
export function isHeartbeatNote({ text }: Statement): boolean {
  return text.includes('insert into attempt_heartbeat');
}

/** Writes of how a vendor is, which come every few seconds at most, however many calls there are. */
export function isVendorNote({ text }: Statement): boolean {
  return text.includes('insert into vendor_health');
}

/** The statement that changes an attempt; it records its history too, and may record two changes at once. */
export function isProjection({ text }: Statement): boolean {
  return text.includes('insert into attempt_transition');
}
