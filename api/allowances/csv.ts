import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { ApiError } from '../errors/api-error.ts';
import type { Entry } from './check-entry.ts';

/** In the order in which they are exported. */
export const COLUMNS = ['learner', 'exam', 'kind', 'value', 'reason', 'expires_on'] as const;
type Column = (typeof COLUMNS)[number];

const NEEDED: readonly Column[] = ['learner', 'kind', 'value'];
export const MOST_LINES = 20_000;
const PIECE = 64 * 1024;

/** A spreadsheet takes a cell that begins so for a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;
const neutralise = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);
const restore = (cell: string) => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);

function* piecesOf(text: string): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
}

/** Whichever stands more often in the line of titles. */
function delimiterOf(text: string): ',' | ';' {
  const [titles = ''] = text.split(/[\r\n]/, 1);
  return titles.split(';').length > titles.split(',').length ? ';' : ',';
}

/** Where each column stands; throws `csv_invalid` if one is missing or nobody knows it. */
function placesOf(titles: readonly string[]): Map<Column, number> {
  const names = titles.map((title) => title.toLowerCase());
  const known = new Map(COLUMNS.filter((name) => names.includes(name)).map((name) => [name, names.indexOf(name)]));
  if (NEEDED.some((name) => !known.has(name)) || known.size !== names.filter(Boolean).length) {
    throw new ApiError('csv_invalid');
  }
  return known;
}

const parsed = (record: unknown) => record as { record: string[]; info: { lines: number } };

/**
 * The allowances of a CSV file with a line of titles, in UTF-8 with or without a byte order mark, with commas or
 * semicolons. Throws `csv_invalid` and `too_many_allowances`.
 */
export async function readCsv(text: string): Promise<Entry[]> {
  const delimiter = delimiterOf(text);
  const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
  const records = Readable.from(piecesOf(text)).pipe(parse(options));
  const entries: Entry[] = [];
  let places: Map<Column, number> | null = null;
  try {
    for await (const each of records) {
      const { record, info } = parsed(each);
      if (!places) {
        places = placesOf(record);
        continue;
      }
      if (entries.length >= MOST_LINES) throw new ApiError('too_many_allowances');
      const cell = (name: Column) => restore(record[places?.get(name) ?? -1] ?? '');
      const cells = Object.fromEntries(COLUMNS.map((name) => [name, cell(name)])) as Record<Column, string>;
      entries.push({ line: info.lines, ...cells });
    }
  } catch (error) {
    if (error instanceof CsvError) throw new ApiError('csv_invalid', { cause: error });
    throw error;
  }
  if (!places) throw new ApiError('csv_invalid');
  return entries;
}

/** A file that a spreadsheet opens without running anything in it, and that `readCsv` reads as it was. */
export function writeCsv(rows: readonly Record<Column, string>[]): string {
  const cells = rows.map((row) => COLUMNS.map((name) => neutralise(row[name])));
  return stringify([[...COLUMNS], ...cells], { bom: true, quoted_string: true, record_delimiter: '\r\n' });
}
