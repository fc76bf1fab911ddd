import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));

/**
 * Brings the schema up to date; nothing happens when it is. Processes that start together wait for one another, since
 * the runner holds an advisory lock.
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
