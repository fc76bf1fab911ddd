// How every file of this folder writes its statements; `test/unit/repository/database-dialect.test.ts` checks it.
//
// - A statement is `sql.type(row)`: what it answers is checked at run time. One that answers nothing has the row `none`.
//   The few that every attempt runs again and again, whose text never varies, are `sql.prepared(name, row)`: each
//   connection parses and plans them once. Where each poll runs one, `templateOf` makes its text once, too.
// - `rowOf` makes a row. Columns are snake_case in SQL and camelCase in the program, and are renamed here and nowhere
//   else. A column called "exam.due_date" becomes `dueDate` of `exam`; a group with nothing but nulls is itself null,
//   which is how a left join without a match looks. Keys of JSON built in SQL are camelCase from the start.
// - Numbers are `wholeNumber` (int4, int8) or `seconds` (float8), times are `instant`. No other `z.number()`.
// - A time is epoch milliseconds in the program and `timestamptz` in the tables: `toTimestamp` on the way in, the
//   driver on the way out, and `toMillis` inside JSON.
// - `find…` returns one row or null, `read…` one that must be there, `list…` many, `count…` a number. Functions that
//   write say how: insert, update, save (both), record (adds to a history), delete.
import { sql, type FragmentSqlToken, type QuerySqlToken } from 'slonik';
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

/** A row under the names that the program uses, with its groups. */
export const nameColumns = (row: unknown): Record<string, unknown> => {
  const named: Record<string, unknown> = {};
  const groups: Record<string, Record<string, unknown>> = {};
  const filled = new Set<string>();
  for (const column in row as object) {
    const value = (row as Record<string, unknown>)[column];
    const [name, member] = placeOf(column);
    if (member === undefined) named[name] = value;
    else {
      (groups[name] ??= {})[member] = value;
      if (value !== null) filled.add(name);
    }
  }
  for (const name in groups) named[name] = filled.has(name) ? groups[name] : null;
  return named;
};

/** A row with these columns, under the names that the program uses. */
export const rowOf = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(nameColumns, z.object(shape));

/** The id of a row that was written. */
export const idRow = rowOf({ id: wholeNumber });

/** Epoch milliseconds, or a column of them, as a `timestamptz`. */
export const toTimestamp = (milliseconds: number | FragmentSqlToken | null): FragmentSqlToken =>
  typeof milliseconds === 'object' && milliseconds !== null
    ? sql.fragment`to_timestamp(${milliseconds} / 1000.0)`
    : sql.fragment`to_timestamp(${milliseconds === null ? null : milliseconds / 1000})`;

/**
 * A `timestamptz` in whole epoch milliseconds, as the driver gives it, for what goes into JSON. In floating point, because
 * a board has thousands; half a microsecond makes up for what is lost by that.
 */
export const toMillis = (timestamp: FragmentSqlToken): FragmentSqlToken =>
  sql.fragment`floor(date_part('epoch', ${timestamp}) * 1000 + 0.0005)::int8`;

/**
 * The rows of a statement as one JSON value: an array for each of their columns, which Postgres puts together in half the
 * time that an object for each row takes it. `rowsByColumn` reads it.
 */
export const toJsonColumns = ({ shape }: z.ZodObject, statement: FragmentSqlToken): FragmentSqlToken => {
  const columns = Object.keys(shape).map(
    (name) => sql.fragment`${sql.literalValue(name)}, json_agg(${sql.identifier(['by_column', name])})`,
  );
  return sql.fragment`select json_build_object(${sql.join(columns, sql.fragment`, `)}) from (${statement}) as by_column`;
};

/** So many rows of a statement are checked where there may be very many; the same statement made the others. */
export const CHECKED_ROWS = 100;

function toRows(columns: Record<string, unknown[] | null>): Record<string, unknown>[] {
  const named = Object.entries(columns);
  const count = named[0]?.[1]?.length ?? 0;
  return Array.from({ length: count }, (_, place) => {
    const row: Record<string, unknown> = {};
    for (const [name, values] of named) row[name] = values?.[place];
    return row;
  });
}

/** Rows that `toJsonColumns` has put together, of a shape that changes no value. A column of no rows is null. */
export const rowsByColumn = <Row extends z.ZodObject>(row: z.input<Row> extends z.output<Row> ? Row : never) =>
  z
    .custom<Record<string, unknown[] | null>>((columns) => typeof columns === 'object' && columns !== null)
    .transform((columns) => toRows(columns) as z.output<Row>[])
    .refine((rows) => z.array(row).safeParse(rows.slice(0, CHECKED_ROWS)).success);

/** The place of a value in a statement that is put together once. */
export const place = (number: number): string => `\0${number}`;

/** Makes the text of a statement once. What it returns puts values in the places of `place(0)`, `place(1)`, … */
export function templateOf<Row extends QuerySqlToken>(
  statement: Row,
): (...values: readonly (string | number | null)[]) => Row {
  const places = statement.values.map((value) =>
    typeof value === 'string' && value.startsWith('\0') ? Number(value.slice(1)) : null,
  );
  return (...values) => ({
    ...statement,
    values: statement.values.map((fixed, at) => {
      const number = places[at] ?? null;
      return number === null ? fixed : (values[number] ?? null);
    }),
  });
}

/** Any value that JSON can hold, as `jsonb`. */
export const toJson = (value: unknown): FragmentSqlToken => sql.fragment`${JSON.stringify(value)}::jsonb`;

/** For `ilike`: texts that contain this one, in any case. Some keyboards send an accent as a separate character. */
export const containing = (text: string): string => `%${text.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;
