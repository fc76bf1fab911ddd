import type { z } from 'zod';
import type { Attempt } from '../../db/attempts.ts';
import { listStaffNotes, type StaffNote } from '../../db/staff-notes.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import type { staffNote } from '../schemas/console/notes.ts';
import { wireTime, wireTimeOrNull } from '../wire/time.ts';

/** For how long the author of a note may change it; then another one has to be written. */
export const EDITABLE_MS = 10 * 60 * 1000;

/** A note as the caller sees it at `now`. */
export function noteOf(note: StaffNote, { userId }: Caller, now: number): z.output<typeof staffNote> {
  const until = note.created + EDITABLE_MS;
  return {
    id: note.id,
    attempt_id: note.attemptId,
    at: wireTime(note.created),
    by: note.author,
    by_name: note.authorName,
    role: note.authorRole,
    kind: note.kind,
    category: note.category,
    text: note.text,
    flag: note.flag,
    edited_at: wireTimeOrNull(note.edited),
    editable_until: note.authorId === userId && now < until ? wireTime(until) : null,
  };
}

/** The notes about the learner of an attempt on its exam, about their other attempts too, the oldest first. */
export async function readNotesOf({ pool, clock }: Pick<AppDeps, 'pool' | 'clock'>, attempt: Attempt, caller: Caller) {
  const notes = await listStaffNotes(pool, { examId: attempt.exam.id, userId: attempt.user.id });
  return notes.map((note) => noteOf(note, caller, clock()));
}
