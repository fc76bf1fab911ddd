import { createHash, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { saveNote, LONGEST_NOTE } from '../../db/notes.ts';
import { attemptCodeFrom } from '../../workflows/exam-attempt/attempt-code.ts';
import type { AppDeps } from '../app-deps.ts';

/** The same note for every repeat of a request under its Idempotency-Key. */
function noteIdOf(messageId: string | null): string {
  if (messageId === null) return randomUUID();
  return attemptCodeFrom(createHash('sha256').update(`note/${messageId}`).digest('hex')).toLowerCase();
}

/**
 * Stores a caller's text about an attempt, and returns what the message carries instead, because histories hold no free
 * text. Returns nothing for no text; longer texts are cut.
 */
export async function noteFor(
  { pool }: Pick<AppDeps, 'pool'>,
  { messageId }: Pick<FastifyRequest, 'messageId'>,
  attemptCode: string,
  text: string | null | undefined,
): Promise<{ noteId?: string }> {
  const stored = text?.replaceAll('\0', '').slice(0, LONGEST_NOTE);
  if (!stored) return {};
  const id = noteIdOf(messageId);
  await saveNote(pool, { id, attemptCode, text: stored });
  return { noteId: id };
}
