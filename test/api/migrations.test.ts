import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { fillCourse } from '../../bench/growth/fill.ts';
import { migrate } from '../../db/migrate.ts';
import { execute } from '../../dev/postgres.ts';
import { LAST_BEFORE_RULE, listMigrations } from '../support/migration-statements.ts';
import '../support/stack-setup.ts';

const MIGRATIONS = new URL('../../db/migrations/', import.meta.url);

/** The address of a new, empty database. */
async function emptyDatabase(): Promise<string> {
  const name = `fresh_${crypto.randomUUID().replaceAll('-', '')}`;
  const { postgresUrl } = inject('sharedServers');
  await execute(postgresUrl, `create database ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}

test('processes that start together on an empty database migrate it once, and a later start changes nothing', async () => {
  const url = await emptyDatabase();
  const applied = async () => (await execute(url, 'select name from schema_migration order by id')).rows;

  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  const first = await applied();
  const files = (await readdir(MIGRATIONS)).toSorted();
  expect(files).toContain('0001_exams-and-attempts.sql');
  expect(first).toEqual(files.map((file) => ({ name: parse(file).name })));
  await migrate(url);
  expect(await applied()).toEqual(first);
});

test('attempts of earlier releases get the vendor and kind that they were registered with', async () => {
  const url = await emptyDatabase();
  const migration = '0011_what-an-attempt-was-registered-with.sql';
  const apply = async (file: string) => execute(url, await readFile(new URL(file, MIGRATIONS), 'utf8'));
  const earlier = (await readdir(MIGRATIONS)).toSorted().filter((file) => file < migration);
  for (const file of earlier) await apply(file);
  const exam = (id: number, proctored: boolean) => `
    insert into exam (id, course_id, content_id, external_id, exam_name, time_limit_mins, is_proctored, is_active, backend,
      created, modified)
    values (${id}, 'course', 'content-${id}', 'at-old', 'Final', 60, ${proctored}, true, 'old', now(), now());
    update exam set backend = 'new', external_id = 'at-new' where id = ${id};`;
  const attempt = (code: string, examId: number, state: object, registering: boolean) => `
    insert into attempt (attempt_code, user_id, exam_id, status, external_id, taking_as_proctored, is_sample_attempt,
      registering, created, modified, version, state)
    values ('${code}', 1, ${examId}, 'submitted', 'vendor-${code}', true, false, ${registering}, now(), now(), 1,
      '${JSON.stringify(state)}');`;
  const state = { exam: { backend: 'old', type: 'onboarding', isProctored: true } };
  await execute(
    url,
    `insert into person (id, username) values (1, 'ada'); ${exam(1, true)} ${exam(2, true)} ${exam(3, false)}
    ${attempt('own', 1, state, false)} ${attempt('being-made', 2, {}, true)} ${attempt('timed', 3, {}, true)}`,
  );
  await apply(migration);
  const { rows } = await execute(
    url,
    'select attempt_code, exam_type, backend, exam_external_id, vendor_attempt_id from attempt order by id',
  );
  expect(rows).toEqual(
    [
      ['own', 'onboarding', 'old', 'at-old', 'vendor-own'],
      ['being-made', 'proctored', 'new', 'at-new', 'vendor-being-made'],
      ['timed', 'timed', null, null, 'vendor-timed'],
    ].map(([attempt_code, exam_type, backend, exam_external_id, vendor_attempt_id]) => ({
      attempt_code,
      exam_type,
      backend,
      exam_external_id,
      vendor_attempt_id,
    })),
  );
});

/** Brings an empty database to the schema of the release before the rule that migrations only add. */
async function migrateAsBefore(databaseUrl: string): Promise<void> {
  const count = (await listMigrations()).indexOf(LAST_BEFORE_RULE) + 1;
  const dir = fileURLToPath(MIGRATIONS);
  await runner({ databaseUrl, dir, direction: 'up', migrationsTable: 'schema_migration', count, log: () => {} });
}

/** What that release sends of one attempt from its creation to its end, on a learner of its own. */
const sentBefore = (number: number) => [
  `insert into person (id, username) values (${-number}, 'late-${number}')`,
  `insert into attempt (attempt_code, user_id, exam_id, status, taking_as_proctored, is_sample_attempt, exam_type, created,
     modified, version, state)
   select 'LATE-${number}', ${-number}, min(id), 'started', false, false, 'timed', now(), now(), 1, '{}' from exam`,
  `update attempt set status = 'submitted', version = 2, completed_at = now(), modified = now()
   where attempt_code = 'LATE-${number}' and version = 1`,
  `select a.*, e.exam_name from live_attempt a join exam e on e.id = a.exam_id where a.attempt_code = 'LATE-${number}'`,
];

test('what the release before sends is served while a filled database migrates, and what was there stays', async () => {
  const url = await emptyDatabase();
  await migrateAsBefore(url);
  await fillCourse(url, 20_000);
  const { rows: tables } = await execute(
    url,
    `select table_name as name, string_agg(column_name, ', ' order by ordinal_position) as columns
     from information_schema.columns where table_schema = 'public' and table_name in ('attempt', 'exam', 'person')
     group by 1 order by 1`,
  );
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  /** How many rows there are of those that the loop below does not write, and a digest of what they were made of before. */
  async function contents(): Promise<unknown[]> {
    const found = [];
    for (const { name, columns } of tables as { name: string; columns: string }[]) {
      const ours = name === 'exam' ? 'true' : `${name === 'person' ? 'id' : 'user_id'} > 0`;
      const digest = `select count(*), sum(hashtextextended(t::text, 0)) from (select ${columns} from ${name} where ${ours}) t`;
      found.push({ name, ...(await client.query<object>(digest)).rows[0] });
    }
    return found;
  }

  const before = await contents();
  let served = 0;
  const migrated = new AbortController();
  const begun = Promise.withResolvers<void>();
  async function serve(): Promise<void> {
    while (!migrated.signal.aborted || served < 10) {
      for (const statement of sentBefore(served + 1)) expect((await client.query(statement)).rowCount).toBe(1);
      served += 1;
      begun.resolve();
    }
  }
  const serving = serve();
  await Promise.race([begun.promise, serving]);
  await migrate(url).finally(() => migrated.abort());
  await serving;
  const { rows } = await client.query('select count(*)::int as late from attempt where user_id < 0 and version = 2');
  expect(rows).toEqual([{ late: served }]);
  expect(await contents()).toEqual(before);
  await client.end();
});
