import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));

/**
 * Brings the schema up to date; does nothing if it already is. Processes that start together wait for
 * each other, because the runner holds an advisory lock.
 */
export async function migrate(databaseUrl: string, log: (message: string) => void = () => {}): Promise<void> {
  await runner({
    databaseUrl,
    dir: MIGRATIONS,
    direction: 'up',
    migrationsTable: 'schema_migration',
    checkOrder: true,
    advisoryLockMode: 'wait',
    log,
  });
}
