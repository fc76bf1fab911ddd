import type { z } from 'zod';
import type { SourceDatabase, Value } from './database.ts';
import * as row from './rows.ts';
import { readSchema, TABLES, type SourceSchema, type TableName } from './schema.ts';

/** Rows of a table in the order of their ids, those after `afterId`. */
export interface Page {
  afterId: number;
  limit: number;
}

/** What runs statements and checks what they answer. */
export interface SourceReader {
  database: SourceDatabase;
  schema: SourceSchema;
  read: <Row extends z.ZodType>(shape: Row, text: string, values?: readonly Value[]) => Promise<z.output<Row>[]>;
}

/** Throws `InputError` where there is no edx-proctoring. */
export async function createReader(database: SourceDatabase): Promise<SourceReader> {
  const schema = await readSchema(database);
  return {
    database,
    schema,
    async read(shape, text, values = []) {
      return (await database.rows(text, values)).map((found) => shape.parse(found));
    },
  };
}

/** How many rows a table has. */
export async function countRows({ read, schema }: SourceReader, table: TableName): Promise<number> {
  if (!schema.has(table)) return 0;
  const [found] = await read(row.countRow, `select count(*) as count from ${TABLES[table]}`);
  return found?.count ?? 0;
}

/** The highest id that a table has ever given, as far as it can be seen; 0 for an empty one. */
export async function findHighestId({ read, schema }: SourceReader, table: TableName, column = 'id'): Promise<number> {
  if (!schema.has(table)) return 0;
  const [found] = await read(row.countRow, `select coalesce(max(t.${column}), 0) as count from ${TABLES[table]} t`);
  return found?.count ?? 0;
}

/** Rows by id, page by page. */
export function listById<Row extends z.ZodObject>(
  { read, schema }: SourceReader,
  table: TableName,
  shape: Row,
  { afterId, limit }: Page,
): Promise<z.output<Row>[]> {
  const columns = schema.columns(table, 't', Object.keys(shape.shape));
  return read(shape, `select ${columns} from ${TABLES[table]} t where t.id > ? order by t.id limit ?`, [
    afterId,
    limit,
  ]);
}

/** Rows whose ids are given. */
export async function listByIds<Row extends z.ZodObject>(
  { read, schema }: SourceReader,
  table: TableName,
  shape: Row,
  ids: readonly number[],
): Promise<z.output<Row>[]> {
  if (ids.length === 0) return [];
  const columns = schema.columns(table, 't', Object.keys(shape.shape));
  return await read(shape, `select ${columns} from ${TABLES[table]} t where t.id in (?)`, [ids]);
}
