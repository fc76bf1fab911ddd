import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { rowOf } from './columns.ts';

const settingRow = rowOf({ name: z.string() });

/** The settings of Postgres with which a crash of its machine may lose what it has confirmed; none by its defaults. */
export async function listDurabilityRisks(db: CommonQueryMethods): Promise<readonly string[]> {
  return await db.anyFirst(sql.type(settingRow)`
    select name from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name`);
}
