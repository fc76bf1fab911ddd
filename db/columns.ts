// How every file of this folder writes its statements; `test/unit/repository/database-dialect.test.ts` checks it.
//
// - A statement is `sql.type(row)`: what it answers is checked at run time. One that answers nothing has the row `none`.
//   The few that every attempt runs again and again, whose text never varies, are `sql.prepared(name, row)`: each
//   connection parses and plans them once.
// - `rowOf` makes a row. Columns are snake_case in SQL and camelCase in the program, and are renamed here and nowhere
//   else. A column called "exam.due_date" becomes `dueDate` of `exam`; a group with nothing but nulls is itself null,
//   which is how a left join without a match looks. Keys of JSON built in SQL are camelCase from the start.
// - Numbers are `wholeNumber` (int4, int8) or `seconds` (float8), times are `instant`. No other `z.number()`.
// - A time is epoch milliseconds in the program and `timestamptz` in the tables: `toTimestamp` on the way in, the
//   driver on the way out, and `toMillis` inside JSON.
// - `find…` returns one row or null, `read…` one that must be there, `list…` many, `count…` a number. Functions that
//   write say how: insert, update, save (both), record (adds to a history), delete.
import { sql, type FragmentSqlToken } from 'slonik';
import { z } from 'zod';

/** An `int4` or `int8`; ids and counts stay far below 2^53. */
export const wholeNumber = z.int();

/** A `float8`, which here is always a length of time in seconds. */
export const seconds = z.number();

/** A `timestamptz` in epoch milliseconds. */
export const instant = z.number();

/** Of a statement that answers no rows, or whose rows do not matter. */
export const none = z.object({});

const camelCase = (text: string) => text.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Where the value of a column goes; there are only as many as the statements name. */
const places = new Map<string, readonly [string, string | undefined]>();

function placeOf(column: string): readonly [string, string | undefined] {
  const known = places.get(column);
  if (known) return known;
  const [name = '', member] = camelCase(column).split('.');
  places.set(column, [name, member]);
  return [name, member];
}

function nameColumns(row: unknown): unknown {
  const named: Record<string, unknown> = {};
  const groups = new Map<string, Record<string, unknown>>();
  for (const [column, value] of Object.entries(row as object)) {
    const [name, member] = placeOf(column);
    if (member === undefined) named[name] = value;
    else {
      const group = groups.get(name) ?? {};
      group[member] = value;
      groups.set(name, group);
    }
  }
  for (const [name, group] of groups)
    named[name] = Object.values(group).every((value) => value === null) ? null : group;
  return named;
}

/** A row with these columns, under the names that the program uses. */
export const rowOf = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(nameColumns, z.object(shape));

/** The id of a row that was written. */
export const idRow = rowOf({ id: wholeNumber });

/** Epoch milliseconds, or a column of them, as a `timestamptz`. */
export const toTimestamp = (milliseconds: number | FragmentSqlToken | null): FragmentSqlToken =>
  typeof milliseconds === 'object' && milliseconds !== null
    ? sql.fragment`to_timestamp(${milliseconds} / 1000.0)`
    : sql.fragment`to_timestamp(${milliseconds === null ? null : milliseconds / 1000})`;

/** A `timestamptz` in whole epoch milliseconds, as the driver gives it, for what goes into JSON. */
export const toMillis = (timestamp: FragmentSqlToken): FragmentSqlToken =>
  sql.fragment`floor(extract(epoch from ${timestamp}) * 1000)::int8`;

/** Any value that JSON can hold, as `jsonb`. */
export const toJson = (value: unknown): FragmentSqlToken => sql.fragment`${JSON.stringify(value)}::jsonb`;
