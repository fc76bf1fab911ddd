import { z } from 'zod';
import { timeOf, timeOrNull } from '../fields.ts';

const setting = z.object({
  name: z.string().describe('What is set'),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]).describe('Its value; null: nothing is set'),
  source: z
    .enum(['exam', 'policy', 'vendor', 'environment', 'default'])
    .describe(
      'What sets it: the exam as it is registered, its review policy, the entry of its back-end, a setting of the service, ' +
        'or what counts where nobody has set anything',
    ),
});

const health = {
  name: z.string().describe('Name of the back-end'),
  kind: z.string().describe('Name of the provider, for people'),
  last_ok: timeOrNull('When it last answered a call; null if it never did, or is never called'),
  last_error: z
    .object({ at: timeOf('When'), message: z.string().describe('Which call failed, and how') })
    .nullable()
    .describe('Its last failure'),
  breaker: z
    .enum(['closed', 'open'])
    .describe('`open`: it failed so often in a row that it is left alone for some seconds, and calls fail at once'),
  pending: z.int().describe('Effects that wait for it'),
  refused: z.int().describe('Effects that it refused'),
};

const HEALTH_EXAMPLE = {
  name: 'rest',
  kind: 'Example Proctoring',
  last_ok: '2026-11-25T14:02:11.480000Z',
  last_error: { at: '2026-11-25T14:03:40.002000Z', message: 'register attempt: answered 503' },
  breaker: 'closed',
  pending: 3,
  refused: 0,
} as const;

export const backendHealth = z
  .array(z.object({ ...health, is_default: z.boolean().describe('Whether exams that name none have it') }))
  .meta({
    id: 'Backends',
    description: 'The proctoring providers and how they are',
    examples: [[{ ...HEALTH_EXAMPLE, is_default: true }]],
  });

export const examConfiguration = z
  .object({
    exam: z
      .object({
        id: z.int().describe('Id of the exam'),
        course: z.string().describe('Course key'),
        name: z.string().describe('Name of the exam'),
      })
      .describe('The exam'),
    settings: z.array(setting).describe('Everything that decides how an attempt on it goes'),
    backend: z.object(health).nullable().describe('Its proctoring provider; null without proctoring'),
  })
  .meta({
    id: 'ExamConfiguration',
    description: 'An exam as it is registered, and what else counts for it, without secrets',
    examples: [
      {
        exam: { id: 3, course: 'course-v1:Demo+Proctoring+2030', name: 'Chemistry, final' },
        settings: [
          { name: 'time_limit_minutes', value: 90, source: 'exam' },
          { name: 'backend', value: 'rest', source: 'default' },
          { name: 'heartbeat_window_seconds', value: 180, source: 'vendor' },
          { name: 'undo_window_seconds', value: 60, source: 'environment' },
        ],
        backend: HEALTH_EXAMPLE,
      },
    ],
  });
