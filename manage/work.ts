import type { Client } from '@temporalio/client';
import type { DatabasePool } from 'slonik';
import type { Config } from '../config.ts';
import type { Actor } from '../rules/attempt/events.ts';
import type { Refusal } from '../rules/attempt/refusals.ts';
import type { AttemptClient } from '../workflows/exam-attempt/client.ts';
import { saveNote } from '../db/notes.ts';
import type { Output } from './terminal.ts';

/** What the commands work with. */
export interface ManagementDeps {
  config: Config;
  pool: DatabasePool;
  client: Client;
  attempts: Pick<AttemptClient, 'tell'>;
  /** Starts the workflows of stored attempts that have none, by their codes. */
  revive: (attemptCodes: readonly string[]) => Promise<void>;
  isTemporalReachable: () => Promise<boolean>;
  output: Output;
  /** Name of the account that runs the command; the histories of the attempts keep it. */
  operator: string;
  /** Aborted when the operator wants the command to stop after the attempt under way. */
  signal?: AbortSignal;
}

/** What to do with one attempt or review. */
export interface Task {
  /** For example `attempt 41`. */
  subject: string;
  /** What happens, in plain words; a dry run shows it. */
  plan: string;
  /** Set if the rules are known beforehand to refuse this; a dry run reports it. */
  foreseen?: Refusal;
  /** Performs the task and says whether anything changed. Throws if it was refused or failed. */
  perform(): Promise<boolean>;
}

/** A request that cannot be met, such as an unknown id. */
export interface Problem {
  subject: string;
  problem: string;
}

export interface Work {
  /** How many tasks and problems to expect, as far as is known beforehand. */
  total: number;
  batches: AsyncIterable<readonly (Task | Problem)[]>;
}

/** Who changes an attempt, with which command, and why; the text stays in Postgres. */
export async function signFor(
  deps: ManagementDeps,
  { attemptCode, command, reason }: { attemptCode: string; command: string; reason: string | undefined },
) {
  const actor: Actor = { kind: 'operator' };
  const source = `${command} by ${deps.operator}`;
  const text = reason === undefined ? source : `${reason} (${source})`;
  return { actor, ...(await saveNote(deps.pool, { attemptCode, text })) };
}

/** The only batch of a command that acts on a single attempt. */
export async function* oneBatch<T>(...items: T[]): AsyncGenerator<readonly T[]> {
  yield items;
}

/** Batches of what `next` finds after the last item of the previous batch, until it finds nothing. */
export async function* pages<T, Key>(
  first: Key,
  next: (after: Key) => Promise<readonly T[]>,
  keyOf: (item: T) => Key,
): AsyncGenerator<readonly T[]> {
  for (let page = await next(first), last = page.at(-1); last !== undefined; last = page.at(-1)) {
    yield page;
    page = await next(keyOf(last));
  }
}
