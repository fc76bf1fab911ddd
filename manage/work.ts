import type { DatabasePool } from 'slonik';
import type { Actor } from '../rules/attempt/events.ts';
import type { Refusal } from '../rules/attempt/refusals.ts';
import type { TemporalGateway } from '../api/temporal-gateway.ts';
import { noteFor } from '../api/attempts/note.ts';
import type { Output } from './terminal.ts';

/** Everything the commands work with. */
export interface ManagementDeps {
  pool: DatabasePool;
  temporal: Pick<TemporalGateway, 'send' | 'isReachable'>;
  output: Output;
  /** Name of the account that runs the command; the histories of the attempts keep it. */
  operator: string;
  /** Aborted when the operator wants the command to stop after the attempt under way. */
  signal?: AbortSignal;
}

/** What is to be done to one attempt or review. */
export interface Step {
  /** For example `attempt 41`. */
  subject: string;
  /** What happens, in plain words; a dry run shows it. */
  plan: string;
  /** The rules will say no, as far as can be told before; a dry run says so. */
  foreseen?: Refusal;
  /** Does it; answers whether anything changed. Throws when it was refused or failed. */
  perform(): Promise<boolean>;
}

/** Something that was asked for and cannot be done, such as an id that nobody knows. */
export interface Problem {
  subject: string;
  problem: string;
}

export interface Work {
  /** How many steps and problems there will be, as far as can be told before. */
  total: number;
  batches: AsyncIterable<readonly (Step | Problem)[]>;
}

/** How a change of an attempt is signed: by whom, with which command, and why; the words stay in Postgres. */
export async function signed(
  deps: ManagementDeps,
  { attemptCode, command, reason }: { attemptCode: string; command: string; reason: string | undefined },
) {
  const actor: Actor = { kind: 'operator' };
  const source = `${command} by ${deps.operator}`;
  const text = reason === undefined ? source : `${reason} (${source})`;
  return { actor, ...(await noteFor(deps, { messageId: null }, attemptCode, text)) };
}

/** The one batch of a command that acts on a single thing. */
export async function* oneBatch<T>(...items: T[]): AsyncGenerator<readonly T[]> {
  yield items;
}

/** Batches of whatever `next` finds after the last item of the batch before, until it finds nothing. */
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
