import { z } from 'zod';
import { wholeMinutes, wholeNumber } from '../written-fields.ts';

/** edx-exams §1.7. */
export const extraTime = z
  .object({
    id: z.int().describe('Id of the allowance'),
    exam_id: z.int().describe('Id of the exam'),
    user_id: z.int().describe('Id of the learner'),
    extra_time_mins: z.int().describe('Extra time in minutes'),
    username: z.string().describe('User name of the learner'),
    exam_name: z.string().describe('Name of the exam'),
    email: z.string().describe('Email address of the learner; empty if none is known'),
  })
  .meta({
    id: 'ExtraTime',
    description: 'Extra time of a learner on an exam',
    example: {
      id: 3,
      exam_id: 7,
      user_id: 42,
      extra_time_mins: 30,
      username: 'alice',
      exam_name: 'Midterm',
      email: 'alice@example.com',
    },
  });

const name = z.string().trim().max(255).nullish();

export const extraTimeItem = z
  .object({
    username: name.describe('User name of the learner'),
    email: name.describe('Email address of the learner, in place of the user name'),
    exam_id: wholeNumber.describe('Id of the exam'),
    extra_time_mins: wholeMinutes({ from: 0 }).describe('Extra time in minutes, in all'),
  })
  .refine(({ username, email }) => Boolean(username || email), {
    path: ['username'],
    message: 'username or email must be provided',
  });
