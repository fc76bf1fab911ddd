import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { STAFF_ROLES, REASON_CATEGORIES, type ReasonCategory, type StaffRole } from '../rules/attempt/events.ts';
import { instant, rowOf, toTimestamp, wholeNumber } from './columns.ts';

export const NOTE_KINDS = ['note', 'incident'] as const;

const noteRow = rowOf({
  id: wholeNumber,
  attemptId: wholeNumber,
  kind: z.enum(NOTE_KINDS),
  category: z.enum(REASON_CATEGORIES),
  text: z.string(),
  /** Whether it flags the learner or takes the flag away; null: neither. */
  flag: z.boolean().nullable(),
  authorId: wholeNumber,
  authorRole: z.enum(STAFF_ROLES),
  author: z.string(),
  authorName: z.string(),
  created: instant,
  edited: instant.nullable(),
});

/** What somebody of the course's team wrote down about an attempt; instants in epoch milliseconds. */
export type StaffNote = z.output<typeof noteRow>;

/** What its author decides about a note. */
export interface StaffNoteContent {
  kind: (typeof NOTE_KINDS)[number];
  category: ReasonCategory;
  text: string;
  /** Missing: the flag stays as it is. */
  flag?: boolean | undefined;
}

const columns = sql.fragment`
  note.id, note.attempt_id, note.kind, note.category, note.text, note.flag, note.author_id, note.author_role,
  person.username as author, person.full_name as author_name, note.created, note.edited`;

/** More than anybody reads. */
const MOST_NOTES = 500;

/** The notes about a learner on an exam, whichever of their attempts they are about, the oldest first. */
export async function listStaffNotes(
  db: CommonQueryMethods,
  { examId, userId }: { examId: number; userId: number },
): Promise<readonly StaffNote[]> {
  const newest = await db.any(sql.type(noteRow)`
    select ${columns} from staff_note note join person on person.id = note.author_id
    where note.exam_id = ${examId} and note.user_id = ${userId}
    order by note.id desc limit ${MOST_NOTES}`);
  return newest.toReversed();
}

/** A note about an attempt. */
export function findStaffNote(db: CommonQueryMethods, attemptId: number, id: number): Promise<StaffNote | null> {
  return db.maybeOne(sql.type(noteRow)`
    select ${columns} from staff_note note join person on person.id = note.author_id
    where note.id = ${id} and note.attempt_id = ${attemptId}`);
}

export interface NewStaffNote extends StaffNoteContent {
  attemptId: number;
  authorId: number;
  authorRole: StaffRole;
  /** Epoch milliseconds. */
  at: number;
  /** Of a repeated request the first one counts; null: it cannot be repeated. */
  requestId: string | null;
}

/** Stores a note, or finds the one that the same request stored before. */
export function insertStaffNote(db: CommonQueryMethods, note: NewStaffNote): Promise<StaffNote> {
  return db.one(sql.type(noteRow)`
    with inserted as (
      insert into staff_note (attempt_id, exam_id, user_id, kind, category, text, flag, author_id, author_role, created,
        request_id)
      select id, exam_id, user_id, ${note.kind}, ${note.category}, ${note.text}, ${note.flag ?? null},
        ${note.authorId}, ${note.authorRole}, ${toTimestamp(note.at)}, ${note.requestId}
      from attempt where id = ${note.attemptId}
      on conflict on constraint staff_note_request_unique do nothing
      returning *
    ), note as (
      select * from inserted
      union all select * from staff_note where request_id = ${note.requestId}
    )
    select ${columns} from note join person on person.id = note.author_id`);
}

/** Replaces what a note says, as long as it was created after `createdAfter` (epoch milliseconds); null if it was not. */
export function updateStaffNote(
  db: CommonQueryMethods,
  id: number,
  content: StaffNoteContent,
  { at, createdAfter }: { at: number; createdAfter: number },
): Promise<StaffNote | null> {
  const { kind, category, text, flag = null } = content;
  return db.maybeOne(sql.type(noteRow)`
    with note as (
      update staff_note set kind = ${kind}, category = ${category}, text = ${text}, flag = ${flag},
        edited = ${toTimestamp(at)}
      where id = ${id} and created > ${toTimestamp(createdAfter)} returning *
    )
    select ${columns} from note join person on person.id = note.author_id`);
}
