import { randomUUID } from 'node:crypto';
import { sql, type CommonQueryMethods, type FragmentSqlToken } from 'slonik';
import { none } from './columns.ts';

/** In characters; what is longer is cut. */
const LONGEST_NOTE = 2_000;

export interface Note {
  /** A UUID, a new one if missing; the same note twice is kept once. */
  id?: string;
  attemptCode: string;
  text: string | null | undefined;
}

/**
 * Stores a person's text about an attempt, and returns what the message carries instead, because histories hold no free
 * text. Returns nothing for no text.
 */
export async function saveNote(
  db: CommonQueryMethods,
  { id = randomUUID(), attemptCode, text }: Note,
): Promise<{ noteId?: string }> {
  const stored = text?.replaceAll('\0', '').slice(0, LONGEST_NOTE);
  if (!stored) return {};
  await db.query(sql.type(none)`
    insert into attempt_note (id, attempt_code, text) values (${id}, ${attemptCode}, ${stored})
    on conflict (id) do nothing`);
  return { noteId: id };
}

/** The text of a note, or else the text in the message itself. */
export const textOf = (noteId: string | FragmentSqlToken | null, reason: string | FragmentSqlToken | null) =>
  sql.fragment`coalesce((select text from attempt_note where id = (${noteId})::uuid), (${reason})::text)`;
