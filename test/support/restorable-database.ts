import { inject } from 'vitest';
import { execute } from '../../dev/postgres.ts';

/** A copy of a database at one instant, to which it can be set back. */
export interface DatabaseCopy {
  /** Puts the copy in the place of the database, as the restore of a backup does. */
  restore(): Promise<void>;
}

const nameOf = (databaseUrl: string) => new URL(databaseUrl).pathname.slice(1);

/** Copies a database, whose connections are ended for it, as Postgres demands. */
export async function copyDatabase(databaseUrl: string): Promise<DatabaseCopy> {
  const { postgresUrl } = inject('sharedServers');
  const run = (statement: string) => execute(postgresUrl, statement);
  const name = nameOf(databaseUrl);
  const copy = `${name}_copy`;
  await run(`alter database ${name} allow_connections false`);
  await run(`select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '${name}'`);
  await run(`create database ${copy} template ${name}`);
  await run(`alter database ${name} allow_connections true`);
  return {
    async restore() {
      await run(`drop database ${name} with (force)`);
      await run(`create database ${name} template ${copy}`);
    },
  };
}
