import { readConfig } from '../../config.ts';
import { migrate } from '../../db/migrate.ts';
import type { PrintedCommand } from '../command.ts';

/** For sites where the service's own account may not change the schema; every release comes with its migrations. */
export const migrateSchema: PrintedCommand = {
  name: 'migrate',
  summary: 'Bring the schema of the database up to date, and print what was applied.',
  notes:
    'DATABASE_URL must name an account that may change the schema; it is used for nothing else. Repeating it changes nothing. ' +
    'With MIGRATE_AT_START=false the other processes do not do this themselves, and need only read and write rows.',
  options: {},
  async print() {
    const applied = await migrate(readConfig().databaseUrl);
    const text = applied.length === 0 ? 'The schema is up to date.' : `Applied:\n${applied.join('\n')}`;
    return { text, isDone: true };
  },
};
