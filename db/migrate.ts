import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { Client, DatabaseError } from 'pg';

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));
const TABLE = 'schema_migration';
const UNDEFINED_TABLE = '42P01';

/**
 * Brings the schema up to date; does nothing if it already is. Processes that start together wait for
 * each other, because the runner holds an advisory lock. Returns the names of what was applied.
 */
export async function migrate(databaseUrl: string, log: (message: string) => void = () => {}): Promise<string[]> {
  const applied = await runner({
    databaseUrl,
    dir: MIGRATIONS,
    direction: 'up',
    migrationsTable: TABLE,
    checkOrder: true,
    advisoryLockMode: 'wait',
    log,
  });
  return applied.map(({ name }) => name);
}

async function listApplied(databaseUrl: string): Promise<ReadonlySet<string>> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 8_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(`select name from ${TABLE}`);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return new Set();
    throw error;
  } finally {
    await client.end();
  }
}

/** The schema is older than this release, and this process may not change it. */
export class SchemaTooOldError extends Error {
  override name = 'SchemaTooOldError';
  constructor(missing: readonly string[]) {
    super(
      `The database lacks ${missing.length} migrations, from ${missing[0]} on, and MIGRATE_AT_START is off. ` +
        'Run them with an account that may change the schema: node manage/main.ts migrate',
    );
  }
}

/** The migrations of this release that the database lacks, in order. */
export async function listMissingMigrations(databaseUrl: string): Promise<string[]> {
  const applied = await listApplied(databaseUrl);
  const ours = readdirSync(MIGRATIONS).map((file) => basename(file, '.sql'));
  return ours.sort().filter((name) => !applied.has(name));
}

/**
 * What a process does before it serves: brings the schema up to date or, if it may not, checks that it is; then throws
 * `SchemaTooOldError` if a migration of this release is missing.
 */
export async function migrateIfAllowed(
  { databaseUrl, migrateAtStart }: { databaseUrl: string; migrateAtStart: boolean },
  log: (message: string) => void,
): Promise<void> {
  if (migrateAtStart) {
    await migrate(databaseUrl, log);
    return;
  }
  const missing = await listMissingMigrations(databaseUrl);
  if (missing.length > 0) throw new SchemaTooOldError(missing);
}
