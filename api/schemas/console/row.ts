import { z } from 'zod';
import { STATUSES } from '../../../rules/attempt/statuses.ts';
import { PHASES } from '../../../rules/board/phases.ts';
import { millisOrNull } from './fields.ts';

export const phase = z.enum(PHASES).describe('The stage of the exam that the status belongs to');

const errorOf = z.object({
  event: z.string().describe('What put the attempt into error: `error`, `heartbeat-lost`, `set-status`, …'),
  by: z.string().describe('`learner`, `staff`, `vendor`, `system` or `operator`'),
  reason: z.string().nullable().describe('The words that came with it'),
});

/** Somebody in the middle of an exam. */
export const ROW_EXAMPLE = {
  id: 17,
  code: '12BF7DFD-4E1C-4A72-A1F4-F0857615E48B',
  v: 4,
  learner: [1001, 'alice', 'Alice Learner'],
  exam: 3,
  group: null,
  type: 'proctored',
  status: 'started',
  phase: 'running',
  started: 1_795_600_000_000,
  ends: 1_795_605_400_000,
  stopped: null,
  left: null,
  paused: null,
  limit: 5400,
  extra: [15, 0],
  heard: 1_795_600_060_000,
  gaps: 0,
  error: null,
  waiting: null,
  waiting_since: null,
  effects: [0, 0],
  review: null,
  flag: false,
  notes: 0,
  earlier: [12],
} as const;

/** The newest attempt of a learner on an exam, as compact as a board of thousands needs it. */
export const boardRow = z
  .object({
    id: z.int().describe('Id of the attempt'),
    code: z.string().describe('Code by which the proctoring provider knows it'),
    v: z.int().describe('Number of its latest change; a row with a lower one is out of date'),
    learner: z.tuple([z.int(), z.string(), z.string()]).describe('Id, user name and full name of the learner'),
    exam: z.int().describe('Id of the exam'),
    group: z.int().nullable().describe('Id of the group; null without groups'),
    type: z.enum(['timed', 'proctored', 'practice', 'onboarding']).describe('What it was registered as'),
    status: z.enum(STATUSES).describe('Status now; an attempt whose time is up is shown as handed in at once'),
    phase,
    started: millisOrNull('When the clock was started'),
    ends: millisOrNull('When the clock runs out; null if it does not run'),
    stopped: millisOrNull('When the attempt was handed in, failed or ended otherwise'),
    left: z
      .number()
      .nullable()
      .describe('Seconds that are kept for a resume or a pause; null while the clock runs and after the end'),
    paused: millisOrNull('When staff paused the clock'),
    limit: z.number().nullable().describe('Seconds that the clock was started with; null before the start'),
    extra: z.tuple([z.int(), z.int()]).describe('Extra minutes: planned as an allowance, given for an incident'),
    heard: millisOrNull("When the learner's page was last heard from; for running proctored attempts only"),
    gaps: z.int().describe('Ended silences of more than 90 seconds'),
    error: errorOf.nullable().describe('Why the attempt is in error; null in any other status'),
    waiting: z
      .enum(['vendor', 'lms', 'mail'])
      .nullable()
      .describe('Whom its oldest effect waits for that is pending for more than a minute'),
    waiting_since: millisOrNull('Since when'),
    effects: z.tuple([z.int(), z.int()]).describe('Effects pending for more than a minute, and refused effects'),
    review: z.string().nullable().describe("The provider's latest verdict, such as `passed` or `suspicious`"),
    flag: z.boolean().describe('The learner is flagged by staff'),
    notes: z.int().describe('Notes of staff about the learner on the exam'),
    earlier: z.array(z.int()).describe('Ids of the same learner’s earlier attempts on the exam, the newest first'),
  })
  .meta({ id: 'Row', description: 'The newest attempt of a learner on an exam', examples: [ROW_EXAMPLE] });

export type BoardRow = z.output<typeof boardRow>;
