import { z } from 'zod';
import { BULK_ACTS, type Act } from '../../../rules/attempt/acts.ts';
import { REASON_CATEGORIES, STAFF_ROLES } from '../../../rules/attempt/events.ts';
import { LONGEST_MINUTES } from '../../../rules/attempt/minutes.ts';
import { SETTABLE, STATUSES, type Status } from '../../../rules/attempt/statuses.ts';
import { SITTING_ACTS } from '../../../rules/bulk/holds.ts';
import { MOST_TARGETS, OUTCOME_NAMES, TARGET_OUTCOMES } from '../../../rules/bulk/targets.ts';
import { timeOf, timeOrNull } from '../fields.ts';
import { pathId } from '../params.ts';
import { ACT_BODIES } from './acts.ts';
import { millisOrNull } from './fields.ts';
import { phase } from './row.ts';

const bulkActName = z.enum(BULK_ACTS as [Act, ...Act[]]).describe('Name of the act');

const filter = z
  .strictObject({
    exam: z.int().min(0).describe('Id of an exam of the course'),
    phase: z.array(phase).max(20).optional().describe('Only attempts in one of these phases'),
    status: z.array(z.enum(STATUSES)).max(30).optional().describe('Only attempts stored with one of these statuses'),
    q: z.string().min(1).max(255).optional().describe('Part of a user name or email address, in any case'),
  })
  .describe('The newest attempt of each learner whom it finds');

const chosen = z
  .union([
    z.strictObject({
      ids: z.array(z.int().min(0)).min(1).max(MOST_TARGETS).describe('Ids of attempts on exams of the course'),
    }),
    z.strictObject({ filter }),
    z.strictObject({
      sitting: z
        .strictObject({ exam: z.int().min(0).describe('Id of an exam of the course') })
        .describe(
          'Everybody whose clock of the exam runs or is paused, and whoever begins it later, until the end of the day (but for twelve hours at least) in the ' +
            "site's time zone. For `pause`, `unpause`, which also ends what holds for later, and `extra-time`",
        ),
    }),
  ])
  .describe(`Whom it is for; at most ${MOST_TARGETS} attempts`);

const payload = z
  .strictObject({
    minutes: z.int().min(1).max(LONGEST_MINUTES).optional().describe('For `extra-time`: how many minutes more'),
    status: z
      .enum(SETTABLE as [Status, ...Status[]])
      .optional()
      .describe('For `set-status`: the status to set'),
  })
  .describe('What the act needs, as for one attempt');

/** A preview, or the act that was previewed: then all must be as it was there. */
export const bulkBody = z
  .strictObject({
    act: bulkActName,
    payload: payload.default({}),
    reason: z
      .string()
      .trim()
      .max(1000)
      .optional()
      .describe('Why, in your words; kept in the history of every attempt. Most acts need it'),
    category: z.enum(REASON_CATEGORIES).default('other').describe('What the reason is about'),
    targets: chosen,
    dry_run: z.boolean().default(false).describe('Only tell what would be done'),
    token: z.uuid().optional().describe('Of the preview that this confirms; the attempts are those found there'),
    count: z
      .int()
      .optional()
      .describe('How many attempts are removed, typed by a person; for `reset` and `delete` of more than one'),
  })
  .superRefine(({ act, payload: given, reason, category, targets, dry_run: isPreview, token }, context) => {
    const { error } = ACT_BODIES[act].safeParse({ ...given, reason, category });
    for (const { path, message } of error?.issues ?? []) {
      const inside = path[0] === 'reason' || path[0] === 'category' ? path : ['payload', ...path];
      context.addIssue({ code: 'custom', path: inside, message });
    }
    if ('sitting' in targets && !SITTING_ACTS.some((each) => each === act)) {
      context.addIssue({
        code: 'custom',
        path: ['act'],
        message: `must be one of ${SITTING_ACTS.join(', ')} for a sitting`,
      });
    }
    if (isPreview === (token !== undefined)) {
      const message = 'preview the act with `dry_run` first, and send its `token` to begin it';
      context.addIssue({ code: 'custom', path: ['token'], message });
    }
  })
  .meta({
    example: {
      act: 'pause',
      reason: 'Fire alarm in hall 2',
      category: 'fire-alarm',
      targets: { filter: { exam: 3, phase: ['running'] } },
      dry_run: true,
    },
  });

export type BulkBody = z.output<typeof bulkBody>;

