import { Client } from 'pg';
import type { SourceDatabase, Value } from './database.ts';

/** The statement with numbered places, as many for a list as it has members. */
export function numberPlaces(text: string, values: readonly Value[]): { text: string; values: (string | number)[] } {
  const given: (string | number)[] = [];
  const left = [...values];
  const numbered = text.replaceAll('?', () => {
    const value = left.shift();
    if (value === undefined) throw new TypeError('The statement has more places than values.');
    return [value]
      .flat()
      .map((one) => `$${given.push(one)}`)
      .join(', ');
  });
  return { text: numbered, values: given };
}

/** Connects to a Postgres and opens the snapshot. Throws the driver's errors. */
export async function openPostgres(url: string): Promise<SourceDatabase> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that breaks while nothing is asked fails the next question; without this it would end the process.
  client.on('error', () => {});
  await client.connect();
  await client.query('begin transaction isolation level repeatable read, read only');
  // It waits while a batch is written.
  await client.query('set local idle_in_transaction_session_timeout = 0');
  return {
    schema: 'current_schema()',
    async rows(text, values = []) {
      const { rows } = await client.query<Record<string, unknown>>(numberPlaces(text, values));
      return rows;
    },
    close: () => client.end(),
  };
}
