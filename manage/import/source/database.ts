/** What goes in the place of a `?`; a list goes into `in (?)` and must not be empty. */
export type Value = string | number | readonly (string | number)[];

/**
 * The database of a running edx-proctoring, read in one transaction that cannot write and sees one instant. Its
 * statements are plain SQL that both Postgres and MySQL understand; columns always come with the name of their table,
 * since some are keywords.
 */
export interface SourceDatabase {
  /** The tables' schema, as a word of SQL. */
  readonly schema: string;
  /** Times come as dates, whole numbers as numbers or texts, bytes as buffers. */
  rows(text: string, values?: readonly Value[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}
