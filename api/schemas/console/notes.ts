import { z } from 'zod';
import { NOTE_KINDS } from '../../../db/staff-notes.ts';
import { REASON_CATEGORIES, STAFF_ROLES } from '../../../rules/attempt/events.ts';
import { timeOf, timeOrNull } from '../fields.ts';
import { attemptParams, pathId } from '../params.ts';

const LONGEST_NOTE = 2000;

export const staffNoteBody = z
  .object({
    text: z
      .string()
      .trim()
      .max(LONGEST_NOTE)
      .regex(/[^\s\0]/, 'must not be empty')
      .transform((text) => text.replaceAll('\0', ''))
      .describe(`What happened, in at most ${LONGEST_NOTE} characters`),
    kind: z.enum(NOTE_KINDS).default('note').describe('`incident`: a report of something that went wrong'),
    category: z.enum(REASON_CATEGORIES).default('other').describe('What it is about'),
    flag: z
      .boolean()
      .optional()
      .describe('`true` flags the learner on the board of the exam, `false` takes the flag away; left out: it stays'),
  })
  .meta({
    example: { text: 'The camera was covered for a minute', kind: 'incident', category: 'misconduct', flag: true },
  });

export const staffNoteParams = attemptParams.extend({
  note_id: pathId.meta({ description: 'Id of the note', example: '5' }),
});

const EXAMPLE = {
  id: 5,
  attempt_id: 17,
  at: '2026-11-25T14:31:07.120000Z',
  by: 'ivan',
  by_name: 'Ivan Invigilator',
  role: 'invigilator',
  kind: 'incident',
  category: 'misconduct',
  text: 'The camera was covered for a minute',
  flag: true,
  edited_at: null,
  editable_until: '2026-11-25T14:41:07.120000Z',
} as const;

export const staffNote = z
  .object({
    id: z.int().describe('Id of the note'),
    attempt_id: z.int().describe('Id of the attempt that it was written about'),
    at: timeOf('When it was written'),
    by: z.string().describe('User name of who wrote it'),
    by_name: z.string().describe('Their full name'),
    role: z.enum(STAFF_ROLES).describe('In which role they wrote it'),
    kind: z.enum(NOTE_KINDS).describe('A note, or a report of an incident'),
    category: z.enum(REASON_CATEGORIES).describe('What it is about'),
    text: z.string().describe('What happened'),
    flag: z.boolean().nullable().describe('Whether it set the flag or took it away; null if it did neither'),
    edited_at: timeOrNull('When its author last changed it'),
    editable_until: timeOrNull('Until when the caller may change it; null if they may not, or no longer'),
  })
  .meta({ id: 'StaffNote', description: 'What the course team wrote down about an attempt', examples: [EXAMPLE] });

export const staffNotes = z
  .object({
    notes: z.array(staffNote).describe('The latest 500, the oldest first'),
    flag: z.boolean().describe('Whether the learner is flagged on this exam'),
  })
  .meta({
    id: 'StaffNotes',
    description: 'The notes about a learner on an exam',
    examples: [{ notes: [EXAMPLE], flag: true }],
  });
