import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { rowOf } from '../../../db/columns.ts';
import { until } from '../../../dev/until.ts';
import type { Received } from './wire.ts';

/** Written by processes at any time; and what messages refer to instead of having text, which goes for its age. */
const NOT_LOOKED_AT = [
  'attempt_note',
  'attempt_effect_try',
  'attempt_heartbeat',
  'attempt_heartbeat_gap',
  'board_change',
  'board_change_floor',
  'heartbeat_intake',
  'heartbeat_outage',
  'vendor_health',
];

const tableRow = rowOf({ name: z.string() });
const digestRow = rowOf({ name: z.string(), digest: z.string() });

/** A digest of each table. */
type State = Map<string, string>;

/** Reads what is kept. */
export interface KeptState {
  read(): Promise<State>;
  /** Waits for what follows from accepted requests. */
  untilQuiet(): Promise<void>;
}

/** Looks at all other tables. */
export async function openKeptState(pool: DatabasePool): Promise<KeptState> {
  const tables = await pool.any(sql.type(tableRow)`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`);
  const digests = sql.join(
    tables
      .filter(({ name }) => !NOT_LOOKED_AT.includes(name))
      .map(
        ({ name }) => sql.fragment`
          select ${name} as name, coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') as digest
          from ${sql.identifier([name])} t`,
      ),
    sql.fragment` union all `,
  );
  const isLeft = () =>
    pool.exists(sql.type(z.object({}))`
      select 1 from pending_change where delivered_at is null
      union all select 1 from attempt_effect where outcome = 'pending'
      union all select 1 from bulk where begun_at is not null and finished_at is null`);
  return {
    read: async () => new Map((await pool.any(sql.type(digestRow)`${digests}`)).map((row) => [row.name, row.digest])),
    untilQuiet: () => until(async () => !(await isLeft()), 'the end of all that was accepted', { timeoutMs: 600_000 }),
  };
}

/**
 * Sends a request; answers also the tables that it changed though it was refused. When something was changed, it is sent once more
 * in quiet, so that nothing counts that followed from an earlier request.
 */
export async function sendOnTrial(kept: KeptState, send: () => Promise<Received>) {
  const trial = async () => {
    const before = await kept.read();
    const answer = await send();
    const after = answer.status >= 400 ? await kept.read() : before;
    return { answer, changed: [...after.keys()].filter((table) => before.get(table) !== after.get(table)) };
  };
  const first = await trial();
  if (first.changed.length === 0) return first;
  await kept.untilQuiet();
  return await trial();
}
