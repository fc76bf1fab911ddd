import { Client } from 'pg';

/** A lock that somebody else has. */
export interface HeldLock {
  /** Whether anybody waits for it. */
  isWaitedFor(): Promise<boolean>;
  release(): Promise<void>;
}

/** Takes a lock, by a statement, in a transaction of its own that lasts until it is released. */
export async function holdLock(databaseUrl: string, lock: string, values: unknown[] = []): Promise<HeldLock> {
  const holder = new Client({ connectionString: databaseUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query(lock, values);
  return {
    async isWaitedFor() {
      const waiting = 'select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))';
      return (await holder.query(waiting)).rows.length > 0;
    },
    async release() {
      await holder.query('rollback');
      await holder.end();
    },
  };
}
