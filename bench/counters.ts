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

/** The statement that projects one change of an attempt; there is one in the transaction of each change. */
export function isProjection({ text }: Statement): boolean {
  return text.includes('update attempt set version');
}
