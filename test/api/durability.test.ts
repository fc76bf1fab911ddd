import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { sql } from 'slonik';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { listDurabilityRisks } from '../../db/durability.ts';
import { openPool } from '../../db/pool.ts';
import { readConfig } from '../../config.ts';
import { connectForApi, type ApiService } from '../../service.ts';
import { testDatabase } from '../support/stack.ts';

it('a process says at its start which settings of Postgres may lose what was answered', async () => {
  // The servers of the tests sync nothing.
  const databaseUrl = await testDatabase();
  const stream = new PassThrough();
  const lines: string[] = [];
  stream.on('data', (line: Buffer) => lines.push(String(line)));
  const config = readConfig({ LOCAL_STACK: 'true', DATABASE_URL: databaseUrl });
  const connect = (isLocalStack: boolean, given: Partial<ApiService> = {}) =>
    connectForApi({ ...config, isLocalStack }, pino({}, stream), { requestId: () => undefined, ...given });
  const local = await connect(true);
  expect(lines).toEqual([]);
  const real = await connect(false, { vendors: local.vendors });
  await Promise.all([real.close(), local.close()]);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 50, off: ['fsync', 'full_page_writes', 'synchronous_commit'] },
  ]);
});

it('a connection that waits for the disk is no risk', async () => {
  const pool = await openPool(await testDatabase());
  await pool.connect(async (connection) => {
    await connection.query(sql.type(z.object({}))`set synchronous_commit = on`);
    expect(await listDurabilityRisks(connection)).toEqual(['fsync', 'full_page_writes']);
  });
  await pool.end();
});
