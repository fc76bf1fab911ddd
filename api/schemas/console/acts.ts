import { z } from 'zod';
import { ACT_NAMES, ACTS, type Act } from '../../../rules/attempt/acts.ts';
import { REASON_CATEGORIES, STAFF_ROLES } from '../../../rules/attempt/events.ts';
import { LONGEST_MINUTES } from '../../../rules/attempt/minutes.ts';
import { WHY_NOT_TEXTS } from '../../../rules/attempt/possible-acts.ts';
import { REFUSAL_TEXTS } from '../../../rules/attempt/refusals.ts';
import { SETTABLE, type Status } from '../../../rules/attempt/statuses.ts';
import { millis } from './fields.ts';
import { boardRow, ROW_EXAMPLE } from './row.ts';

const words = z.string().trim().max(1000);
const needed = words.min(1).describe('Why, in your words; kept in the history of the attempt');
const optional = words.optional().describe('Why, in your words; kept in the history of the attempt');
const category = z.enum(REASON_CATEGORIES).default('other').describe('What the reason is about');

/** What an act takes besides its reason. */
const OWN_FIELDS = {
  'extra-time': {
    minutes: z.int().min(1).max(LONGEST_MINUTES).describe('How many minutes more, whatever the due date'),
    kind: z.literal('incident').default('incident').describe('For an incident; planned extra time is an allowance'),
  },
  'correct-end': { ends_at: millis('The new end of the clock, at least five minutes from now') },
  'set-status': { status: z.enum(SETTABLE as [Status, ...Status[]]).describe('The status to set') },
} as const;

const OWN_EXAMPLES: Partial<Record<Act, object>> = {
  'extra-time': { minutes: 15, kind: 'incident' },
  'correct-end': { ends_at: 1_795_606_300_000 },
  'set-status': { status: 'verified' },
};

function bodyOf(act: Act) {
  const reason = ACTS[act].needsReason ? needed : optional;
  const own = act in OWN_FIELDS ? OWN_FIELDS[act as keyof typeof OWN_FIELDS] : {};
  const example = { reason: 'Fire alarm in hall 2', category: 'fire-alarm', ...OWN_EXAMPLES[act] };
  return z.object({ reason, category, ...own }).meta({ example });
}

/** What is sent with each act. */
export const ACT_BODIES = Object.fromEntries(ACT_NAMES.map((act) => [act, bodyOf(act)])) as Record<
  Act,
  ReturnType<typeof bodyOf>
>;

/** The fields of any act, as its own schema has read them. */
export interface ActBody {
  reason?: string | undefined;
  category: (typeof REASON_CATEGORIES)[number];
  minutes?: number | undefined;
  ends_at?: number | undefined;
  status?: Status | undefined;
}

const row = boardRow
  .nullable()
  .describe('The row of the learner on the board of the exam; null once they have no attempt on it');

/** How an act can be taken back. */
export const undo = z.object({ id: z.string().describe('Names the act at `/undo/{id}`'), until: millis('Until when') });

export const actAnswer = z
  .object({
    attempt: row,
    undo: undo.nullable().describe('How the act can be undone; null if it cannot be, or if it changed nothing'),
  })
  .meta({
    id: 'ActAnswer',
    description: 'The attempt after an act',
    example: { attempt: ROW_EXAMPLE, undo: { id: '17-4', until: 1_795_600_132_000 } },
  });

/** Somebody else was faster; the row as it is now. */
export const actConflict = z
  .object({ detail: z.string().describe('What happened, and what to do about it'), attempt: row })
  .meta({
    id: 'ActConflict',
    description: 'The attempt has changed since the sender of an act saw it',
    example: { detail: REFUSAL_TEXTS.attempt_changed, attempt: ROW_EXAMPLE },
  });

export const undoAnswer = z.object({ attempt: row }).meta({
  id: 'UndoAnswer',
  description: 'The attempt after an act was undone',
  example: { attempt: ROW_EXAMPLE },
});

/** What has happened to the attempt since the act. */
export const undoConflict = z
  .object({
    detail: z.string().describe('Why the act can no longer be undone, and what to do about it'),
    attempt: row,
    meanwhile: z
      .array(
        z.object({
          at: millis('When'),
          event: z.string().describe('What happened, such as `submit` or `review`'),
          caused_by: z.string().describe('`learner`, `staff`, `vendor`, `system` or `operator`'),
        }),
      )
      .describe('What has happened since, oldest first'),
  })
  .meta({
    id: 'UndoConflict',
    description: 'An act that can no longer be undone',
    example: {
      detail: REFUSAL_TEXTS.undo_overtaken,
      attempt: ROW_EXAMPLE,
      meanwhile: [{ at: 1_795_600_090_000, event: 'submit', caused_by: 'learner' }],
    },
  });

/** An id of an attempt's version, as `If-Match` names it. */
export const ifMatch = z.object({
  'if-match': z
    .string()
    .regex(/^"v\d{1,9}"$/, 'must be a version such as "v7"')
    .optional()
    .describe(
      '`"v7"`: only if the attempt still has version 7, `v` of its row; otherwise 412 with the row as it is now',
    ),
});

export const possibleActs = z
  .object({
    v: z.int().describe('Version of the attempt for which this is so'),
    acts: z
      .array(
        z.object({
          act: z.enum(ACT_NAMES as [Act, ...Act[]]).describe('Name of the act'),
          possible: z.boolean().describe('Whether the caller can do it now'),
          why: z.string().nullable().describe('Code that says why not; null if it is possible'),
          detail: z.string().nullable().describe('The same in words'),
          roles: z.array(z.enum(STAFF_ROLES)).describe('The roles that may do it'),
        }),
      )
      .describe('Every act'),
  })
  .meta({
    id: 'PossibleActs',
    description: 'What the caller can do to an attempt, and why not the rest',
    example: {
      v: 4,
      acts: [
        {
          act: 'pause',
          possible: true,
          why: null,
          detail: null,
          roles: ['invigilator', 'course_staff', 'global_staff'],
        },
        {
          act: 'delete',
          possible: false,
          why: 'not_your_role',
          detail: WHY_NOT_TEXTS.not_your_role,
          roles: ['course_staff', 'global_staff'],
        },
      ],
    },
  });
