import { z } from 'zod';
import { EXAM_TYPES } from '../../../rules/exam.ts';
import { timeOrNull } from '../fields.ts';
import { dueDate, flag, longText, nonBlank, word, wholeMinutes } from '../written-fields.ts';

const NAME = 'Name of the exam, as learners see it';
const CONTENT = 'Usage key of the sequence that contains the exam';
const HIDDEN = 'Whether its content stays hidden after the due date';
const TYPE = 'Kind of exam';

/** edx-exams §1. */
export const courseExam = z
  .object({
    id: z.int().describe('Id of the exam'),
    exam_name: z.string().describe(NAME),
    course_id: z.string().describe('Key of the course'),
    content_id: z.string().describe(CONTENT),
    time_limit_mins: z.int().describe('Time limit in minutes, without allowances'),
    due_date: timeOrNull('When the exam is due; null: never'),
    exam_type: z.enum(EXAM_TYPES).describe(TYPE),
    hide_after_due: z.boolean().describe(HIDDEN),
    is_active: z.boolean().describe('Whether it can be taken'),
  })
  .meta({
    id: 'CourseExam',
    description: 'An exam as Open edX registers it with an exams service',
    example: {
      id: 7,
      exam_name: 'Midterm',
      course_id: 'course-v1:Demo+Exams+2030',
      content_id: 'block-v1:Demo+Exams+2030+type@sequential+block@midterm',
      time_limit_mins: 90,
      due_date: '2030-06-01T12:00:00Z',
      exam_type: 'timed',
      hide_after_due: false,
      is_active: true,
    },
  });

/** One exam of a course's complete list (edx-exams §1.1). */
export const courseExamItem = z.object({
  exam_name: longText.describe(NAME),
  content_id: nonBlank.describe(CONTENT),
  time_limit_mins: wholeMinutes({ from: 0 }).describe('Time limit in minutes'),
  due_date: dueDate.nullable().describe('When the exam is due. ISO 8601, UTC if no time zone is given; null: never'),
  exam_type: z.enum(EXAM_TYPES, { error: word('Must be a valid exam type.') }).describe(TYPE),
  hide_after_due: flag.describe(HIDDEN),
  is_active: flag.describe('Whether it can be taken'),
});

/** What is wrong with a list, item by item, in the order of the items. */
export const listErrors = z
  .object({
    detail: z.string().describe('That the list is not valid'),
    errors: z
      .union([z.array(z.record(z.string(), z.array(z.string()))), z.record(z.string(), z.array(z.string()))])
      .describe('For each item messages by field, empty for a valid one; one object if it is no list'),
  })
  .describe('The list is not valid');
