import { z } from 'zod';
import { nothing, timerSchema } from './attempt.ts';
import { examSchema } from './exam.ts';
import { EXAM, TIMER } from './examples.ts';
import { QUERY_FLAG, queryFlag } from './fields.ts';
import { userQuery } from './params.ts';

const prerequisites = z.array(
  z.looseObject({
    namespace: z.string().describe('Kind of the requirement in the LMS'),
    name: z.string().describe('Name of the requirement in the LMS'),
  }),
);

const mfeExam = examSchema.extend({
  attempt: z.union([timerSchema, nothing]).describe('The latest attempt of the learner; empty if there is none'),
  type: z.enum(['timed', 'proctored', 'practice', 'onboarding']).describe('Type of the exam'),
  passed_due_date: z.boolean().describe('Whether the due date of the learner has passed'),
  use_legacy_attempt_api: z.literal(true).describe('Always true: tells the learning front end to use this API'),
  total_time: z.string().optional().describe('Time allowed in English words; only when there is no attempt'),
  prerequisite_status: z
    .object({
      are_prerequisites_satisifed: z.boolean().describe('Whether all of them are met; spelled as clients expect it'),
      satisfied_prerequisites: prerequisites.describe('Those that are met'),
      failed_prerequisites: prerequisites.describe('Those that the learner failed'),
      pending_prerequisites: prerequisites.describe('Those that the learner has yet to meet'),
      declined_prerequisites: prerequisites.describe('Those that the learner declined'),
    })
    .optional()
    .describe('Credit requirements that come before the exam; only for proctored exams without an attempt'),
  onboarding_link: z
    .string()
    .optional()
    .describe('Where the onboarding exam is. Only when the attempt was refused because onboarding is incomplete'),
});

/** rest-api §6.8. */
export const mfeAnswer = z
  .object({
    exam: z
      .union([mfeExam.meta({ id: 'MfeExam', description: 'An exam with the learner’s attempt on it' }), nothing])
      .describe('The exam; empty if there is none at the content'),
    active_attempt: z
      .union([timerSchema, nothing])
      .describe('Their running attempt on any exam; empty if there is none'),
  })
  .meta({
    example: {
      exam: {
        ...EXAM,
        attempt: TIMER,
        type: 'proctored',
        passed_due_date: false,
        use_legacy_attempt_api: true,
      },
      active_attempt: TIMER,
    },
  })
  .describe('The exam, and what the learner is doing');

export type MfeExam = z.output<typeof mfeExam>;

export const mfeQuery = userQuery.extend({
  content_id: z.string().optional().describe('Usage key of the sequence that contains the exam'),
  is_learning_mfe: queryFlag.describe(`Give links into the learning front end. ${QUERY_FLAG}`),
});
