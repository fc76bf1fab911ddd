import { z } from 'zod';
import { InputError } from '../../command.ts';
import type { SourceDatabase } from './database.ts';

/** The tables of edx-proctoring 2.5 to 6.1, and those of Django and Open edX with people's names. */
export const TABLES = {
  exam: 'proctoring_proctoredexam',
  policy: 'proctoring_proctoredexamreviewpolicy',
  policyHistory: 'proctoring_proctoredexamreviewpolicyhistory',
  allowance: 'proctoring_proctoredexamstudentallowance',
  attempt: 'proctoring_proctoredexamstudentattempt',
  /** A snapshot for every time an attempt was saved; from 3.23 on. */
  snapshots: 'proctoring_proctoredexamstudentattempt_history',
  /** What an attempt was before its status changed, or it was removed; up to 4.8. */
  archive: 'proctoring_proctoredexamstudentattempthistory',
  review: 'proctoring_proctoredexamsoftwaresecurereview',
  reviewHistory: 'proctoring_proctoredexamsoftwaresecurereviewhistory',
  comment: 'proctoring_proctoredexamstudentattemptcomment',
  user: 'auth_user',
  profile: 'auth_userprofile',
} as const;

export type TableName = keyof typeof TABLES;

/** Which tables and columns the original has: they differ from version to version. */
export interface SourceSchema {
  has(table: TableName, column?: string): boolean;
  /** The list of these columns of a table under the name `alias`; those that it lacks are null. */
  columns(table: TableName, alias: string, names: readonly string[]): string;
}

const columnRow = z.object({ of_table: z.string(), name: z.string() });

const NEEDED: readonly TableName[] = ['exam', 'policy', 'allowance', 'attempt', 'review', 'comment', 'user'];

/** Reads it. Throws `InputError` where there is no edx-proctoring. */
export async function readSchema(source: SourceDatabase): Promise<SourceSchema> {
  const rows = await source.rows(
    `select c.table_name as of_table, c.column_name as name from information_schema.columns c
    where c.table_schema = ${source.schema} and c.table_name in (?)`,
    [Object.values(TABLES)],
  );
  const known = new Set(
    rows.map((row) => columnRow.parse(row)).flatMap(({ of_table: table, name }) => [table, `${table}.${name}`]),
  );
  const has = (table: TableName, column?: string) =>
    known.has(column === undefined ? TABLES[table] : `${TABLES[table]}.${column}`);
  const missing = NEEDED.filter((table) => !has(table)).map((table) => TABLES[table]);
  if (missing.length > 0)
    throw new InputError(`That is no database of edx-proctoring: it has no ${missing.join(', no ')}.`);
  return {
    has,
    columns: (table, alias, names) =>
      names.map((name) => (has(table, name) ? `${alias}.${name}` : `null as ${name}`)).join(', '),
  };
}
