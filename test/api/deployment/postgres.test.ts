import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { sql } from 'slonik';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../../config.ts';
import { openBoardListener } from '../../../db/board-changes.ts';
import { migrateIfAllowed, SchemaTooOldError } from '../../../db/migrate.ts';
import { openPool } from '../../../db/pool.ts';
import { startDeployedPostgres, type DeployedPostgres } from '../../support/deployed-postgres.ts';
import { addSignedIn, openProcessStand } from '../../support/process-stand.ts';
import { addExam } from '../../support/service.ts';

const MANAGE = join(import.meta.dirname, '../../../manage/main.ts');
let postgres: DeployedPostgres;
beforeAll(async () => {
  postgres = await startDeployedPostgres();
});
afterAll(() => postgres.close());

const requireMigrated = (databaseUrl: string) => migrateIfAllowed({ databaseUrl, migrateAtStart: false }, () => {});
const addressed = (url: string, caFile = postgres.caFile) =>
  readConfig({ DATABASE_URL: url, DATABASE_CA_CERT_PATH: caFile }).databaseUrl;

async function migrateAs(account: 'proctoring_migrator' | 'proctoring_service') {
  const env = { ...process.env, DATABASE_URL: postgres.urlOf(account), DATABASE_CA_CERT_PATH: postgres.caFile };
  return await promisify(execFile)(process.execPath, [MANAGE, 'migrate'], { env });
}

async function tryAs(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the accounts', () => {
  it('of the service may not change the schema, and says what is missing', async () => {
    const service = addressed(postgres.urlOf('proctoring_service'));
    await expect(requireMigrated(service)).rejects.toThrow(SchemaTooOldError);
    await expect(requireMigrated(service)).rejects.toThrow('from 0001_exams-and-attempts on');
    await expect(migrateAs('proctoring_service')).rejects.toThrow(/permission denied/);
    await expect(tryAs(service, 'create table anything ()')).rejects.toThrow(/permission denied/);
  });

  it('of the migrations brings it up to date once, and the service reads and writes rows in it', async () => {
    expect((await migrateAs('proctoring_migrator')).stdout).toContain('0001_exams-and-attempts');
    expect((await migrateAs('proctoring_migrator')).stdout).toBe('The schema is up to date.\n');
    const service = addressed(postgres.urlOf('proctoring_service'));
    await expect(requireMigrated(service)).resolves.toBeUndefined();
    await expect(tryAs(service, 'drop table attempt')).rejects.toThrow(/must be owner/);
    await expect(tryAs(service, 'truncate attempt')).rejects.toThrow(/permission denied/);
    await expect(tryAs(service, 'create temporary table anything ()')).rejects.toThrow(/permission denied/);
  });

  it('of each keep out of the databases of the others', async () => {
    await expect(tryAs(addressed(postgres.urlOf('temporal')), 'select 1')).rejects.toThrow(/permission denied/);
    const elsewhere = addressed(postgres.urlOf('proctoring_service', 'temporal'));
    await expect(tryAs(elsewhere, 'select 1')).rejects.toThrow(/permission denied/);
    expect(await tryAs(addressed(postgres.urlOf('temporal', 'temporal')), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

it('a new password is used by new connections, and those that are open go on', async () => {
  const before = addressed(postgres.urlOf('proctoring_service'));
  let url = before;
  const pool = await openPool(url, { currentUrl: () => url, maximumSize: 2 });
  const one = sql.type(z.object({ one: z.number() }))`select 1 as one`;
  await pool.connect(async (open) => {
    await tryAs(url, "alter role current_user password 'changed'");
    await expect(pool.one(one)).rejects.toThrow(/password authentication failed/);
    url = url.replace(/:[^:@]+@/, ':changed@');
    expect([await open.one(one), await pool.one(one)]).toEqual([{ one: 1 }, { one: 1 }]);
  });
  await tryAs(url, `alter role current_user password '${decodeURIComponent(new URL(before).password)}'`);
  await pool.end();
});

describe('TLS', () => {
  const isEncrypted = sql.type(z.object({ ssl: z.boolean() }))`
    select ssl from pg_stat_ssl where pid = pg_backend_pid()`;

  it('is used and checked by the pool and by the connection that listens', async () => {
    const url = addressed(postgres.urlOf('proctoring_service'));
    const pool = await openPool(url, { goesByIndexes: true });
    expect(await pool.one(isEncrypted)).toEqual({ ssl: true });
    const listener = await openBoardListener(url, { onChange: () => {}, onProgress: () => {}, onLost: () => {} });
    const listeners =
      "select count(*)::int as n from pg_stat_activity join pg_stat_ssl using (pid) where application_name = 'board' and ssl";
    expect(await tryAs(url, listeners)).toEqual([{ n: 1 }]);
    await listener.close();
    await pool.end();
  });

  it.each([
    { name: 'a certificate of another authority', change: () => ({ caFile: postgres.strangeCaFile }) },
    { name: 'a certificate for another name', change: () => ({ host: '127.0.0.1.nip.invalid' }) },
  ])('refuses $name', async ({ change }) => {
    const { caFile, host } = { caFile: postgres.caFile, host: 'localhost', ...change() };
    const url = addressed(postgres.urlOf('proctoring_service', 'proctoring', host), caFile);
    await expect(openPool(url)).rejects.toThrow();
    await expect(requireMigrated(url)).rejects.toThrow();
  });
});

it('an exam is taken with the account of the service, over TLS', async () => {
  const stand = await openProcessStand({
    DATABASE_URL: postgres.urlOf('proctoring_service'),
    DATABASE_CA_CERT_PATH: postgres.caFile,
    MIGRATE_AT_START: 'false',
  });
  try {
    const worker = await stand.worker();
    const { api, url } = await stand.api();
    await Promise.all([worker.start(), api.start()]);
    const { token } = await addSignedIn(stand.service);
    const examId = await addExam(stand.service);
    const send = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${url}/api/edx_proctoring/v1/proctored_exam/attempt${path}`, {
        method,
        headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect(answer.status).toBe(200);
      return z.looseObject({}).parse(await answer.json());
    };
    const { exam_attempt_id: id } = await send('POST', '', { exam_id: examId, start_clock: 'true' });
    await send('PUT', `/${String(id)}`, { action: 'submit' });
    expect(await send('GET', `/${String(id)}`)).toMatchObject({ status: 'submitted' });
  } finally {
    await stand.close();
  }
});