export const bulkPreview = z
  .object({
    will: z.int().describe('How many attempts it would change'),
    will_not: z
      .array(
        z.object({
          id: z.int().describe('Id of the attempt'),
          why: z.string().describe('Code that says why not, as in the list of possible acts'),
          detail: z.string().describe('The same in words'),
        }),
      )
      .describe('The others'),
    token: z.uuid().describe('Names the preview for an hour; only its maker can begin the act with it'),
  })
  .meta({
    id: 'BulkPreview',
    description: 'What an act on many attempts would do',
    example: {
      will: 212,
      will_not: [{ id: 19, why: 'attempt_not_running', detail: 'The clock of the attempt does not run.' }],
      token: 'e6c4bd4e-4c0b-4d6e-9a37-0a6f8fb0b0f5',
    },
  });

export const bulkBegun = z
  .object({ bulk_id: z.uuid().describe('Id of the bulk act; `/bulk/{bulk_id}` tells how far it is') })
  .meta({
    id: 'BulkBegun',
    description: 'A bulk act that has begun, or had before',
    example: { bulk_id: 'e6c4bd4e-4c0b-4d6e-9a37-0a6f8fb0b0f5' },
  });

/** An id that is none is unknown like any other. */
export const bulkParams = z.object({
  bulk_id: z
    .string()
    .max(100)
    .meta({ description: 'Id of the bulk act', example: 'e6c4bd4e-4c0b-4d6e-9a37-0a6f8fb0b0f5' }),
});

const outcome = z
  .enum(OUTCOME_NAMES)
  .describe(OUTCOME_NAMES.map((name) => `\`${name}\`: ${TARGET_OUTCOMES[name].description}`).join('. '));

export const resultsQuery = {
  outcome: outcome.optional().describe('Only attempts with this outcome'),
  cursor: pathId.optional().describe('`next` of the page before'),
};

export const bulkState = z
  .object({
    bulk_id: z.uuid().describe('Id of the bulk act'),
    course: z.string().describe('Course key'),
    sitting_exam: z.int().nullable().describe('Id of the exam whose sitting it is for; null if it is for no sitting'),
    act: bulkActName,
    payload: payload,
    reason: z.string().nullable().describe('The reason given'),
    category: z.enum(REASON_CATEGORIES).describe('What the reason is about'),
    by: z
      .object({
        user: z.string().nullable().describe('User name'),
        name: z.string().nullable().describe('Full name'),
        role: z.enum(STAFF_ROLES).describe('As what they acted'),
      })
      .describe('Who began it'),
    at: timeOf('When it was begun'),
    finished_at: timeOrNull('When nothing was left to do'),
    undo_until: millisOrNull('Until when it can be undone'),
    total: z.int().describe('Attempts that it is for'),
    done: z.int().describe('Attempts with which all went as it was asked: done, or undone'),
    failed: z.int().describe('Attempts for which it failed, or that could not be undone'),
    outcomes: z.record(z.string(), z.int()).describe('Attempts by outcome'),
    results: z
      .array(
        z.object({
          id: z.int().describe('Id of the attempt'),
          exam: z.int().describe('Id of the exam'),
          learner: z.tuple([z.int(), z.string(), z.string()]).describe('Id, user name and full name'),
          outcome,
          detail: z.string().nullable().describe('Code that says why it failed; null if it did not'),
          detail_text: z.string().nullable().describe('The same in words'),
        }),
      )
      .describe('A page of the attempts, in the order of their turns'),
    next: z.string().nullable().describe('`cursor` of the next page; null on the last'),
  })
  .meta({
    id: 'BulkAct',
    description: 'A bulk act with what became of each attempt',
    example: {
      bulk_id: 'e6c4bd4e-4c0b-4d6e-9a37-0a6f8fb0b0f5',
      course: 'course-v1:Demo+Proctoring+2030',
      sitting_exam: null,
      act: 'extra-time',
      payload: { minutes: 15 },
      reason: 'Fire alarm in hall 2',
      category: 'fire-alarm',
      by: { user: 'carol', name: 'Carol Teacher', role: 'course_staff' },
      at: '2026-11-25T14:03:22.118000Z',
      finished_at: null,
      undo_until: 1_795_615_462_118,
      total: 212,
      done: 210,
      failed: 1,
      outcomes: { pending: 1, done: 210, failed: 1 },
      results: [
        {
          id: 17,
          exam: 3,
          learner: [1001, 'alice', 'Alice Learner'],
          outcome: 'failed',
          detail: 'attempt_not_running',
          detail_text: 'The clock of the attempt does not run.',
        },
      ],
      next: null,
    },
  });

export const bulkAsked = z
  .object({ asked: z.int().describe('Attempts that are tried again, or undone') })
  .meta({ id: 'BulkAsked', description: 'More to do for a bulk act', example: { asked: 3 } });
