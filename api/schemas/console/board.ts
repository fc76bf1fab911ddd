import { Readable } from 'node:stream';
import { z } from 'zod';
import { PHASES } from '../../../rules/board/phases.ts';
import { millis, millisOrNull } from './fields.ts';
import { boardRow, ROW_EXAMPLE } from './row.ts';

const COUNTS_EXAMPLE = {
  not_started: 12,
  getting_ready: 3,
  running: 214,
  asked_to_end: 0,
  stopped: 2,
  handed_in: 9,
  in_review: 0,
  done: 0,
  declined: 0,
  trouble: 2,
};

const perPhase = Object.fromEntries(PHASES.map((name) => [name, z.int().describe(`In the phase \`${name}\``)])) as {
  [Name in (typeof PHASES)[number]]: z.ZodInt;
};

/** How many rows there are in each phase, and how many of all need a person. */
export const boardCounts = z
  .object({
    ...perPhase,
    trouble: z
      .int()
      .describe('In error, silent, waiting, with a refused effect, or paused for more than two hours; of any phase'),
  })
  .meta({ id: 'BoardCounts', description: 'Rows of a board by phase, and those in trouble' });

const boardExam = z.object({
  id: z.int().describe('Id of the exam'),
  course: z.string().describe('Course key'),
  name: z.string().describe('Name of the exam'),
  type: z.enum(['timed', 'proctored', 'practice', 'onboarding']).describe('What new attempts are registered as'),
  backend: z.string().nullable().describe('Proctoring provider; null without proctoring'),
  time_limit_minutes: z.int().describe('Time limit without any extra time'),
  due_at: millisOrNull('When the exam is due'),
  silent_after_seconds: z
    .number()
    .nullable()
    .describe("How long a learner's page may be silent before the attempt ends in error; null: for any time"),
  paused_since: millisOrNull('Since when the sitting is paused, for those too who begin later'),
});

const boardGroup = z.object({
  id: z.int().describe('Id of the group'),
  name: z.string().describe('Name of the group, such as a hall'),
});

export const examBoard = z
  .object({
    seq: z.int().describe('Position in the sequence of changes; `since` and `Last-Event-ID` take it'),
    server_time: millis("The server's clock"),
    exam: boardExam.describe('The exam'),
    groups: z.array(boardGroup).describe('Its groups'),
    counts: boardCounts
      .nullable()
      .describe('Rows by phase; null if only changes are told, since the client has the rows'),
    rows: z.array(boardRow).describe('All rows, or with `since` those that changed since then'),
    gone: z
      .array(z.int())
      .nullable()
      .describe('Ids of attempts that have no row any more; null if `rows` are all that there are'),
  })
  .meta({
    id: 'ExamBoard',
    description: 'Everybody who takes an exam',
    example: {
      seq: 918_273,
      server_time: 1_795_600_072_000,
      exam: {
        id: 3,
        course: 'course-v1:Demo+Proctoring+2030',
        name: 'Chemistry, final',
        type: 'proctored',
        backend: 'rest',
        time_limit_minutes: 90,
        due_at: null,
        silent_after_seconds: 180,
        paused_since: null,
      },
      groups: [],
      counts: COUNTS_EXAMPLE,
      rows: [ROW_EXAMPLE],
      gone: null,
    },
  });

/** What the stream of a board sends: the name of an event and its data. */
export const boardEvents = z
  .union([
    z
      .object({ event: z.literal('row').describe('Name of the event'), data: boardRow.describe('The row') })
      .describe('A row is new or has changed; it also replaces its `earlier`'),
    z
      .object({
        event: z.literal('gone').describe('Name of the event'),
        data: z.object({ id: z.int().describe('Id of the attempt') }).describe('Which one'),
      })
      .describe('There is no such row any more'),
    z
      .object({ event: z.literal('counts').describe('Name of the event'), data: boardCounts.describe('Rows by phase') })
      .describe('The counts have changed'),
    z
      .object({
        event: z.literal('heard').describe('Name of the event'),
        data: z.array(z.tuple([z.int(), z.int()])).describe('Pairs of id and instant'),
      })
      .describe('Id and `heard` of each row that began or ended a silence; until told otherwise it stays as it is'),
    z
      .object({
        event: z.literal('act').describe('Name of the event'),
        data: z
          .object({
            bulk_id: z.string().describe('Id of the bulk act'),
            done: z.int().describe('Attempts that are done'),
            failed: z.int().describe('Attempts for which it failed'),
          })
          .describe('Its progress'),
      })
      .describe('How far a bulk act is'),
    z
      .object({
        event: z.literal('pulse').describe('Name of the event'),
        data: z.object({ server_time: millis("The server's clock") }).describe('Now'),
      })
      .describe('Every 15 seconds'),
    z
      .object({ event: z.literal('resync').describe('Name of the event'), data: z.object({}).describe('Nothing') })
      .describe('Too much was missed: read the board again'),
  ])
  .meta({ id: 'BoardEvent', description: 'An event of the stream of a board' });

/** The same as it is on the wire. */
export const boardStream = z
  .instanceof(Readable)
  .meta({ type: 'string', description: 'Server-sent events, with names and data as `BoardEvent` has them' });

export const today = z
  .array(
    z.object({
      exam: z
        .object({
          id: z.int().describe('Id of the exam'),
          name: z.string().describe('Name of the exam'),
          type: z.string().describe('`timed`, `proctored`, `practice` or `onboarding`'),
          due_at: millisOrNull('When the exam is due'),
        })
        .describe('The exam'),
      course: z.string().describe('Course key'),
      counts: boardCounts.describe('Rows by phase'),
      trouble: z.int().describe('Attempts in trouble, as in `counts`'),
      first_end: millisOrNull('When the first running clock ends'),
      last_end: millisOrNull('When the last running clock ends'),
      refused_effects: z.int().describe('Effects that their target refused'),
    }),
  )
  .meta({
    id: 'Today',
    description: 'Exams that were taken, are taken or are due in a period',
    example: [
      {
        exam: { id: 3, name: 'Chemistry, final', type: 'proctored', due_at: null },
        course: 'course-v1:Demo+Proctoring+2030',
        counts: COUNTS_EXAMPLE,
        trouble: 2,
        first_end: 1_795_605_400_000,
        last_end: 1_795_607_320_000,
        refused_effects: 0,
      },
    ],
  });
