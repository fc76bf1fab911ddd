import { z } from 'zod';
import { LONGEST_MINUTES, SHORTEST_LIMIT_MINUTES } from '../../rules/attempt/minutes.ts';
import { EXAM, SENT_EXAM } from './examples.ts';
import { timeOrNull } from './fields.ts';
import { dueDate, flag, longText, nonBlank, wholeMinutes } from './written-fields.ts';

/** rest-api §3.1. */
export const examSchema = z
  .object({
    id: z.int().describe('Id of the exam'),
    course_id: z.string().describe('Key of the course'),
    content_id: z.string().describe('Usage key of the sequence that contains the exam'),
    external_id: z.string().nullable().describe("The proctoring provider's id for the exam"),
    exam_name: z.string().describe('Name of the exam, as learners see it'),
    time_limit_mins: z.int().describe('Time limit in minutes, without allowances'),
    is_proctored: z.boolean().describe('`false` for a timed exam'),
    is_practice_exam: z.boolean().describe('Whether it is for practice, or for onboarding if its provider has that'),
    is_active: z.boolean().describe('Whether it can be taken'),
    due_date: timeOrNull('When the exam is due; null: never'),
    hide_after_due: z.boolean().describe('Whether its content stays hidden after the due date'),
    backend: z.string().nullable().describe("Name of its proctoring provider in this service's settings"),
  })
  .meta({ id: 'Exam', description: 'A timed or proctored exam', example: EXAM });

const minutes = wholeMinutes({ from: SHORTEST_LIMIT_MINUTES });

const EXTERNAL_ID = "The proctoring provider's id for the exam";
const NAME = 'Name of the exam, as learners see it';
const LIMIT = `Time limit in minutes, from ${SHORTEST_LIMIT_MINUTES} to ${LONGEST_MINUTES}`;
const PROCTORED = 'Whether the exam is proctored';
const PRACTICE = 'Whether it is for practice, or for onboarding if its provider has that';
const ACTIVE = 'Whether it can be taken';
const HIDDEN = 'Whether its content stays hidden after the due date';
const REGISTERED_ONLY = 'Must be valid, but has an effect only when exams are registered';

/** rest-api §5.2. */
const examToWrite = z.object({
  course_id: nonBlank.describe('Key of the course'),
  content_id: nonBlank.describe('Usage key of the sequence that contains the exam'),
  external_id: nonBlank.describe(EXTERNAL_ID),
  due_date: dueDate.optional().describe(REGISTERED_ONLY),
  backend: nonBlank.optional().describe(REGISTERED_ONLY),
  exam_name: longText.describe(NAME),
  time_limit_mins: minutes.describe(LIMIT),
  is_proctored: flag.describe(PROCTORED),
  is_practice_exam: flag.describe(PRACTICE),
  is_active: flag.describe(ACTIVE),
  hide_after_due: flag.describe(HIDDEN),
});

export const examCreation = examToWrite.meta({ example: SENT_EXAM });

/** Fields that are null or absent stay as they are. */
export const examUpdate = z
  .object({
    exam_id: z.unknown().optional().describe('Id of the exam, as a number or as text'),
    external_id: nonBlank.nullish().describe(EXTERNAL_ID),
    exam_name: longText.nullish().describe(NAME),
    time_limit_mins: minutes.nullish().describe(LIMIT),
    is_proctored: flag.nullish().describe(PROCTORED),
    is_practice_exam: flag.nullish().describe(PRACTICE),
    is_active: flag.nullish().describe(ACTIVE),
    hide_after_due: flag.nullish().describe(HIDDEN),
  })
  .meta({ example: { exam_id: EXAM.id, time_limit_mins: 100 } });

/** One exam of a course's complete list (rest-api §5.3). */
export const examRegistration = examToWrite
  .extend({
    external_id: nonBlank.nullish().describe(EXTERNAL_ID),
    due_date: dueDate.nullish().describe('When the exam is due. ISO 8601, UTC if no time zone is given; null: never'),
    backend: nonBlank.optional().describe('Name of the proctoring provider; without it the default one'),
  })
  .meta({ example: { ...SENT_EXAM, due_date: EXAM.due_date, backend: EXAM.backend } });

export const examId = z
  .object({ exam_id: z.int().describe('Id of the exam') })
  .meta({ example: { exam_id: EXAM.id } })
  .describe('The exam was stored');
export const fieldErrorsSchema = z.record(z.string(), z.array(z.string())).describe('Messages by field');
