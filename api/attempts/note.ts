import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { saveNote } from '../../db/notes.ts';
import { attemptCodeFrom } from '../../workflows/exam-attempt/attempt-code.ts';
import type { AppDeps } from '../app-deps.ts';

/** The same note for every repeat of a request under its Idempotency-Key. */
function noteIdOf(messageId: string): string {
  return attemptCodeFrom(createHash('sha256').update(`note/${messageId}`).digest('hex')).toLowerCase();
}

/** Stores a caller's text about an attempt, and returns what the message carries instead; nothing for no text. */
export async function noteFor(
  { pool }: Pick<AppDeps, 'pool'>,
  { messageId }: Pick<FastifyRequest, 'messageId'>,
  attemptCode: string,
  text: string | null | undefined,
): Promise<{ noteId?: string }> {
  return await saveNote(pool, { ...(messageId !== null && { id: noteIdOf(messageId) }), attemptCode, text });
}
