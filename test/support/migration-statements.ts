import { readdir, readFile } from 'node:fs/promises';

const MIGRATIONS = new URL('../../db/migrations/', import.meta.url);

/** The last migration of the release before the rule that a migration only adds; those up to it have been applied everywhere. */
export const LAST_BEFORE_RULE = '0038_views-of-a-course.sql';

/** All migrations, in order. */
export const listMigrations = async () => (await readdir(MIGRATIONS)).toSorted();

/** The text of a migration. */
export const readMigration = (file: string) => readFile(new URL(file, MIGRATIONS), 'utf8');

/** The statements of a script, without comments, in one line each; bodies of functions stay whole. */
export function statementsOf(script: string): string[] {
  const parts = script
    .replaceAll(/--[^\n]*/g, '')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .match(/(?:\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|[^;])+/g);
  return (parts ?? []).map((part) => part.replaceAll(/\s+/g, ' ').trim()).filter(Boolean);
}

/** What only adds. Anything else has to be a new kind here, with the reason why it harms nobody. */
const ADDS = [
  /^create table /i,
  /^create (unlogged )?sequence /i,
  /^create type /i,
  /^create extension if not exists /i,
  // Statements of the release before must not be refused, so an index on its tables is never unique.
  /^create index /i,
  /^create (or replace )?(function|view|trigger) /i,
  /^comment on /i,
  /^insert into /i,
];

const ADDED_COLUMN = /^add column (if not exists )?\w+ (?<definition>.*)$/i;

/** Whether the release before, which does not know the column, can write rows of the table, and nobody waits meanwhile. */
function isHarmlessColumn(action: string): boolean {
  const definition = ADDED_COLUMN.exec(action)?.groups?.['definition'];
  if (definition === undefined) return false;
  const isFilled = /\bdefault\b/i.test(definition);
  // What differs from row to row is written to every row, under a lock that keeps everybody out.
  const rewrites = /\b(random|clock_timestamp|gen_random_uuid|nextval|generated|serial|bigserial)\b/i.test(definition);
  const checksRows = /\b(references|check|unique|primary key)\b/i.test(definition);
  return !rewrites && !checksRows && (isFilled || !/\bnot null\b/i.test(definition));
}

/** Tables that the script itself makes: nobody uses them yet. */
const newTablesOf = (statements: readonly string[]) =>
  new Set(statements.map((statement) => /^create table (?:if not exists )?(\w+)/i.exec(statement)?.[1]));

/** The actions of an `alter table`, which commas outside of brackets separate. */
const actionsOf = (text: string) => text.split(/,(?![^(]*\))/).map((action) => action.trim());

/**
 * The statements of a migration that could harm a release that knows nothing of it: by taking away what it uses, refusing
 * what it writes, or keeping it waiting for as long as there are rows.
 */
export function findHarm(script: string): string[] {
  const statements = statementsOf(script);
  const fresh = newTablesOf(statements);
  return statements.filter((statement) => {
    const altered = /^alter table (?:only )?(\w+) (.*)$/i.exec(statement);
    if (altered) return !fresh.has(altered[1]) && !actionsOf(altered[2] ?? '').every(isHarmlessColumn);
    const indexed = /^create unique index (?:\w+ )?on (\w+)/i.exec(statement);
    if (indexed) return !fresh.has(indexed[1]);
    return !ADDS.some((kind) => kind.test(statement));
  });
}
