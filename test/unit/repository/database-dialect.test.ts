import { globSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { rowOf, wholeNumber } from '../../../db/columns.ts';

const HOME = new URL('../../../db/', import.meta.url);
const FILES = readdirSync(HOME).filter((name) => name.endsWith('.ts'));

/** What only db/columns.ts may write, with the word to use instead. */
const FOREIGN: readonly [RegExp, string][] = [
  [/sql\.unsafe/, 'sql.type'],
  [/to_timestamp\(|sql\.timestamp/, 'toTimestamp'],
  [/extract\(epoch/, 'toMillis'],
  [/JSON\.stringify\(.*::jsonb|sql\.jsonb?\b/, 'toJson'],
  [/sql\.(?:type\(|prepared\([^,]+, )z\.|z\.object\(\{\}\)/, 'rowOf or none'],
  [/z\.number\(\)|z\.int\(\)|z\.coerce/, 'wholeNumber, seconds or instant'],
  [/^ {2}[a-z]+_[a-z_]+: z\./m, 'camelCase'],
];

/** A function that other files call; one that makes part of a statement is named after that part. */
const EXPORTED = /^export (?:async )?function (\w+)/gm;
const VERBS =
  /^(?:find|read|list|count|has|is|insert|update|save|record|delete|activate|deactivate|withhold|lock|claim|release|begin|end|reopen|replace|project|notify|blank|migrate|open)(?:[A-Z]|$)/;

const sourceOf = (name: string) => readFileSync(new URL(name, HOME), 'utf8');

test('every file of db/ speaks the dialect of db/columns.ts', () => {
  const foreign = FILES.filter((name) => name !== 'columns.ts').flatMap((name) =>
    FOREIGN.filter(([pattern]) => pattern.test(sourceOf(name))).map(
      ([pattern, instead]) => `db/${name} writes ${pattern.source} instead of ${instead}`,
    ),
  );
  expect(foreign).toEqual([]);
});

test('every prepared statement has a name of its own', () => {
  const names = FILES.flatMap((name) => [...sourceOf(name).matchAll(/sql\.prepared\('(\w+)'/g)].map(([, of]) => of));
  expect(names.length).toBeGreaterThan(0);
  expect(names).toEqual([...new Set(names)]);
});

test('no other folder of the product writes statements', () => {
  const product = globSync('{rules,workflows,vendors,lms,emails,activities,api,manage}/**/*.ts');
  expect(product.length).toBeGreaterThan(200);
  expect(product.filter((path) => /\bsql(?:\.|`)/.test(readFileSync(path, 'utf8')))).toEqual([]);
});

test('the functions of db/ say what they do', () => {
  const names = FILES.flatMap((name) => [...sourceOf(name).matchAll(EXPORTED)].map(([, exported = '']) => exported));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((exported) => !VERBS.test(exported) && !exported.endsWith('Of'))).toEqual([]);
});

test('columns are renamed and grouped, and a group of nulls is null', async () => {
  const row = rowOf({
    attemptCode: z.string(),
    exam: z.object({ timeLimitMins: wholeNumber, dueDate: z.null() }),
    latest: z.object({ status: z.string() }).nullable(),
  });
  const columns = { attempt_code: 'a', 'exam.time_limit_mins': 90, 'exam.due_date': null, 'latest.status': null };
  expect(row.parse(columns)).toEqual({
    attemptCode: 'a',
    exam: { timeLimitMins: 90, dueDate: null },
    latest: null,
  });
});
