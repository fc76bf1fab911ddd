import { readdir } from 'node:fs/promises';
import { parse } from 'node:path';
import { expect, inject, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { execute } from '../../dev/postgres.ts';
import '../support/stack-setup.ts';

test('processes that start together on an empty database migrate it once, and a later start changes nothing', async () => {
  const name = `fresh_${crypto.randomUUID().replaceAll('-', '')}`;
  const { postgresUrl } = inject('sharedServers');
  await execute(postgresUrl, `create database ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  const applied = async () => (await execute(url.href, 'select name from schema_migration order by id')).rows;

  await Promise.all([migrate(url.href), migrate(url.href), migrate(url.href)]);
  const first = await applied();
  const files = (await readdir(new URL('../../db/migrations', import.meta.url))).toSorted();
  expect(files).toContain('0001_exams-and-attempts.sql');
  expect(first).toEqual(files.map((file) => ({ name: parse(file).name })));
  await migrate(url.href);
  expect(await applied()).toEqual(first);
});
