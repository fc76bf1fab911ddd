import { createHash } from 'node:crypto';
import type { DatabasePool } from 'slonik';
import { saveNote } from '../../db/notes.ts';
import type { LmsEffects } from '../../lms/effects/index.ts';
import type { VendorRegistry } from '../../vendors/port.ts';
import type { Actor } from '../../rules/attempt/events.ts';
import type { SettingsChange } from '../../workflows/change-delivery/activities.ts';
import { attemptCodeFrom } from '../../workflows/exam-attempt/attempt-code.ts';
import type { AttemptClient } from '../../workflows/exam-attempt/client.ts';
import { AttemptRefusedError } from '../../workflows/refusals.ts';

export interface ChangeDeps {
  pool: DatabasePool;
  vendors: VendorRegistry;
  lms: LmsEffects;
  attempts: AttemptClient;
  clock: () => number;
}

/** Who gave the extra time; a due date is moved by the LMS. */
function giverOf({ payload }: SettingsChange): Actor {
  const by = 'by' in payload ? payload.by : undefined;
  return by === undefined ? { kind: 'system' } : { kind: 'staff', userId: by };
}

/** What an attempt is told: its extra minutes in all, and why it has them. */
export interface Extension {
  attemptCode: string;
  additionalMins: number;
  reason?: string | null;
}

/** The same note for every try. */
const noteIdOf = (change: SettingsChange, code: string) =>
  attemptCodeFrom(createHash('sha256').update(`extension/${change.id}/${code}`).digest('hex')).toLowerCase();

/** Tells an attempt its extra time. One that has ended or been removed in the meantime needs no more. */
export async function extend(
  { pool, attempts }: Pick<ChangeDeps, 'pool' | 'attempts'>,
  change: SettingsChange,
  { attemptCode: code, additionalMins, reason }: Extension,
): Promise<void> {
  const note = await saveNote(pool, { id: noteIdOf(change, code), attemptCode: code, text: reason });
  const payload = {
    ...note,
    actor: giverOf(change),
    additionalMins,
    acceptedAt: Math.round(change.at),
  };
  try {
    await attempts.tell(code, 'extra-time', payload);
  } catch (error) {
    if (!(error instanceof AttemptRefusedError)) throw error;
  }
}
