import type { CommonQueryMethods, DatabasePool } from 'slonik';
import type { VendorRegistry } from '../../vendors/port.ts';
import type { Report } from './report.ts';
import type { SourceReader } from './source/reader.ts';

export interface ImportOptions {
  /** Only counts. */
  dryRun: boolean;
  batchSize: number;
  /** Leaves out attempts whose time may still run. */
  onlyEnded: boolean;
  /** Time that ran out unseen from then on is carried out, with all that follows from it; epoch milliseconds. */
  endsSince: number;
  /** Until then, nobody's page has to be heard from; epoch milliseconds. */
  silentUntil: number;
}

/** What an import works with. */
export interface ImportContext {
  source: SourceReader;
  pool: DatabasePool;
  vendors: VendorRegistry;
  allowTimedOutState: boolean;
  /** When the original was read, epoch milliseconds by our database's clock. */
  now: number;
  options: ImportOptions;
  report: Report;
  /** Starts the workflows of these attempts. */
  revive: (attemptCodes: readonly string[]) => Promise<void>;
  /** Called after each batch; throws `Interrupted` when the operator wants to stop. */
  afterBatch: (rows: number) => Promise<void>;
  /** People who were looked for: an id is asked for once, however many attempts the learner has. */
  met: Map<number, boolean>;
}

/** The operator wants to stop. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Writes a batch, all or nothing; a dry run does not. */
export async function write(
  { pool, options }: ImportContext,
  save: (db: CommonQueryMethods) => Promise<void>,
): Promise<void> {
  if (!options.dryRun) await pool.transaction(save);
}
