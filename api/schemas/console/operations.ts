import { z } from 'zod';
import { timeOf } from '../fields.ts';
import { undo } from './acts.ts';
import { boardRow, ROW_EXAMPLE } from './row.ts';
import { EFFECT_TARGETS } from '../../wire/effect-target.ts';

const next = z.string().nullable().describe('`cursor` of the next page; null on the last');

/** Rows for more than a board holds, and for scripts. */
export const attemptPage = z.object({ attempts: z.array(boardRow).describe('The page'), next }).meta({
  id: 'AttemptPage',
  description: 'One page of the attempts of a course',
  example: { attempts: [ROW_EXAMPLE], next: '1795599940000-17' },
});

export const effectPage = z
  .object({
    effects: z
      .array(
        z.object({
          key: z.string().describe('Key of the effect, the same on every try'),
          attempt_id: z.int().describe('Id of the attempt'),
          course: z.string().describe('Course key'),
          exam: z.int().describe('Id of the exam'),
          kind: z.string().describe('What is done, such as `send-mail`'),
          target: z.enum(EFFECT_TARGETS).describe('Whom it is told'),
          outcome: z.enum(['pending', 'refused']).describe('Still tried, or refused for good'),
          planned_at: timeOf('When it was decided'),
          last_error: z.string().nullable().describe('What the target said at the last try'),
          tries: z.int().describe('Tries so far'),
        }),
      )
      .describe('The page'),
    next,
  })
  .meta({
    id: 'EffectPage',
    description: 'Effects on other systems that are not done, the oldest first',
    example: {
      effects: [
        {
          key: '12BF7DFD-4E1C-4A72-A1F4-F0857615E48B/5/send-mail',
          attempt_id: 17,
          course: 'course-v1:Demo+Proctoring+2030',
          exam: 3,
          kind: 'send-mail',
          target: 'mail',
          outcome: 'refused',
          planned_at: '2026-11-25T16:20:00Z',
          last_error: 'MailRefusedError: 550 no such mailbox',
          tries: 1,
        },
      ],
      next: null,
    },
  });

export const actPage = z
  .object({
    acts: z
      .array(
        z.object({
          at: timeOf('When'),
          person: z.string().nullable().describe('User name; null for an operator who is not known'),
          by: z.enum(['staff', 'operator']).describe('As what'),
          attempt_id: z.int().nullable().describe('Id of the attempt; null for what was done to an allowance'),
          course: z.string().describe('Course key'),
          exam: z.int().describe('Id of the exam'),
          learner: z.tuple([z.int(), z.string(), z.string()]).describe('Id, user name and full name'),
          kind: z
            .string()
            .describe('What was done, such as `set-status`; `note` or `incident` for what was written down'),
          from: z.string().nullable().describe('Status before'),
          to: z.string().nullable().describe('Status after; null for an act on an allowance and for a note'),
          allowance: z
            .object({
              kind: z.string().describe('`minutes`, `multiplier`, `policy` or a word of your own'),
              value: z.string().nullable().describe('What it grants; null once it is removed'),
            })
            .nullable()
            .describe('The allowance, for what was done to one'),
          reason: z.string().nullable().describe('The reason given, or what the note says'),
          bulk_id: z.string().nullable().describe('Id of the bulk act that it belongs to; null for none'),
          undo: undo.nullable().describe('How it can still be undone; null if it cannot be'),
        }),
      )
      .describe('The page'),
    next,
  })
  .meta({
    id: 'ActPage',
    description: 'What people did, the newest first',
    example: {
      acts: [
        {
          at: '2026-11-25T14:03:22.118000Z',
          person: 'carol',
          by: 'staff',
          attempt_id: 17,
          course: 'course-v1:Demo+Proctoring+2030',
          exam: 3,
          learner: [1001, 'alice', 'Alice Learner'],
          kind: 'pause',
          from: 'started',
          to: 'started',
          allowance: null,
          reason: 'Fire alarm in hall 2',
          bulk_id: null,
          undo: null,
        },
      ],
      next: '1795615402118-17-5',
    },
  });
