import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';

const none = z.object({});

/** Longest text of a note, in characters. */
export const LONGEST_NOTE = 2_000;

export interface Note {
  /** A UUID; the same note twice is kept once. */
  id: string;
  attemptCode: string;
  text: string;
}

/** Stores a person's text about an attempt, before the message that refers to it is sent. */
export async function saveNote(db: CommonQueryMethods, { id, attemptCode, text }: Note): Promise<void> {
  await db.query(sql.type(none)`
    insert into attempt_note (id, attempt_code, text) values (${id}, ${attemptCode}, ${text})
    on conflict (id) do nothing`);
}

/** The text of a note, or else the text in the message itself. */
export const textOf = (noteId: string | null, reason: string | null) =>
  sql.fragment`coalesce((select text from attempt_note where id = ${noteId}::uuid), ${reason}::text)`;

/** Deletes old notes: the changes they explain were recorded with their text long ago. */
export async function deleteOldNotes(db: CommonQueryMethods): Promise<void> {
  await db.query(sql.type(none)`delete from attempt_note where created < now() - interval '30 days'`);
}
