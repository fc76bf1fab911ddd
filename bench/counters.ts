import type { NativeConnection } from '@temporalio/worker';

/** What a process asked of Postgres and of Temporal since it was last taken. */
export class Counters {
  readonly #statements: string[] = [];
  readonly #calls: string[] = [];

  /** For `openPool`. */
  readonly onStatement = (statement: string): void => {
    this.#statements.push(statement.replace(/\s+/g, ' ').trim());
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
  take(): { statements: string[]; calls: string[] } {
    return { statements: this.#statements.splice(0), calls: this.#calls.splice(0) };
  }
}

/** Writes of the API's heartbeat notes, which come once a second whatever the requests are. */
export function isHeartbeatNote(statement: string): boolean {
  return statement.includes('insert into attempt_heartbeat');
}

/** The statement that projects one change of an attempt; there is one in the transaction of each change. */
export function isProjection(statement: string): boolean {
  return statement.includes('update attempt set version');
}
