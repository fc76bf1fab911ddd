import { describe, expect, it } from 'vitest';
import { findHarm, LAST_BEFORE_RULE, listMigrations, readMigration } from '../../support/migration-statements.ts';

describe('the release before goes on while a newer one migrates', async () => {
  const files = await listMigrations();
  const newer = files.filter((file) => file > LAST_BEFORE_RULE);

  it('and its last migration is one of ours', () => {
    expect(files).toContain(LAST_BEFORE_RULE);
    expect(newer).not.toEqual([]);
  });

  it.each(newer)('because %s only adds', async (file) => {
    expect(findHarm(await readMigration(file))).toEqual([]);
  });
});

describe('a migration that would harm the release before', () => {
  it.each([
    ['takes a column away', 'alter table exam drop column hide_after_due'],
    ['renames one', 'alter table exam rename column exam_name to name'],
    ['changes its type', 'alter table exam alter column exam_name type varchar(10)'],
    ['requires one that exists', 'alter table exam alter column backend set not null'],
    ['adds one that is required and not filled', 'alter table exam add column tier text not null'],
    ['fills one row by row', 'alter table attempt add column key uuid default gen_random_uuid()'],
    ['checks every row for a reference', 'alter table attempt add column by bigint references person'],
    ['refuses what was allowed', "alter table exam add constraint named check (exam_name <> '')"],
    ['does one harmless thing and one that is not', 'alter table exam add column a text, drop column b'],
    ['takes a table away', 'drop table course_view'],
    ['takes an index away', 'drop index attempt_by_day'],
    ['demands that rows differ', 'create unique index exam_named on exam (exam_name)'],
    ['rewrites all rows', 'update attempt set version = version + 1'],
    ['removes rows', 'delete from person'],
    ['keeps everybody out', 'lock table attempt'],
    ['hides it behind a comment', '-- harmless\n/* quite */ drop view live_attempt'],
  ])('is noticed: it %s', (_, statement) => {
    expect(findHarm(`create table other (id bigint); ${statement};`)).toHaveLength(1);
  });

  it.each([
    ['a table with whatever it likes', 'create table other (a text not null unique, b bigint references person)'],
    ['more of a table that it has made', 'create table other (a text); alter table other add check (a > 0)'],
    ['columns that may be empty', 'alter table exam add column tier text, add column price numeric(3, 2)'],
    ['a column that is filled', "alter table exam add column tier text not null default 'plain'"],
    ['an index', 'create index exam_tier on exam (exam_name)'],
    ['a function whose body does what it likes', 'create function f() returns void as $$ begin; drop table x; end $$'],
    ['a text with a semicolon', "insert into course_view (name) values ('a; drop table exam')"],
  ])('is not one that adds %s', (_, script) => {
    expect(findHarm(script)).toEqual([]);
  });
});
