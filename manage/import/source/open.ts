import { InputError } from '../../command.ts';
import type { SourceDatabase } from './database.ts';
import { openMysql } from './mysql.ts';
import { openPostgres } from './postgres.ts';

/** What opens a database of that kind. */
const KINDS: Readonly<Record<string, (url: string) => Promise<SourceDatabase>>> = {
  'postgres:': openPostgres,
  'postgresql:': openPostgres,
  'mysql:': openMysql,
};

/** Whether a database is named that can be read. */
export function isSourceAddress(text: string): boolean {
  return Object.hasOwn(KINDS, URL.parse(text)?.protocol ?? '');
}

/** Opens the database at an address of that kind. Throws `InputError`, without the address, which has a password. */
export async function openSource(url: string): Promise<SourceDatabase> {
  const open = KINDS[new URL(url).protocol];
  if (!open) throw new InputError('--from is not an address of Postgres or MySQL');
  try {
    return await open(url);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new InputError(`The database of the original cannot be read (${code}). Nothing was changed.`);
  }
}
