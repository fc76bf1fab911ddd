import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { expect, inject, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { execute } from '../../dev/postgres.ts';
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
