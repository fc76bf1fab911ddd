import { z } from 'zod';
import { nothing, timerSchema } from './attempt.ts';
import { examSchema } from './exam.ts';
import { queryFlag } from './fields.ts';
import { userQuery } from './params.ts';

const prerequisites = z.array(z.looseObject({ namespace: z.string(), name: z.string() }));

const mfeExam = examSchema.extend({
  attempt: z.union([timerSchema, nothing]),
  type: z.enum(['timed', 'proctored', 'practice', 'onboarding']),
  passed_due_date: z.boolean(),
  use_legacy_attempt_api: z.literal(true),
  total_time: z.string().optional().describe('Only when there is no attempt'),
  prerequisite_status: z
    .object({
      are_prerequisites_satisifed: z.boolean(),
      satisfied_prerequisites: prerequisites,
      failed_prerequisites: prerequisites,
      pending_prerequisites: prerequisites,
      declined_prerequisites: prerequisites,
    })
    .optional(),
  onboarding_link: z.string().optional().describe('Only when the attempt was refused because onboarding is incomplete'),
});

/** rest-api §6.8. */
export const mfeAnswer = z.object({
  exam: z.union([mfeExam.meta({ id: 'MfeExam' }), nothing]),
  active_attempt: z.union([timerSchema, nothing]),
});

export type MfeExam = z.output<typeof mfeExam>;

export const mfeQuery = userQuery.extend({
  content_id: z.string().optional().describe('Usage key of the sequence that contains the exam'),
  is_learning_mfe: queryFlag,
});
