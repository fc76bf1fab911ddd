import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { SourceDatabase } from './database.ts';

/** Connects to a MySQL or MariaDB and opens the snapshot. Throws the driver's errors. */
export async function openMysql(url: string): Promise<SourceDatabase> {
  // Django keeps times without a zone, in UTC.
  const connection = await createConnection({ uri: url, timezone: 'Z', connectTimeout: 10_000 });
  connection.on('error', () => {});
  // It waits while a batch is written.
  await connection.query('set session wait_timeout = 28800');
  await connection.query('set session transaction isolation level repeatable read');
  await connection.query('start transaction with consistent snapshot, read only');
  return {
    schema: 'database()',
    async rows(text, values = []) {
      const [rows] = await connection.query<RowDataPacket[]>(text, [...values]);
      return rows;
    },
    close: () => connection.end(),
  };
}
