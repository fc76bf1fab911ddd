import { z } from 'zod';
import { millisOrNull } from './fields.ts';

export const me = z
  .object({
    user: z
      .object({
        id: z.int().describe('Id of the person'),
        username: z.string().describe('User name'),
        name: z.string().describe('Full name'),
      })
      .describe('Who is signed in'),
    roles: z
      .array(
        z.object({
          role: z
            .enum(['global_staff', 'course_staff', 'invigilator', 'reviewer', 'operator'])
            .describe('What they may do; global staff may do everything everywhere'),
          course: z.string().nullable().describe('In which course; null for every one'),
          group: z.string().nullable().describe('For which group alone; null for everybody'),
        }),
      )
      .describe('Roles that the sign-in names. The LMS may know of more, course by course'),
    zone: z.string().describe('Time zone of the site, such as `Europe/Zurich`'),
    locale: z.string().nullable().describe('Language that the person prefers, as far as the request says'),
    undo_window_seconds: z.int().describe('For how long an act can be undone; 0: not at all'),
    session_ends_at: millisOrNull('When the session of the console ends; null for whoever signed in by a token'),
    signed_in_by: z.enum(['token', 'session']).describe('A token of the LMS, or a session of the console'),
  })
  .meta({
    id: 'Me',
    description: 'Who is signed in and what they may do',
    example: {
      user: { id: 31, username: 'ivan', name: 'Ivan Invigilator' },
      roles: [{ role: 'invigilator', course: 'course-v1:Demo+Proctoring+2030', group: null }],
      zone: 'Europe/Zurich',
      locale: 'de-CH',
      undo_window_seconds: 60,
      session_ends_at: null,
      signed_in_by: 'token',
    },
  });
