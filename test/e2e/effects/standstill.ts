import { sql, type DatabasePool } from 'slonik';
import { z } from 'zod';
import { until } from '../../../dev/until.ts';

const none = z.object({});
const LOCK = 4_711;

/** Makes the worker stand still where it writes about chosen effects. */
export interface Standstill {
  /** Holds whoever notes the beginning (`INSERT`) or the end (`UPDATE`) of a try of the effect. */
  at(key: string, write: 'INSERT' | 'UPDATE'): Promise<void>;
  /** Waits until so many writers stand still. */
  standing(count: number): Promise<void>;
  /** Ends what stands still, so that nothing is written for a process that is dead, and holds nobody any more. */
  end(): Promise<void>;
}

/** Sets it up in a test's own database. */
export async function createStandstill(pool: DatabasePool): Promise<Standstill> {
  const ended = Promise.withResolvers<void>();
  await pool.query(sql.type(none)`create table held_write (key text not null, write text not null)`);
  await pool.query(sql.type(none)`
    create function stand_still() returns trigger language plpgsql as $$
    begin
      if exists (select from held_write where key = new.effect_key and write = tg_op) then
        perform pg_advisory_xact_lock(4711);
      end if;
      return new;
    end $$`);
  await pool.query(sql.type(none)`
    create trigger stand_still before insert or update on attempt_effect_try
    for each row execute function stand_still()`);
  const locked = Promise.withResolvers<void>();
  const lock = pool.transaction(async (db) => {
    await db.query(sql.type(none)`set local idle_in_transaction_session_timeout = 0`);
    await db.query(sql.type(none)`select pg_advisory_xact_lock(${LOCK})`);
    locked.resolve();
    await ended.promise;
  });
  await locked.promise;
  const standing = sql.fragment`from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const counted = z.object({ count: z.number() });
  return {
    async at(key, write) {
      await pool.query(sql.type(none)`insert into held_write values (${key}, ${write})`);
    },
    async standing(count) {
      const number = async () => pool.oneFirst(sql.type(counted)`select count(*) ${standing}`);
      await until(async () => (await number()) >= count, `${count} writers standing still`, { everyMs: 20 });
    },
    async end() {
      await pool.query(sql.type(none)`truncate held_write`);
      await pool.any(sql.type(none)`select pg_terminate_backend(pid) ${standing}`);
      ended.resolve();
      await lock;
    },
  };
}
